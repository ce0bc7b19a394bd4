package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.SetRecipe;

/** Play money and real money never meet: market 1 is for real money, market 2 for contest 7. */
class SegmentsTest {
  private static final int CONTEST = 7;
  private static final long RED = Accounts.inSegment(CONTEST, 40);
  private static final long BLUE = Accounts.inSegment(CONTEST, 41);
  private static final long OTHER = Accounts.inSegment(CONTEST + 1, 42);

  private final Exchange exchange =
      Exchange.with(Exchange.book()).market(in(Exchange.book())).person(RED, 0).person(BLUE, 0);
  private final Goods goods = new Goods(exchange);
  private long transfer = 1_000;

  private static MarketSpec in(MarketSpec spec) {
    return in(spec, CONTEST);
  }

  private static MarketSpec in(MarketSpec spec, int segment) {
    return new MarketSpec(
        spec.title(),
        spec.payout(),
        spec.tick(),
        spec.lot(),
        spec.mode(),
        spec.liquidity(),
        spec.fee(),
        spec.takerRate(),
        spec.makerRate(),
        spec.rules().in(segment));
  }

  private Exchange pay(long from, long to, TransferKind kind) {
    return exchange.transfer(++transfer, from, to, 100_00, kind);
  }

  private boolean accepted() {
    return exchange.recorder.take().stream().noneMatch(line -> line.startsWith("rejected"));
  }

  @Test
  void ordersAcrossSegmentsAreRefusedOnEveryPath() {
    pay(Accounts.EXTERNAL, RED, TransferKind.ADJUSTMENT);
    exchange.in(1).buy(RED, YES, 1, 50).refused(Reason.OTHER_SEGMENT);
    exchange.in(2).buy(ANN, YES, 1, 50).refused(Reason.OTHER_SEGMENT);
    exchange.in(2).buy(RED, YES, 1, 50);
    exchange.in(2).buy(ANN, NO, 1, 50).refused(Reason.OTHER_SEGMENT);
    assertThat(exchange.heldCash(RED)).isEqualTo(50 * CENT);
  }

  @Test
  void teamsOfOneContestTradeWithEachOther() {
    pay(Accounts.EXTERNAL, RED, TransferKind.ADJUSTMENT);
    pay(Accounts.EXTERNAL, BLUE, TransferKind.ADJUSTMENT);
    exchange.in(2).buy(RED, YES, 1, 50).buy(BLUE, NO, 1, 50);
    assertThat(exchange.shares(RED, YES)).isEqualTo(100);
    assertThat(exchange.cash(BLUE)).isEqualTo((100_00 - 50) * CENT);
    exchange.engine.checkInvariants();
  }

  @Test
  void playMoneyIsGivenAndTakenByTheHouseOnly() {
    exchange.person(OTHER, 0);
    for (TransferKind kind : TransferKind.values()) {
      boolean given = kind == TransferKind.ADJUSTMENT || kind == TransferKind.FUNDING;
      pay(Accounts.HOUSE, RED, kind);
      assertThat(accepted()).as("%s", kind).isEqualTo(given);
      pay(RED, Accounts.EXTERNAL, kind);
      assertThat(accepted()).as("%s", kind).isEqualTo(given);
      pay(ANN, RED, kind).refused(Reason.OTHER_SEGMENT);
      pay(RED, ANN, kind).refused(Reason.OTHER_SEGMENT);
      pay(RED, OTHER, kind).refused(Reason.OTHER_SEGMENT);
    }
  }

  @Test
  void setsAndGoodsStayInTheirSegment() {
    pay(Accounts.EXTERNAL, RED, TransferKind.ADJUSTMENT);
    exchange.split(RED, 1, 1).refused(Reason.OTHER_SEGMENT);
    exchange.split(ANN, 2, 1).refused(Reason.OTHER_SEGMENT);
    exchange.in(2).split(RED, 2, 1);
    assertThat(exchange.shares(RED, NO)).isEqualTo(100);
    exchange.market(Goods.good()).market(in(Goods.good())).market(in(Goods.good()));
    goods.give(RED, 3, 1);
    exchange.refused(Reason.OTHER_SEGMENT);
    goods.give(ANN, 4, 1);
    exchange.refused(Reason.OTHER_SEGMENT);
    goods.authorise(ANN, 4);
    exchange.refused(Reason.OTHER_SEGMENT);
    goods.recipe(new SetRecipe(4, List.of(new Ingredient(3, 100))));
    exchange.refused(Reason.OTHER_SEGMENT);
    goods.recipe(new SetRecipe(4, List.of(new Ingredient(5, 100))));
    goods.give(RED, 5, 1).authorise(RED, 4).produce(RED, 4, 1);
    assertThat(goods.pieces(RED, 4)).isOne();
  }

  @Test
  void anOfferIsAcceptedByATeamOfItsContestOnly() {
    exchange.market(in(Goods.good()));
    goods.give(BLUE, 3, 1);
    pay(Accounts.EXTERNAL, RED, TransferKind.ADJUSTMENT);
    exchange.in(3).buy(RED, YES, 1, 5_00);
    long offer = exchange.lastOrder();
    goods.accept(ANN, offer, 5_00, 1);
    exchange.refused(Reason.OTHER_SEGMENT);
    goods.accept(BLUE, offer, 5_00, 1);
    assertThat(goods.pieces(RED, 3)).isOne();
  }

  @Test
  void marketsOfOneEventAreOfOneSegmentAndPlayMoneyPaysNoFee() {
    exchange.createExclusive(Exchange.book(), in(Exchange.book())).refused(Reason.INVALID_COMMAND);
    exchange.create(in(Exchange.withFee(FeeKind.FLAT, 10, 0))).refused(Reason.INVALID_COMMAND);
    exchange.create(in(Exchange.book(), Accounts.SEGMENT_MAX + 1)).refused(Reason.INVALID_COMMAND);
    assertThat(MarketRules.PLAIN.segment()).isEqualTo(Accounts.REAL_MONEY);
  }

  @Test
  void aSnapshotKeepsTheSegments() {
    KeptState kept = new KeptState();
    exchange.engine.writeSnapshot(kept);
    Exchange restored = new Exchange();
    restored.engine.readSnapshot(kept);
    restored.recorder.resumeAfter(restored.engine.lastSeq());
    restored.in(2).buy(ANN, YES, 1, 50).refused(Reason.OTHER_SEGMENT);
  }

  @Test
  void noMoreIsPaidOutThanWasTaken() {
    pay(ANN, Accounts.UNDER_WAY, TransferKind.WITHDRAWAL);
    exchange
        .transfer(
            ++transfer, Accounts.UNDER_WAY, Accounts.EXTERNAL, 100_01, TransferKind.WITHDRAWAL)
        .refused(Reason.INSUFFICIENT_BALANCE);
    pay(Accounts.UNDER_WAY, Accounts.EXTERNAL, TransferKind.WITHDRAWAL);
    assertThat(exchange.cash(Accounts.UNDER_WAY)).isZero();
  }

  @Test
  void aSuspendedAccountWithdrawsNothingAndGetsBackWhatComesBack() {
    exchange.settings(ANN, true, true);
    pay(ANN, Accounts.UNDER_WAY, TransferKind.WITHDRAWAL).refused(Reason.ACCOUNT_SUSPENDED);
    exchange.settings(ANN, true, false);
    pay(ANN, Accounts.UNDER_WAY, TransferKind.WITHDRAWAL);
    exchange.settings(ANN, true, true);
    long before = exchange.cash(ANN);
    pay(Accounts.UNDER_WAY, ANN, TransferKind.WITHDRAWAL_RETURN);
    assertThat(exchange.cash(ANN)).isEqualTo(before + 100_00 * CENT);
  }
}
