package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/** Transfers, holds, netting and fees, to the last millionth. */
class MoneyTest {
  @Test
  void depositComesFromOutside() {
    new Exchange()
        .person(ANN, 0)
        .quietly()
        .deposit(ANN, 5_00)
        .says(
            "DEPOSIT EXTERNAL > 16 5000000",
            "  EXTERNAL cash -5000000 = -5000000/0 TRANSFER",
            "  16 cash +5000000 = 5000000/0 TRANSFER");
  }

  @Test
  void transferHappensOnceEver() {
    Exchange exchange = new Exchange().person(ANN, 0).person(BOB, 0);
    exchange.transfer(900, Accounts.EXTERNAL, ANN, 5_00, TransferKind.DEPOSIT);
    exchange
        .transfer(900, Accounts.EXTERNAL, ANN, 5_00, TransferKind.DEPOSIT)
        .refused(Reason.DUPLICATE_TRANSFER);
    exchange
        .transfer(900, ANN, BOB, 1_00, TransferKind.ADJUSTMENT)
        .refused(Reason.DUPLICATE_TRANSFER);
    assertThat(exchange.cash(ANN)).isEqualTo(5_00 * CENT);
  }

  @Test
  void personCannotSendWhatIsNotFree() {
    Exchange exchange = Exchange.withBook().buy(ANN, YES, 100, 60).quietly();
    exchange
        .transfer(900, ANN, Accounts.EXTERNAL, 50_00, TransferKind.WITHDRAWAL)
        .refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(50_00 * CENT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(40_00 * CENT);
    assertThat(exchange.recorder.rejection().held).isEqualTo(60_00 * CENT);
  }

  @Test
  void nobodyPaysIntoAPoolOrAMaker() {
    Exchange exchange = Exchange.with(Exchange.lmsr(10));
    exchange
        .transfer(900, ANN, Accounts.marketPool(1), 1_00, TransferKind.ADJUSTMENT)
        .refused(Reason.UNKNOWN_ACCOUNT);
    exchange
        .transfer(901, Accounts.maker(1), ANN, 1_00, TransferKind.ADJUSTMENT)
        .refused(Reason.UNKNOWN_ACCOUNT);
  }

  @Test
  void outsideCannotOweMoreThanTheLimit() {
    Exchange exchange = new Exchange().person(ANN, 0);
    long most = Limits.defaults().houseDebt() / CENT;
    exchange.transfer(1, Accounts.EXTERNAL, ANN, most, TransferKind.DEPOSIT);
    exchange
        .transfer(2, Accounts.EXTERNAL, ANN, 1, TransferKind.DEPOSIT)
        .refused(Reason.AMOUNT_OUT_OF_RANGE);
  }

  @Test
  void priceImprovementIsReleasedAtOnce() {
    Exchange exchange = Exchange.withBook().buy(BOB, NO, 10, 60).buy(ANN, YES, 10, 70);
    assertThat(exchange.cash(ANN)).isEqualTo((100_00 - 10 * 40) * CENT);
    assertThat(exchange.heldCash(ANN)).isZero();
  }

  @Test
  void buyMustBeCoveredAtItsLimitEvenIfItWouldFillCheaper() {
    Exchange exchange = Exchange.withBook().person(30, 5_00).buy(BOB, NO, 10, 60).quietly();
    exchange.buy(30, YES, 10, 70).refused(Reason.INSUFFICIENT_BALANCE);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(7_00 * CENT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(5_00 * CENT);
  }

  @Test
  void withoutNettingBothOutcomesAreHeldSideBySide() {
    Exchange exchange = Exchange.withBook().personWithoutNetting(30, 100_00).buy(BOB, NO, 10, 40);
    exchange.buy(30, YES, 10, 60).buy(CAT, YES, 10, 50).buy(30, NO, 10, 50);
    assertThat(exchange.shares(30, YES)).isEqualTo(10 * CONTRACT);
    assertThat(exchange.shares(30, NO)).isEqualTo(10 * CONTRACT);
  }

  @Test
  void nettingLeavesHeldSharesAlone() {
    Exchange exchange =
        Exchange.withBook().buy(BOB, NO, 10, 40).buy(ANN, YES, 10, 60).sell(ANN, YES, 8, 90);
    exchange.buy(CAT, YES, 10, 50).buy(ANN, NO, 10, 50);
    assertThat(exchange.shares(ANN, YES)).isZero();
    assertThat(exchange.heldShares(ANN, YES)).isEqualTo(8 * CONTRACT);
    assertThat(exchange.shares(ANN, NO)).isEqualTo(8 * CONTRACT);
  }

  // ---- fees -------------------------------------------------------------------------------------

  @Test
  void takerAndMakerPayTheirRatesOnTheirOwnCost() {
    Exchange.with(Exchange.withFee(FeeKind.FLAT, 200, 100))
        .buy(ANN, YES, 10, 60)
        .says("placed #1 by 16 BUY YES 1000 @ 6000", "  16 cash 0 = 93940000/6060000 HOLD")
        .buy(BOB, NO, 10, 40)
        .says(
            "placed #2 by 17 BUY NO 1000 @ 4000",
            "MINT 1000 @ 6000: #2 BUY NO 4000000 fee 80000 left 0,"
                + " #1 BUY YES 6000000 fee 60000 left 0",
            "  17 cash -4000000 = 96000000/0 TRADE",
            "  17 cash -80000 = 95920000/0 FEE",
            "  17 NO +1000 = 1000/0 TRADE",
            "  16 cash -6000000 = 93940000/60000 TRADE",
            "  16 cash -60000 = 93940000/0 FEE",
            "  16 YES +1000 = 1000/0 TRADE",
            "  pool1 cash +10000000 = 10000000/0 TRADE",
            "  pool1 YES -1000 = -1000/0 TRADE",
            "  pool1 NO -1000 = -1000/0 TRADE",
            "  FEES cash +140000 = 140000/0 FEE",
            "closed #1 FILLED",
            "closed #2 FILLED");
  }

  @Test
  void sellersPayFromWhatTheyGet() {
    Exchange exchange =
        Exchange.with(Exchange.withFee(FeeKind.QUADRATIC, 700, 0))
            .buy(ANN, YES, 10, 60)
            .buy(BOB, NO, 10, 40)
            .buy(CAT, YES, 10, 50)
            .quietly();
    long before = exchange.cash(ANN);
    exchange.sell(ANN, YES, 10, 50);
    // 0.07 × 10 × 0.5 × 0.5 = 0.175
    assertThat(exchange.cash(ANN)).isEqualTo(before + 5_00 * CENT - 175_000);
  }

  @Test
  void splittingAnOrderIntoFillsNeverChangesItsFee() {
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < 50; n++) {
      FeeKind kind = random.nextBoolean() ? FeeKind.FLAT : FeeKind.QUADRATIC;
      int rate = 1 + random.nextInt(999);
      int cents = 1 + random.nextInt(99);
      long contracts = 10L + random.nextInt(10);
      Exchange whole =
          Exchange.with(Exchange.withFee(kind, 0, rate)).buy(ANN, YES, contracts, cents);
      whole.buy(BOB, NO, contracts, 100 - cents);
      Exchange split =
          Exchange.with(Exchange.withFee(kind, 0, rate)).buy(ANN, YES, contracts, cents);
      for (int i = 0; i < contracts; i++) {
        split.buy(BOB, NO, 1, 100 - cents);
      }
      assertThat(split.cash(ANN)).isEqualTo(whole.cash(ANN));
      assertThat(split.heldCash(ANN)).isZero();
    }
  }

  /** The fee of a trade with the maker is charged on a rounded price: that must stay covered. */
  @Test
  void limitBuyAtTheMakerNeverCostsMoreThanWasCovered() {
    MarketSpec dear =
        new MarketSpec("m", 10_000, 100, 1, MarketMode.LMSR, 20_000, FeeKind.QUADRATIC, 5_000, 0);
    for (int quantity = 1; quantity < 300; quantity++) {
      Exchange exchange = Exchange.with(dear);
      exchange.deposit(ANN, 100_000_00L).buy(ANN, YES, 900, 99).person(30, 0);
      long cost = 9_900L * quantity;
      long fee = (9_900L * 100 * quantity + 19_999) / 20_000;
      exchange.engine.transfer(
          exchange.header(),
          new Transfer(1, 1, Accounts.EXTERNAL, 30, cost + fee, TransferKind.DEPOSIT));
      PlaceOrder order = exchange.limit(30, Side.BUY, YES, 0, 99);
      order.quantity = quantity;
      exchange.quietly().place(order);
      assertThat(exchange.recorder.take().getFirst()).startsWith("placed");
      assertThat(exchange.cash(30)).isNotNegative();
    }
  }

  @Test
  void saleToTheMakerNeverCostsMoreThanItBrings() {
    MarketSpec dear =
        new MarketSpec("m", 10_000, 100, 1, MarketMode.LMSR, 2_000, FeeKind.QUADRATIC, 5_000, 0);
    Exchange exchange = Exchange.with(dear).personWithoutNetting(30, 100_000_00L);
    exchange.place(exchange.market(30, Side.BUY, NO, 300));
    exchange.transfer(77, 30, Accounts.EXTERNAL, exchange.cash(30) / CENT, TransferKind.WITHDRAWAL);
    exchange.deposit(ANN, 100_000_00L).place(exchange.market(ANN, Side.BUY, YES, 500)).quietly();
    for (int quantity = 1; quantity < 200; quantity++) {
      PlaceOrder order = exchange.market(30, Side.SELL, NO, 0);
      order.quantity = quantity;
      exchange.place(order);
      assertThat(exchange.recorder.take().getFirst()).startsWith("placed");
    }
  }
}
