package sibyl.engine;

import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Outcome.NO;
import static sibyl.engine.Outcome.YES;

import org.junit.jupiter.api.Test;

/** The four kinds of match, told event by event. */
class TradingTest {
  @Test
  void restingBuyHoldsItsCost() {
    Exchange.withBook()
        .buy(ANN, YES, 10, 60)
        .says("placed #1 by 16 BUY YES 1000 @ 6000", "  16 cash 0 = 94000000/6000000 HOLD");
  }

  @Test
  void yesBuyerMeetsNoBuyerAndASetIsMinted() {
    Exchange.withBook()
        .buy(ANN, YES, 10, 60)
        .quietly()
        .buy(BOB, NO, 4, 40)
        .says(
            "placed #2 by 17 BUY NO 400 @ 4000",
            "MINT 400 @ 6000: #2 BUY NO 1600000 left 0, #1 BUY YES 2400000 left 600",
            "  17 cash -1600000 = 98400000/0 TRADE",
            "  17 NO +400 = 400/0 TRADE",
            "  16 cash -2400000 = 94000000/3600000 TRADE",
            "  16 YES +400 = 400/0 TRADE",
            "  pool1 cash +4000000 = 4000000/0 TRADE",
            "  pool1 YES -400 = -400/0 TRADE",
            "  pool1 NO -400 = -400/0 TRADE",
            "closed #2 FILLED");
  }

  @Test
  void holderSellsToABuyer() {
    Exchange.withBook()
        .buy(ANN, YES, 10, 60)
        .buy(BOB, NO, 10, 40)
        .sell(ANN, YES, 10, 70)
        .quietly()
        .buy(CAT, YES, 10, 75)
        .says(
            "placed #4 by 18 BUY YES 1000 @ 7500",
            "TRANSFER 1000 @ 7000: #4 BUY YES 7000000 left 0, #3 SELL YES 7000000 left 0",
            "  18 cash -7000000 = 93000000/0 TRADE",
            "  18 YES +1000 = 1000/0 TRADE",
            "  16 cash +7000000 = 101000000/0 TRADE",
            "  16 YES -1000 = 0/0 TRADE",
            "closed #3 FILLED",
            "closed #4 FILLED");
  }

  @Test
  void sellersOfBothOutcomesBurnASet() {
    Exchange.withBook()
        .buy(ANN, YES, 10, 60)
        .buy(BOB, NO, 10, 40)
        .sell(ANN, YES, 10, 65)
        .quietly()
        .sell(BOB, NO, 10, 30)
        .says(
            "placed #4 by 17 SELL NO 1000 @ 3000",
            "BURN 1000 @ 6500: #4 SELL NO 3500000 left 0, #3 SELL YES 6500000 left 0",
            "  17 cash +3500000 = 99500000/0 TRADE",
            "  17 NO -1000 = 0/0 TRADE",
            "  16 cash +6500000 = 100500000/0 TRADE",
            "  16 YES -1000 = 0/0 TRADE",
            "  pool1 cash -10000000 = 0/0 TRADE",
            "  pool1 YES +1000 = 0/0 TRADE",
            "  pool1 NO +1000 = 0/0 TRADE",
            "closed #3 FILLED",
            "closed #4 FILLED");
  }

  @Test
  void noHolderSellsToANoBuyer() {
    Exchange.withBook()
        .buy(ANN, YES, 10, 60)
        .buy(BOB, NO, 10, 40)
        .buy(CAT, NO, 10, 35)
        .quietly()
        .sell(BOB, NO, 10, 35)
        .says(
            "placed #4 by 17 SELL NO 1000 @ 3500",
            "TRANSFER 1000 @ 6500: #4 SELL NO 3500000 left 0, #3 BUY NO 3500000 left 0",
            "  17 cash +3500000 = 99500000/0 TRADE",
            "  17 NO -1000 = 0/0 TRADE",
            "  18 cash -3500000 = 96500000/0 TRADE",
            "  18 NO +1000 = 1000/0 TRADE",
            "closed #3 FILLED",
            "closed #4 FILLED");
  }

  @Test
  void sharesBoughtCloseTheOppositeOnesIntoCash() {
    Exchange.withBook()
        .buy(ANN, YES, 10, 60)
        .buy(BOB, NO, 10, 40)
        .buy(CAT, YES, 4, 55)
        .quietly()
        .buy(ANN, NO, 4, 45)
        .says(
            "placed #4 by 16 BUY NO 400 @ 4500",
            "MINT 400 @ 5500: #4 BUY NO 1800000 left 0, #3 BUY YES 2200000 left 0",
            "  16 cash -1800000 = 92200000/0 TRADE",
            "  16 NO +400 = 400/0 TRADE",
            "  18 cash -2200000 = 97800000/0 TRADE",
            "  18 YES +400 = 400/0 TRADE",
            "  pool1 cash +4000000 = 14000000/0 TRADE",
            "  pool1 YES -400 = -1400/0 TRADE",
            "  pool1 NO -400 = -1400/0 TRADE",
            "sets 16 -400 NETTING",
            "  16 YES -400 = 600/0 NETTING",
            "  16 NO -400 = 0/0 NETTING",
            "  16 cash +4000000 = 96200000/0 NETTING",
            "  pool1 cash -4000000 = 10000000/0 NETTING",
            "  pool1 YES +400 = -1000/0 NETTING",
            "  pool1 NO +400 = -1000/0 NETTING",
            "closed #3 FILLED",
            "closed #4 FILLED");
  }

  @Test
  void wholeLifeOfAMakersMarket() {
    Exchange exchange =
        Exchange.with(Exchange.lmsr(100))
            .buy(ANN, YES, 50, 99)
            .says(
                "placed #1 by 16 BUY YES 5000 @ 9900",
                "AMM 5000 @ 5619: #1 BUY YES 28092981 left 0, maker",
                "  16 cash -28092981 = 71907019/0 TRADE",
                "  16 YES +5000 = 5000/0 TRADE",
                "  maker1 cash -21907019 = 47407700/0 TRADE",
                "  maker1 NO +5000 = 5000/0 TRADE",
                "  pool1 cash +50000000 = 50000000/0 TRADE",
                "  pool1 YES -5000 = -5000/0 TRADE",
                "  pool1 NO -5000 = -5000/0 TRADE",
                "maker 5000/0 at 622459331",
                "closed #1 FILLED");
    exchange
        .end(1, 10_000)
        .says(
            "market 1 CLOSED",
            "market 1 proposed 10000",
            "market 1 RESOLVED",
            "market 1 resolved 10000",
            "  maker1 NO -5000 = 0/0 SETTLEMENT",
            "settled maker1 YES 0 for 0, NO 5000 for 0",
            "  16 YES -5000 = 0/0 SETTLEMENT",
            "  16 cash +50000000 = 121907019/0 SETTLEMENT",
            "settled 16 YES 5000 for 50000000, NO 0 for 0",
            "  pool1 YES +5000 = 0/0 SETTLEMENT",
            "  pool1 NO +5000 = 0/0 SETTLEMENT",
            "  pool1 cash -50000000 = 0/0 SETTLEMENT",
            "  maker1 cash -47407700 = 0/0 FUNDING",
            "  HOUSE cash +47407700 = -21907019/0 FUNDING",
            "market 1 SETTLED");
  }
}
