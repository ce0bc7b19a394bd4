package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.SetAction;
import sibyl.engine.Side;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.protocol.derive.MarketPosition;

/** Where bonus money is, however it is traded, and however commands are cut into batches. */
class BonusMoneyTest {
  private static final long UNIT = 1_000_000;
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final long BOB = ADA + 1;
  private static final long CYD = ADA + 2;
  private static final int SHARE = 100;

  private final List<RecordedCommand> commands = new ArrayList<>();
  private final Map<BalanceKey, Change.Posted> balances = new HashMap<>();
  private final CommandHeader header = new CommandHeader();
  private Engine engine = new Engine(Limits.defaults(), new Recorder());
  private long numbers;

  private final class Recorder extends CommandRecorder {
    Recorder() {
      super(0);
    }

    @Override
    void recorded(RecordedCommand command) {
      commands.add(command);
    }

    @Override
    ProjectionException failed(String message) {
      return new ProjectionException(message);
    }
  }

  @Test
  void aBonusLostToAFriendByWashTradesIsLockedWithTheFriend() {
    people(1, 2);
    binary(MarketMode.BOOK, 0);
    split(BOB, 1, 15);
    sells(BOB, ADA, 1, 99, 15);
    assertThat(state(1).account(BOB).held()).isZero(); // she has shares for it, and may yet win
    sells(ADA, BOB, 1, 1, 15);

    BonusState state = state(1);
    assertThat(cash(BOB)).isEqualTo(114_700_000);
    assertThat(state.account(BOB).held()).isEqualTo(14_700_000);
    assertThat(state.account(ADA).held()).isEqualTo(300_000);
    assertThat(state.account(BOB).granted()).isZero();
  }

  @Test
  void theAccountThatTakesTheMoneyOutOfTheEventCarriesIt() {
    people(1, 3);
    binary(MarketMode.BOOK, 0);
    buys(ADA, CYD, 1, 50, 30);
    // Bob gets the shares for next to nothing and hands them on as cheaply.
    sells(ADA, BOB, 1, 1, 30);
    sells(BOB, CYD, 1, 1, 30);

    BonusState state = state(1);
    assertThat(state.account(BOB).held()).isZero();
    assertThat(cash(CYD)).isEqualTo(100 * UNIT + 14_700_000);
    assertThat(state.account(CYD).held()).isEqualTo(14_700_000);
  }

  @Test
  void theMarketMakerDoesNotWashItEither() {
    people(1, 2);
    binary(MarketMode.LMSR, 10 * SHARE);
    take(ADA, 1, Side.BUY, Outcome.YES, 99, 15);
    take(BOB, 1, Side.BUY, Outcome.NO, 99, 15);
    take(ADA, 1, Side.SELL, Outcome.YES, 1, 15);
    take(BOB, 1, Side.SELL, Outcome.NO, 1, 15);

    BonusState state = state(1);
    long won = cash(BOB) - 100 * UNIT;
    assertThat(won).isPositive();
    assertThat(state.account(BOB).held()).isEqualTo(won);
    assertThat(state.account(ADA).held()).isEqualTo(cash(ADA));
  }

  @Test
  void ownMoneyIsSpentFirst() {
    people(1, 2);
    deposit(ADA, 20);
    binary(MarketMode.BOOK, 0);
    buys(ADA, BOB, 1, 50, 40);
    settle(1, 0);

    BonusState state = state(1);
    assertThat(cash(ADA)).isEqualTo(15 * UNIT);
    assertThat(state.account(ADA).held()).isEqualTo(15 * UNIT);
    assertThat(state.account(BOB).held()).isZero();
    assertThat(state.account(ADA).traded()).isEqualTo(20 * UNIT);
  }

  @Test
  void aLostBonusLocksNothingThatIsPaidInLater() {
    people(1, 2);
    binary(MarketMode.BOOK, 0);
    buys(ADA, BOB, 1, 50, 30);
    settle(1, 0);
    deposit(ADA, 100);

    assertThat(state(1).account(ADA)).isEqualTo(new BonusFigures(15 * UNIT, 0, 0, 15 * UNIT, 0));
    assertThat(state(1).account(BOB).held()).isEqualTo(15 * UNIT);
  }

  @Test
  void winningsFromPeoplesOwnMoneyAreTheWinnersOwn() {
    people(1, 2);
    binary(MarketMode.BOOK, 0);
    buys(ADA, BOB, 1, 50, 30);
    settle(1, 10_000);

    assertThat(cash(ADA)).isEqualTo(30 * UNIT);
    assertThat(state(1).account(ADA).held()).isEqualTo(15 * UNIT);
    assertThat(state(1).account(BOB).held()).isZero();
  }

  @Test
  void aWithdrawalTakesOwnMoneyFirstAndAReturnBringsBackWhatItTook() {
    people(1, 1);
    deposit(ADA, 10);
    transfer(ADA, Accounts.UNDER_WAY, 12 * UNIT, TransferKind.WITHDRAWAL);
    assertThat(state(1).account(ADA))
        .isEqualTo(new BonusFigures(15 * UNIT, 13 * UNIT, 0, 0, 2 * UNIT));
    transfer(Accounts.UNDER_WAY, ADA, 12 * UNIT, TransferKind.WITHDRAWAL_RETURN);
    assertThat(state(1).account(ADA)).isEqualTo(new BonusFigures(15 * UNIT, 15 * UNIT, 0, 0, 0));
  }

  @Test
  void noTradingMakesBonusMoneyOwnMoney() {
    long wonByOthers = 0;
    int withException = 0;
    for (int seed = 0; seed < 40; seed++) {
      commands.clear();
      balances.clear();
      engine = new Engine(Limits.defaults(), new Recorder());
      Random dice = new Random(seed);
      people(3, 6);
      MarketSpec spec =
          new MarketSpec("m", 10_000, 100, SHARE, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
      engine.createEvent(
          header, new CreateEvent("a", "", "", "", "", 0, true, List.of(spec, spec, spec)));
      engine.createEvent(header, new CreateEvent("b", "", "", "", "", 0, false, List.of(spec)));
      for (long market = 1; market <= 4; market++) {
        engine.changeMarketState(header, new ChangeMarketState(market, MarketState.OPEN));
      }
      for (int step = 0; step < 400; step++) {
        anything(dice);
      }
      settle(1, 10_000);
      settle(2, 0);
      settle(3, 0);
      settle(4, dice.nextBoolean() ? 10_000 : 0);

      BonusState state = state(1);
      long own = 0;
      long spentBefore = 0; // winnings that were gone when bonus money came into their event
      for (long account = ADA; account < ADA + 6; account++) {
        long free = Math.max(0, cash(account) - state.account(account).inCash());
        long late = late(state, account);
        own += Math.max(0, free - late);
        spentBefore += Math.max(0, late - free);
        wonByOthers += state.account(account).granted() == 0 ? state.account(account).held() : 0;
      }
      withException += spentBefore > 0 ? 1 : 0;
      assertThat(own).as("seed %d", seed).isLessThanOrEqualTo(3 * 100 * UNIT + spentBefore);
      assertThat(rows(state(7))).as("seed %d", seed).isEqualTo(rows(state));
      assertThat(rows(state(commands.size()))).as("seed %d", seed).isEqualTo(rows(state));
    }
    assertThat(wonByOthers).isGreaterThan(100 * UNIT);
    assertThat(withException).isLessThan(10);
  }

  private void anything(Random dice) {
    long account = ADA + dice.nextInt(6);
    long market = 1L + dice.nextInt(4);
    long quantity = (long) SHARE * dice.nextInt(1, 30);
    SetAction action = dice.nextBoolean() ? SetAction.SPLIT : SetAction.MERGE;
    switch (dice.nextInt(8)) {
      case 0 -> engine.changeSets(header, new ChangeSets(account, market, 0, action, quantity));
      case 1 ->
          engine.convertShares(header, new ConvertShares(account, 1, List.of(market), quantity));
      default ->
          take(
              account,
              market,
              dice.nextBoolean() ? Side.BUY : Side.SELL,
              dice.nextBoolean() ? Outcome.YES : Outcome.NO,
              dice.nextInt(1, 100),
              quantity / SHARE);
    }
  }

  /** As the function of the tables counts it. */
  private static long late(BonusState state, long account) {
    long late = 0;
    for (Map.Entry<BonusKey, BonusStake> entry : state.stakes().entrySet()) {
      BonusStake stake = entry.getValue();
      if (entry.getKey().account() == account) {
        long now = Math.min(stake.flow(), state.event(entry.getKey().event()) - stake.staked());
        late += Math.max(0, now - stake.carried());
      }
    }
    return late;
  }

  private static String rows(BonusState state) {
    List<String> rows = new ArrayList<>();
    state.accounts().forEach((account, figures) -> rows.add(account + " " + figures));
    state.stakes().forEach((key, stake) -> rows.add(key + " " + stake));
    state.events().forEach((event, staked) -> rows.add(event + " " + staked));
    rows.removeIf(row -> row.endsWith(" 0"));
    rows.sort(null);
    return String.join("\n", rows);
  }

  /** After everything so far, in batches of so many commands. */
  private BonusState state(int batch) {
    BonusState state = BonusState.empty();
    Map<PositionKey, MarketPosition> positions = new HashMap<>();
    Map<Long, MarketFacts> facts = new HashMap<>();
    for (int from = 0; from < commands.size(); from += batch) {
      BatchRows rows =
          BatchRows.of(
              commands.subList(from, Math.min(commands.size(), from + batch)),
              positions,
              facts,
              state);
      rows.positions.forEach((key, row) -> positions.put(key, row.position()));
      facts.putAll(rows.facts);
      balances.putAll(rows.balances);
      state.putAll(rows.bonus.after);
    }
    return state;
  }

  private long cash(long account) {
    state(1);
    Change.Posted posted = balances.get(new BalanceKey(account, Asset.CASH));
    return posted == null ? 0 : posted.free() + posted.held();
  }

  /** The first of them have a bonus of 15, the others own money of 100. */
  private void people(int withBonus, int all) {
    for (int i = 0; i < all; i++) {
      engine.openAccount(header, new OpenAccount(ADA + i, true));
      if (i < withBonus) {
        transfer(Accounts.BONUS, ADA + i, 15 * UNIT, TransferKind.BONUS);
      } else {
        deposit(ADA + i, 100);
      }
    }
  }

  private void deposit(long account, long amount) {
    transfer(Accounts.EXTERNAL, account, amount * UNIT, TransferKind.DEPOSIT);
  }

  private void transfer(long from, long to, long amount, TransferKind kind) {
    engine.transfer(header, new Transfer(9, ++numbers, from, to, amount, kind));
  }

  private void binary(MarketMode mode, long liquidity) {
    MarketSpec spec = new MarketSpec("m", 10_000, 100, SHARE, mode, liquidity, FeeKind.NONE, 0, 0);
    engine.createEvent(header, new CreateEvent("e", "", "", "", "", 0, false, List.of(spec)));
    engine.changeMarketState(header, new ChangeMarketState(1, MarketState.OPEN));
  }

  private void split(long account, long market, long sets) {
    engine.changeSets(header, new ChangeSets(account, market, 0, SetAction.SPLIT, sets * SHARE));
  }

  /** One sells YES to another. */
  private void sells(long seller, long buyer, long market, int cents, long shares) {
    take(buyer, market, Side.BUY, Outcome.YES, cents, shares);
    take(seller, market, Side.SELL, Outcome.YES, cents, shares);
  }

  /** One buys YES from another, who buys NO. */
  private void buys(long buyer, long other, long market, int cents, long shares) {
    take(other, market, Side.BUY, Outcome.NO, 100 - cents, shares);
    take(buyer, market, Side.BUY, Outcome.YES, cents, shares);
  }

  private void take(long account, long market, Side side, Outcome outcome, int cents, long shares) {
    PlaceOrder order = new PlaceOrder();
    order.account = account;
    order.market = market;
    order.side = side;
    order.outcome = outcome;
    order.price = 100 * cents;
    order.quantity = shares * SHARE;
    order.clientKeyHigh = ++numbers;
    order.clientKeyLow = 1;
    engine.placeOrder(header, order);
  }

  private void settle(long market, int yesFraction) {
    engine.changeMarketState(header, new ChangeMarketState(market, MarketState.CLOSED));
    engine.proposeResolution(header, new ProposeResolution(market, yesFraction, "seen"));
    engine.confirmResolution(header, new ConfirmResolution(market));
    engine.settleMarket(header, new SettleMarket(market));
  }
}
