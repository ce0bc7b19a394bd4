package sibyl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What simulation has found so far, each as the short script it was shrunk to. */
class FoundBugsTest {
  @Test
  void saleAtAPriceCloseToOneIsNotRoundedInTheSellersFavour() {
    assertNoDiscrepancy(
        """
        open account=22
        pay transfer=7 from=1 to=22 amount=6651257000000
        open account=23
        pay transfer=11 from=1 to=23 amount=793406141
        create firstMarket=10 markets=[ payout=10000 tick=100 lot=250 mode=lmsr liquidity=100 ]
        change market=10 to=open
        place order=69 account=23 market=10 outcome=no type=market quantity=2500
        place order=143 account=22 market=10 outcome=no type=market maxCost=284481481
        place order=151 account=23 market=10 side=sell outcome=no price=600 quantity=2500 timeInForce=ioc
        """);
  }

  @Test
  void nearestValidPriceOfAnAbsurdOneIsTheHighest() {
    assertNoDiscrepancy(
        """
        open account=17
        create firstMarket=1 markets=[ payout=10000 tick=10 lot=100 ]
        change market=1 to=open
        place order=1 account=17 market=1 price=2147483647 quantity=100
        place order=2 account=17 market=1 price=-2147483648 quantity=100
        """);
  }

  @Test
  void quoteSaysWhatARestingOrderReallyHolds() {
    assertNoDiscrepancy(
        """
        open account=17
        pay transfer=1 from=1 to=17 amount=1000000000
        create firstMarket=1 markets=[ payout=10000 tick=100 lot=100 fee=flat takerRate=346 makerRate=171 ]
        change market=1 to=open
        quote account=17 market=1 price=9200 quantity=42500
        """);
  }

  @Test
  void quoteThatIsStoppedStillKnowsThePriceOfTheMarket() {
    assertNoDiscrepancy(
        """
        open account=17
        pay transfer=1 from=1 to=17 amount=1000000000
        create firstMarket=1 markets=[ payout=10000 tick=100 lot=100 ]
        change market=1 to=open
        place order=1 account=17 market=1 outcome=no price=4000 quantity=100
        quote account=17 market=1 price=6000 quantity=200
        quote account=17 market=1 price=6000 quantity=200 selfTrade=cancel_both
        """);
  }

  @Test
  void budgetFindsNoLiquidityWhereTheMakerSellsNoMore() {
    assertNoDiscrepancy(
        """
        open account=17
        pay transfer=1 from=1 to=17 amount=1000000000
        create firstMarket=1 markets=[ payout=10000 tick=100 lot=250 mode=lmsr liquidity=100 ]
        change market=1 to=open
        place order=1 account=17 market=1 type=market maxCost=500000000
        place order=2 account=17 market=1 type=market maxCost=500000000
        """);
  }

  @Test
  void budgetThatCannotBuyFromTheMakerLeavesTheBookAlone() {
    assertNoDiscrepancy(
        """
        open account=24
        open account=30 netting=true
        pay transfer=9 from=1 to=24 amount=2624412000000
        pay transfer=17 from=1 to=30 amount=5617440000000
        create firstMarket=6 markets=[ payout=2000 tick=100 lot=100 mode=hybrid liquidity=10000 fee=quadratic takerRate=342 makerRate=922 ]
        change market=6 to=open
        place order=606 account=30 market=6 outcome=no price=500 quantity=300
        place order=1591 account=24 market=6 outcome=no price=500 quantity=200
        place order=1607 account=30 market=6 type=market maxCost=57304 selfTrade=cancel_maker
        place order=1608 account=30 market=6 type=market maxCost=457304 selfTrade=cancel_maker
        """);
  }

  private static void assertNoDiscrepancy(String script) {
    assertThat(Simulation.replay(script)).isEmpty();
  }
}
