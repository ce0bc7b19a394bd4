package sibyl.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.accounts.wallet.MoneyUnderWay;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SetAction;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.protocol.derive.MarkSource;

/**
 * One truth about value and profit, over random days of a real engine: every view agrees after
 * every command, realized and unrealized profit are the profit, and what changes no right to money
 * changes no equity.
 */
class ProfitTest {
  private static final int PAYOUT = 10_000;
  private static final int STEPS = 1_500;

  /** Rounding of average costs and marks: a unit for each market that a command touches. */
  private static final long ROUNDING = 8;

  private final ReadModel model = new ReadModel(ReadLimits.DEFAULT, 1);
  private final Engine engine = new Engine(Limits.defaults(), model.events());
  private final CommandHeader header = new CommandHeader();
  private final List<Long> people = new ArrayList<>();
  private final Deque<Taken> underWay = new ArrayDeque<>();
  private long transfers;
  private long orders;

  /** A withdrawal that is neither paid nor given back. */
  private record Taken(UUID id, long account, long amount) {}

  @Test
  void splittingAtParChangesNoEquityAndSharesWithoutPriceKeepTheirCost() {
    long ada = person(false, 100_000_000L);
    long market = event(false, spec(MarketMode.BOOK, FeeKind.NONE, MarketKind.BINARY));

    sets(ada, market, 0, SetAction.SPLIT, 1_000);

    assertThat(standing(ada).equity()).isEqualTo(100_000_000L);
    assertThat(standing(ada).profit()).isZero();
    assertThat(standing(ada).unrealized()).isZero();
    assertThat(standing(ada).positions())
        .extracting(p -> p.cost().cost() + " " + p.valued().source())
        .containsExactly("5000000 COST", "5000000 COST");
    // One side is offered and nothing else: a market without a price, and no reason for a loss.
    place(ada, market, Side.SELL, Outcome.NO, 7_000, 1_000, TimeInForce.GTC);
    assertThat(standing(ada).equity()).isEqualTo(100_000_000L);
    assertThat(standing(ada).profit()).isZero();
  }

  @Test
  void splitCostsWhatTheSidesAreWorthInTheMiddleOfTheBook() {
    long ada = person(false, 100_000_000L);
    long bob = person(false, 100_000_000L);
    long market = event(false, spec(MarketMode.BOOK, FeeKind.NONE, MarketKind.BINARY));
    place(bob, market, Side.BUY, Outcome.YES, 7_000, 100, TimeInForce.GTC);
    place(bob, market, Side.BUY, Outcome.NO, 2_000, 100, TimeInForce.GTC);

    sets(ada, market, 0, SetAction.SPLIT, 1_000);

    assertThat(standing(ada).positions())
        .extracting(p -> p.cost().cost(), p -> p.valued().value(), p -> p.valued().source())
        .containsExactly(
            tuple(7_500_000L, 7_500_000L, MarkSource.MID),
            tuple(2_500_000L, 2_500_000L, MarkSource.MID));
    place(ada, market, Side.SELL, Outcome.NO, 3_000, 1_000, TimeInForce.GTC);
    assertThat(standing(ada).profit()).isZero();
  }

  @Test
  void convertingGivesTheCostToWhatItCreatesAndBooksNoLoss() {
    long ada = person(false, 100_000_000L);
    MarketSpec spec = spec(MarketMode.BOOK, FeeKind.NONE, MarketKind.BINARY);
    long first = event(true, spec, spec, spec);
    for (long market = first; market < first + 3; market++) {
      sets(ada, market, 0, SetAction.SPLIT, 1_000);
    }

    convert(ada, first, List.of(first, first + 1), 1_000);

    // Two NO had cost 5 each; 10 came in cash, nothing is left for YES of the third to cost.
    assertThat(standing(ada).realized()).isZero();
    assertThat(standing(ada).profit())
        .isEqualTo(standing(ada).realized() + standing(ada).unrealized());
    // Now one YES of each market, with one more YES and a NO of the third.
    assertThat(standing(ada).equity()).isEqualTo(100_000_000L);
  }

  @Test
  void withdrawalUnderWayIsEquityUntilItIsPaidAndNeverALoss() {
    long ada = person(true, 10_000_000L);
    long bob = person(true, 10_000_000L);

    UUID paid = take(ada, 4_000_000L);
    UUID returned = take(bob, 4_000_000L);

    for (long each : people) {
      assertThat(standing(each))
          .extracting(now -> now.cash().total(), Standing::underWay, Standing::equity)
          .containsExactly(6_000_000L, 4_000_000L, 10_000_000L);
      assertThat(standing(each).profit()).isZero();
    }

    pay(paid, 4_000_000L);
    giveBack(returned, bob, 4_000_000L);

    assertThat(standing(ada))
        .extracting(Standing::underWay, Standing::equity, Standing::paidIn, Standing::profit)
        .containsExactly(0L, 6_000_000L, 6_000_000L, 0L);
    assertThat(standing(bob))
        .extracting(Standing::underWay, Standing::equity, Standing::paidIn, Standing::profit)
        .containsExactly(0L, 10_000_000L, 10_000_000L, 0L);
  }

  @Test
  void productionGivesTheCostOfWhatItUsesToWhatItMakes() {
    long ada = person(true, 100_000_000L);
    long bob = person(true, 100_000_000L);
    MarketSpec good = spec(MarketMode.BOOK, FeeKind.NONE, MarketKind.ASSET);
    long wood = event(false, good, good);
    long chair = wood + 1;
    engine.adjustInventory(header, new AdjustInventory(bob, wood, 400, HoldingReason.INITIAL));
    engine.setRecipe(header, new SetRecipe(chair, List.of(new Ingredient(wood, 200))));
    engine.authoriseProducer(header, new AuthoriseProducer(ada, chair, true));
    place(bob, wood, Side.SELL, Outcome.YES, 2_000, 400, TimeInForce.GTC);
    place(ada, wood, Side.BUY, Outcome.YES, 2_000, 400, TimeInForce.GTC);

    engine.produce(header, new Produce(ada, chair, 200));

    assertThat(standing(ada).positions())
        .extracting(PositionView::market, p -> p.cost().quantity(), p -> p.cost().cost())
        .containsExactly(tuple(chair, 200L, 800_000L));
    assertThat(standing(ada).profit()).as("a chair without a price is worth its cost").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyViewAgreesAtEveryStepOfARandomDay(long seed) {
    Random dice = new Random(seed);
    for (int i = 0; i < 4; i++) {
      person(i % 2 == 0, 2_000_000_000L);
    }
    List<Long> firstOf = new ArrayList<>();
    List<Integer> sizeOf = new ArrayList<>();
    MarketSpec book = spec(MarketMode.BOOK, FeeKind.QUADRATIC, MarketKind.BINARY);
    MarketSpec free = spec(MarketMode.BOOK, FeeKind.NONE, MarketKind.BINARY);
    MarketSpec good = spec(MarketMode.BOOK, FeeKind.FLAT, MarketKind.ASSET);
    List<List<MarketSpec>> days =
        List.of(
            List.of(book),
            List.of(spec(MarketMode.LMSR, FeeKind.NONE, MarketKind.BINARY)),
            List.of(spec(MarketMode.HYBRID, FeeKind.FLAT, MarketKind.BINARY)),
            List.of(free, free, free),
            List.of(
                spec(MarketMode.HYBRID, FeeKind.NONE, MarketKind.BINARY),
                spec(MarketMode.HYBRID, FeeKind.NONE, MarketKind.BINARY),
                spec(MarketMode.HYBRID, FeeKind.NONE, MarketKind.BINARY)),
            List.of(good, good));
    for (int i = 0; i < days.size(); i++) {
      boolean exclusive = i == 3 || i == 4;
      firstOf.add(event(exclusive, days.get(i).toArray(MarketSpec[]::new)));
      sizeOf.add(days.get(i).size());
    }
    long wood = firstOf.get(5);
    engine.setRecipe(header, new SetRecipe(wood + 1, List.of(new Ingredient(wood, 100))));
    people.forEach(
        each -> engine.authoriseProducer(header, new AuthoriseProducer(each, wood + 1, true)));

    for (int step = 0; step < STEPS; step++) {
      long account = people.get(dice.nextInt(people.size()));
      int event = dice.nextInt(firstOf.size());
      long first = firstOf.get(event);
      long market = first + dice.nextInt(sizeOf.get(event));
      long quantity = 100L * dice.nextInt(1, 60);
      Map<Long, Standing> before = standings();
      switch (dice.nextInt(12)) {
        case 0, 1, 2, 3, 4 ->
            place(
                account,
                market,
                dice.nextBoolean() ? Side.BUY : Side.SELL,
                dice.nextBoolean() ? Outcome.YES : Outcome.NO,
                100 * dice.nextInt(1, 100),
                quantity,
                dice.nextInt(3) == 0 ? TimeInForce.IOC : TimeInForce.GTC);
        case 5 -> {
          long marks = priced(market);
          sets(account, market, 0, action(dice), quantity);
          unchanged(before, marks == Units.NO_MARK ? ROUNDING : 1, "sets of market " + market);
        }
        case 6 -> {
          long off = off(first, sizeOf.get(event));
          sets(account, 0, eventOf(first), action(dice), quantity);
          unchangedButForMarks(before, off, quantity, "sets of event " + event);
        }
        case 7 -> {
          long off = off(first, sizeOf.get(event));
          List<Long> given = new ArrayList<>();
          for (int i = 0; i < sizeOf.get(event); i++) {
            if (dice.nextBoolean()) {
              given.add(first + i);
            }
          }
          convert(account, first, given, quantity);
          unchangedButForMarks(before, off, quantity, "conversion in event " + event);
        }
        case 8 -> {
          transfer(dice, account);
          for (long each : people) {
            assertThat(standing(each).profit()).isEqualTo(before.get(each).profit());
          }
        }
        case 9 ->
            engine.adjustInventory(
                header,
                new AdjustInventory(
                    account, wood, dice.nextBoolean() ? 500 : -100, HoldingReason.ADJUSTMENT));
        case 10 -> engine.produce(header, new Produce(account, wood + 1, quantity));
        default -> {
          if (dice.nextInt(40) == 0) {
            resolve(market, new int[] {0, 10_000, 3_333}[dice.nextInt(3)]);
            Map<Long, Standing> resolved = standings();
            engine.settleMarket(header, new SettleMarket(market));
            timers();
            unchanged(resolved, 0, "settlement of market " + market);
          }
        }
      }
      everyViewAgrees();
    }
    engine.checkInvariants();
  }

  // What a command may do to equity.

  private void unchanged(Map<Long, Standing> before, long most, String what) {
    for (long each : people) {
      assertThat(Math.abs(standing(each).equity() - before.get(each).equity()))
          .as(what + " for " + each)
          .isLessThanOrEqualTo(most);
    }
  }

  /** A right to one payout was worth what the marks of the event add up to, and now is exact. */
  private void unchangedButForMarks(
      Map<Long, Standing> before, long off, long quantity, String what) {
    if (off != Units.NO_MARK) {
      long most = Units.money(PAYOUT, quantity) * off / Units.WHOLE_MARK + ROUNDING;
      unchanged(before, most, what);
    }
  }

  /** By how much the marks of the markets miss one payout; NO_MARK if one is unknown. */
  private long off(long first, int size) {
    long sum = 0;
    for (long market = first; market < first + size; market++) {
      long mark = priced(market);
      if (mark == Units.NO_MARK) {
        return Units.NO_MARK;
      }
      sum += mark;
    }
    return Math.abs(sum - Units.WHOLE_MARK);
  }

  // What must hold after every command.

  private void everyViewAgrees() {
    for (long account : people) {
      Standing standing = standing(account);
      assertThat(standing.realized() + standing.unrealized()).isEqualTo(standing.profit());
      assertThat(standing.equity() - standing.paidIn()).isEqualTo(standing.profit());
      assertThat(standing)
          .isEqualTo(model.read(state -> state.account(account)).value().standing());
      long value = 0;
      for (PositionView held : model.read(state -> state.positions(account)).value()) {
        value += held.valued().value();
        assertThat(
                model.read(state -> state.position(account, held.market(), held.outcome())).value())
            .as("a position by itself")
            .isEqualTo(held);
        assertThat(held.cost().quantity())
            .isEqualTo(
                model
                    .read(state -> state.holding(account, Asset.of(held.market(), held.outcome())))
                    .value()
                    .total());
        assertThat(held.cost().cost()).isNotNegative();
      }
      assertThat(value).isEqualTo(standing.value());
    }
  }

  // Commands.

  private long person(boolean netting, long deposit) {
    long account = Accounts.FIRST_PERSON + people.size();
    people.add(account);
    engine.openAccount(header, new OpenAccount(account, netting));
    transfer(Accounts.EXTERNAL, account, deposit, TransferKind.DEPOSIT);
    return account;
  }

  private void transfer(Random dice, long account) {
    long amount = dice.nextLong(1, 50_000_000L);
    switch (dice.nextInt(5)) {
      case 0 -> transfer(Accounts.EXTERNAL, account, amount, TransferKind.DEPOSIT);
      case 1 -> underWay.add(new Taken(take(account, amount), account, amount));
      case 2 -> {
        if (!underWay.isEmpty()) {
          Taken oldest = underWay.removeFirst();
          if (dice.nextBoolean()) {
            pay(oldest.id(), oldest.amount());
          } else {
            giveBack(oldest.id(), oldest.account(), oldest.amount());
          }
        }
      }
      case 3 -> transfer(Accounts.BONUS, account, amount, TransferKind.BONUS);
      default -> transfer(account, Accounts.EXTERNAL, amount, TransferKind.ADJUSTMENT);
    }
  }

  private UUID take(long account, long amount) {
    UUID id = new UUID(7, ++transfers);
    transfer(id, account, Accounts.UNDER_WAY, amount, TransferKind.WITHDRAWAL);
    return id;
  }

  private void pay(UUID taken, long amount) {
    transfer(
        MoneyUnderWay.paid(taken),
        Accounts.UNDER_WAY,
        Accounts.EXTERNAL,
        amount,
        TransferKind.WITHDRAWAL);
  }

  private void giveBack(UUID taken, long account, long amount) {
    transfer(
        MoneyUnderWay.returned(taken),
        Accounts.UNDER_WAY,
        account,
        amount,
        TransferKind.WITHDRAWAL_RETURN);
  }

  private void transfer(long from, long to, long amount, TransferKind kind) {
    transfer(new UUID(7, ++transfers), from, to, amount, kind);
  }

  private void transfer(UUID id, long from, long to, long amount, TransferKind kind) {
    engine.transfer(
        header,
        new Transfer(
            id.getMostSignificantBits(), id.getLeastSignificantBits(), from, to, amount, kind));
  }

  private static MarketSpec spec(MarketMode mode, FeeKind fee, MarketKind kind) {
    boolean maker = mode != MarketMode.BOOK;
    return new MarketSpec(
        "m",
        PAYOUT,
        100,
        100,
        mode,
        maker ? 10_000 : 0,
        fee,
        fee == FeeKind.NONE ? 0 : 70,
        fee == FeeKind.NONE ? 0 : 20,
        new MarketRules(kind, List.of(), 0, 0, false));
  }

  /** An open event; the number of its first market. */
  private long event(boolean exclusive, MarketSpec... specs) {
    engine.createEvent(header, new CreateEvent("e", "", "", "", "", 0, exclusive, List.of(specs)));
    List<EventView> all = model.read(state -> state.events(any -> true)).value();
    List<MarketView> markets = all.getLast().markets();
    markets.forEach(
        market ->
            engine.changeMarketState(
                header, new ChangeMarketState(market.market(), MarketState.OPEN)));
    return markets.getFirst().market();
  }

  private long eventOf(long market) {
    return model.read(state -> state.market(market)).value().event();
  }

  private long priced(long market) {
    return model.read(state -> state.market(market)).value().probabilityBillionths();
  }

  private static SetAction action(Random dice) {
    return dice.nextBoolean() ? SetAction.SPLIT : SetAction.MERGE;
  }

  private void sets(long account, long market, long event, SetAction action, long quantity) {
    engine.changeSets(header, new ChangeSets(account, market, event, action, quantity));
  }

  private void convert(long account, long first, List<Long> given, long quantity) {
    engine.convertShares(header, new ConvertShares(account, eventOf(first), given, quantity));
  }

  private void place(
      long account,
      long market,
      Side side,
      Outcome outcome,
      int price,
      long quantity,
      TimeInForce timeInForce) {
    PlaceOrder order = new PlaceOrder();
    order.account = account;
    order.market = market;
    order.side = side;
    order.outcome = outcome;
    order.type = OrderType.LIMIT;
    order.timeInForce = timeInForce;
    order.price = price;
    order.quantity = quantity;
    order.clientKeyHigh = ++orders;
    order.clientKeyLow = 1;
    engine.placeOrder(header, order);
  }

  private void resolve(long market, int fraction) {
    engine.changeMarketState(header, new ChangeMarketState(market, MarketState.CLOSED));
    timers();
    engine.proposeResolution(header, new ProposeResolution(market, fraction, "seen"));
    engine.confirmResolution(header, new ConfirmResolution(market));
  }

  private void timers() {
    while (engine.nextTimerMs() != Long.MAX_VALUE) {
      engine.onTimer(engine.nextTimerMs());
    }
  }

  private Standing standing(long account) {
    return model.read(state -> state.standing(account)).value();
  }

  private Map<Long, Standing> standings() {
    Map<Long, Standing> all = new HashMap<>();
    people.forEach(each -> all.put(each, standing(each)));
    return all;
  }
}
