package sibyl.store.projection;

import java.util.List;
import java.util.SplittableRandom;
import sibyl.engine.Accounts;
import sibyl.engine.BatchMode;
import sibyl.engine.Engine;
import sibyl.engine.ExchangeState;
import sibyl.engine.FeeKind;
import sibyl.engine.GroupAction;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.SetAction;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.TickBand;

/**
 * All that people and staff do besides placing and canceling single orders: an exclusive event of
 * three markets with one maker, two goods, and a market whose decision is challenged.
 */
final class RandomVariety {
  private static final int OUTCOMES = 3;

  private final SplittableRandom random;
  private final Engine engine;
  private final int people;
  private final PlaceOrders batch = new PlaceOrders();
  private final CancelOrders cancels = new CancelOrders();
  private final MergeOrders merge = new MergeOrders();
  private final AmendOrder amend = new AmendOrder();

  /** What it creates is numbered from these on. */
  private final long event;

  private final long firstMarket;

  /** An open order, its account, and how many there were to choose from. */
  private long chosen;

  private long chosenOwner;
  private int choices;

  RandomVariety(
      SplittableRandom random, Engine engine, int people, long firstEvent, long firstMarket) {
    this.random = random;
    this.engine = engine;
    this.people = people;
    this.event = firstEvent;
    this.firstMarket = firstMarket;
  }

  private long flour() {
    return firstMarket + OUTCOMES;
  }

  private long bread() {
    return flour() + 1;
  }

  private long disputed() {
    return bread() + 1;
  }

  /** How many markets there are then. */
  long lastMarket() {
    return disputed();
  }

  void open(CommandHeader header) {
    MarketSpec outcome =
        new MarketSpec(
            "outcome", 10_000, 100, 100, MarketMode.HYBRID, 10_000, FeeKind.FLAT, 70, 20);
    MarketSpec good = market("good", new MarketRules(MarketKind.ASSET, List.of(), 500, 0, false));
    MarketSpec disputed =
        market(
            "disputed",
            new MarketRules(MarketKind.BINARY, List.of(new TickBand(500, 10)), 0, 60_000, false));
    engine.createEvent(header, event(true, outcome, outcome, outcome));
    engine.createEvent(header, event(false, good, good));
    engine.createEvent(header, event(false, disputed));
    for (long market = firstMarket; market <= lastMarket(); market++) {
      engine.changeMarketState(header, new ChangeMarketState(market, MarketState.OPEN));
    }
    engine.setRecipe(header, new SetRecipe(bread(), List.of(new Ingredient(flour(), 200))));
    for (int i = 0; i < people; i++) {
      long account = Accounts.FIRST_PERSON + i;
      engine.adjustInventory(
          header, new AdjustInventory(account, flour(), 20_000, HoldingReason.INITIAL));
      engine.changeOrderGroup(
          header, new ChangeOrderGroup(account, 0, GroupAction.CREATE, 500, 1_000));
      engine.authoriseProducer(header, new AuthoriseProducer(account, bread(), i % 4 != 3));
    }
  }

  private static CreateEvent event(boolean exclusive, MarketSpec... markets) {
    return new CreateEvent("event", "", "", "", "", 0, exclusive, List.of(markets));
  }

  private static MarketSpec market(String title, MarketRules rules) {
    return new MarketSpec(title, 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0, rules);
  }

  /** Chooses any open order of the markets from {@code from} to {@code to}; 0 if there is none. */
  private void choose(long from, long to) {
    chosen = 0;
    choices = 0;
    engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) -> {
          if (market >= from && market <= to && random.nextInt(++choices) == 0) {
            chosen = order;
            chosenOwner = account;
          }
        });
  }

  void next(CommandHeader header) {
    long account = person();
    long quantity = 100L * (1 + random.nextInt(10));
    switch (random.nextInt(18)) {
      case 0, 1 ->
          engine.changeSets(header, new ChangeSets(account, anyMarket(), 0, action(), quantity));
      case 2, 3 -> engine.changeSets(header, new ChangeSets(account, 0, event, action(), quantity));
      case 4, 5 ->
          engine.convertShares(
              header,
              new ConvertShares(account, event, List.of(firstMarket, firstMarket + 1), quantity));
      case 6, 7 -> amend(header, quantity);
      case 8, 9 -> placeOrders(header, account);
      case 10 -> cancelOrders(header, account);
      case 11 -> mergeTwo(header, account);
      case 12 -> group(header, account);
      case 13 -> settings(header, account);
      case 14 ->
          engine.produce(
              header, new Produce(account, random.nextBoolean() ? bread() : flour(), quantity));
      case 15 -> offer(header, account, quantity);
      case 16 ->
          engine.adjustInventory(
              header,
              new AdjustInventory(
                  account,
                  bread(),
                  random.nextBoolean() ? quantity : -quantity,
                  HoldingReason.ADJUSTMENT));
      default -> staff(header);
    }
  }

  private SetAction action() {
    return random.nextInt(3) == 0 ? SetAction.MERGE : SetAction.SPLIT;
  }

  private void amend(CommandHeader header, long quantity) {
    choose(1, lastMarket());
    amend.account = chosenOwner;
    amend.order = chosen;
    amend.price = price();
    amend.quantity = quantity;
    switch (random.nextInt(4)) {
      case 0 -> amend.price = AmendOrder.SAME_PRICE;
      case 1 -> amend.quantity = AmendOrder.SAME_QUANTITY;
      default -> {}
    }
    engine.amendOrder(header, amend);
  }

  private void placeOrders(CommandHeader header, long account) {
    batch.clear();
    batch.account = account;
    batch.mode = any(List.of(BatchMode.values()));
    long market = firstMarket;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      PlaceOrder order = batch.add();
      order.market = batch.mode == BatchMode.BASKET ? market++ : anyMarket();
      fill(order);
      if (batch.mode == BatchMode.BASKET) {
        order.timeInForce = TimeInForce.FOK;
      }
    }
    engine.placeOrders(header, batch);
  }

  private void fill(PlaceOrder order) {
    boolean good = order.market == flour() || order.market == bread();
    order.side = random.nextBoolean() ? Side.BUY : Side.SELL;
    order.outcome = good || random.nextBoolean() ? Outcome.YES : Outcome.NO;
    order.price = price();
    order.quantity = 100L * (1 + random.nextInt(10));
    order.selfTradePrevention = any(List.of(SelfTradePrevention.values()));
    order.orderGroup = random.nextInt(3) == 0 ? groupOf(order.account) : 0;
  }

  private void cancelOrders(CommandHeader header, long account) {
    cancels.clear();
    cancels.account = account;
    cancels.market = anyMarket();
    engine.cancelOrders(header, cancels);
  }

  /** Two orders at one price that meet nobody, made one. */
  private void mergeTwo(CommandHeader header, long account) {
    merge.account = account;
    merge.orders.clear();
    engine.forEachOpenOrder(
        (order, owner, market, side, outcome, price, quantity, remaining) -> {
          if (owner == account
              && market == disputed()
              && price == 4_000
              && !merge.orders.isFull()) {
            merge.orders.add(order);
          }
        });
    if (merge.orders.size() >= 2) {
      engine.mergeOrders(header, merge);
      return;
    }
    batch.clear();
    batch.account = account;
    for (int i = 0; i < 2; i++) {
      PlaceOrder order = batch.add();
      order.market = disputed();
      order.price = 4_000;
      order.quantity = 100;
    }
    engine.placeOrders(header, batch);
  }

  /** Everybody's own group, made in {@link #open}, takes orders again or is allowed more. */
  private void group(CommandHeader header, long account) {
    engine.changeOrderGroup(
        header,
        random.nextBoolean()
            ? new ChangeOrderGroup(account, groupOf(account), GroupAction.RESET, 0, 0)
            : new ChangeOrderGroup(account, groupOf(account), GroupAction.CHANGE, 700, 1_000));
  }

  private static long groupOf(long account) {
    return account - Accounts.FIRST_PERSON + 1;
  }

  private void settings(CommandHeader header, long account) {
    boolean suspended = random.nextInt(4) == 0;
    engine.changeAccount(header, new ChangeAccount(account, random.nextBoolean(), suspended));
    if (suspended) {
      engine.changeAccount(header, new ChangeAccount(account, random.nextBoolean(), false));
    }
  }

  private void offer(CommandHeader header, long account, long quantity) {
    choose(flour(), bread());
    engine.acceptOffer(header, new AcceptOffer(account, chosen, 4_000, quantity));
  }

  private void staff(CommandHeader header) {
    switch (random.nextInt(5)) {
      case 0 -> {
        engine.setExchangeState(header, new SetExchangeState(ExchangeState.CANCEL_ONLY));
        engine.setExchangeState(header, new SetExchangeState(ExchangeState.OPEN));
      }
      case 1 ->
          engine.scheduleMarket(
              header, new ScheduleMarket(anyMarket(), 0, header.timeMs + 1_000_000_000));
      case 2 ->
          engine.addLiquidity(
              header, new AddLiquidity(random.nextBoolean() ? 2 : firstMarket, 1_000));
      case 3 ->
          engine.setRecipe(
              header,
              new SetRecipe(
                  bread(), List.of(new Ingredient(flour(), 100 + 100 * random.nextInt(3)))));
      default ->
          engine.authoriseProducer(
              header, new AuthoriseProducer(person(), flour(), random.nextBoolean()));
    }
  }

  /** Decides the disputed market twice, and one outcome of the event; the goods go on. */
  void end(CommandHeader header) {
    close(header, disputed(), 10_000);
    engine.challengeResolution(header, new ChallengeResolution(disputed(), "not so"));
    engine.proposeResolution(header, new ProposeResolution(disputed(), 0, "looked again"));
    engine.confirmResolution(header, new ConfirmResolution(disputed()));
    close(header, firstMarket, 0);
  }

  private void close(CommandHeader header, long market, int fraction) {
    engine.changeMarketState(header, new ChangeMarketState(market, MarketState.CLOSED));
    engine.proposeResolution(header, new ProposeResolution(market, fraction, "as seen"));
    engine.confirmResolution(header, new ConfirmResolution(market));
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private long anyMarket() {
    return firstMarket + random.nextInt((int) (lastMarket() - firstMarket + 1));
  }

  private int price() {
    return 4_000 + 100 * random.nextInt(21);
  }

  private long person() {
    return Accounts.FIRST_PERSON + random.nextInt(people);
  }
}
