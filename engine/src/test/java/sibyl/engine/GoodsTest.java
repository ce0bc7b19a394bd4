package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;
import static sibyl.engine.Exchange.CAT;
import static sibyl.engine.Exchange.CENT;
import static sibyl.engine.Exchange.CONTRACT;
import static sibyl.engine.Outcome.YES;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.limits.Limits;

/** Goods: who gets them, who makes them and of what, how they trade and how they end. */
class GoodsTest {
  private final Exchange exchange = Exchange.with(Goods.good());
  private final Goods goods = new Goods(exchange);

  // ---- inventories ------------------------------------------------------------------------------

  @Test
  void staffGivesAnAccountItsInitialInventory() {
    goods.give(ANN, 1, 10);
    exchange.says(
        "INITIAL 16 YES 1000 for 0",
        "  16 YES +1000 = 1000/0 PRODUCTION",
        "  pool1 YES -1000 = -1000/0 PRODUCTION");
  }

  @Test
  void staffTakesGoodsAwayDownToTheLastPiece() {
    goods.give(ANN, 1, 10);
    exchange.quietly();
    goods.adjust(ANN, 1, -1_000, HoldingReason.RESET);
    exchange.says(
        "RESET 16 YES -1000 for 0",
        "  16 YES -1000 = 0/0 PRODUCTION",
        "  pool1 YES +1000 = 0/0 PRODUCTION");
    assertThat(exchange.engine.market(1).holders().count()).isZero();
  }

  @Test
  void goodsThatAnOpenOrderHoldsCannotBeTakenAway() {
    goods.give(ANN, 1, 10);
    exchange.sell(ANN, YES, 4, 5_00).quietly();
    goods.adjust(ANN, 1, -7 * CONTRACT, HoldingReason.ADJUSTMENT);
    exchange.refused(Reason.INSUFFICIENT_HOLDINGS);
    assertThat(exchange.recorder.rejection().needed).isEqualTo(7 * CONTRACT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(6 * CONTRACT);
    assertThat(exchange.recorder.rejection().held).isEqualTo(4 * CONTRACT);
    assertThat(exchange.recorder.rejection().asset).isEqualTo(Asset.of(1, YES));
  }

  @Test
  void adjustmentsThatMakeNoSenseAreRefused() {
    exchange.market(Exchange.book()).quietly();
    goods.give(999, 1, 10).refused(Reason.UNKNOWN_ACCOUNT);
    goods.give(Accounts.HOUSE, 1, 10).refused(Reason.UNKNOWN_ACCOUNT);
    goods.give(ANN, 7, 10).refused(Reason.UNKNOWN_MARKET);
    goods.give(ANN, 2, 10).refused(Reason.INVALID_COMMAND);
    goods.adjust(ANN, 1, 100, HoldingReason.PRODUCTION).refused(Reason.INVALID_COMMAND);
    goods.adjust(ANN, 1, 0, HoldingReason.INITIAL).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods.adjust(ANN, 1, 250, HoldingReason.INITIAL).refused(Reason.QUANTITY_OFF_LOT);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(200);
    goods.adjust(ANN, 1, -50, HoldingReason.RESET).refused(Reason.QUANTITY_OFF_LOT);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(-100);
    goods.adjust(ANN, 1, Long.MIN_VALUE, HoldingReason.RESET).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods.adjust(ANN, 1, Long.MAX_VALUE, HoldingReason.RESET).refused(Reason.QUANTITY_OUT_OF_RANGE);
  }

  @Test
  void nobodyHasMoreOfAGoodThanTheLimit() {
    Goods bounded = bounded(to -> to.positionNotional = 1_000_000_000);
    bounded.give(ANN, 1, 10).give(ANN, 1, 1).refused(Reason.LIMIT_EXCEEDED);
    bounded.give(BOB, 1, 10);
  }

  @Test
  void thereIsNoMoreOfAGoodThanTheLimit() {
    Goods bounded = bounded(to -> to.houseDebt = 1_500_000_000);
    bounded.give(ANN, 1, 10).give(BOB, 1, 6).refused(Reason.LIMIT_EXCEEDED);
    bounded.give(BOB, 1, 5).give(ANN, 1, 1).refused(Reason.LIMIT_EXCEEDED);
    bounded.adjust(ANN, 1, -100, HoldingReason.RESET).give(BOB, 1, 1);
    assertThat(bounded.pieces(BOB, 1)).isEqualTo(6);
  }

  // ---- production -------------------------------------------------------------------------------

  @Test
  void authorisedAccountProduces() {
    goods.authorise(ANN, 1).produce(ANN, 1, 30);
    exchange.says(
        "16 may produce 1",
        "PRODUCTION 16 YES 3000 for 0",
        "  16 YES +3000 = 3000/0 PRODUCTION",
        "  pool1 YES -3000 = -3000/0 PRODUCTION");
  }

  @Test
  void nobodyProducesWhatHeIsNotAuthorisedFor() {
    goods.produce(ANN, 1, 30).refused(Reason.NOT_AUTHORISED);
    goods.authorise(BOB, 1).produce(ANN, 1, 30).refused(Reason.NOT_AUTHORISED);
    goods.authorise(BOB, 1, false).produce(BOB, 1, 30).refused(Reason.NOT_AUTHORISED);
  }

  @Test
  void productionUsesUpWhatTheRecipeSays() {
    exchange.market(Goods.good()).market(Goods.good());
    goods.give(ANN, 2, 20).give(ANN, 3, 9).authorise(ANN, 1).recipe(1, 2, 3, 3, 2);
    exchange.quietly();
    goods.produce(ANN, 1, 4);
    exchange.says(
        "CONSUMPTION 16 YES of 2 -1200 for 0",
        "  16 YES of 2 -1200 = 800/0 PRODUCTION",
        "  pool2 YES of 2 +1200 = -800/0 PRODUCTION",
        "CONSUMPTION 16 YES of 3 -800 for 0",
        "  16 YES of 3 -800 = 100/0 PRODUCTION",
        "  pool3 YES of 3 +800 = -100/0 PRODUCTION",
        "PRODUCTION 16 YES 400 for 0",
        "  16 YES +400 = 400/0 PRODUCTION",
        "  pool1 YES -400 = -400/0 PRODUCTION");
  }

  @Test
  void productionWithoutItsIngredientsChangesNothing() {
    exchange.market(Goods.good()).market(Goods.good());
    goods.give(ANN, 2, 20).give(ANN, 3, 9).authorise(ANN, 1).recipe(1, 2, 3, 3, 2);
    final long before = exchange.quietly().engine.stateHash();
    goods.produce(ANN, 1, 5);
    exchange.refused(Reason.INSUFFICIENT_HOLDINGS);
    assertThat(exchange.recorder.rejection().asset).isEqualTo(Asset.of(3, YES));
    assertThat(exchange.recorder.rejection().needed).isEqualTo(10 * CONTRACT);
    assertThat(exchange.recorder.rejection().available).isEqualTo(9 * CONTRACT);
    assertThat(exchange.engine.stateHash()).isEqualTo(before);
  }

  @Test
  void heldIngredientsAreNotUsedUp() {
    exchange.market(Goods.good());
    goods.give(ANN, 2, 3).authorise(ANN, 1).recipe(1, 2, 1);
    exchange.sell(ANN, YES, 1, 5_00).quietly();
    goods.produce(ANN, 1, 3).refused(Reason.INSUFFICIENT_HOLDINGS);
    goods.produce(ANN, 1, 2);
    assertThat(goods.pieces(ANN, 2)).isZero();
  }

  @Test
  void laterRecipeReplacesTheFirst() {
    exchange.market(Goods.good());
    goods.authorise(ANN, 1).recipe(1, 2, 1).produce(ANN, 1, 1);
    goods.refused(Reason.INSUFFICIENT_HOLDINGS);
    goods.recipe(1).produce(ANN, 1, 1);
    assertThat(goods.pieces(ANN, 1)).isEqualTo(1);
  }

  @Test
  void productionThatMakesNoSenseIsRefused() {
    exchange.market(Exchange.book());
    goods.authorise(ANN, 1);
    goods.produce(999, 1, 1).refused(Reason.UNKNOWN_ACCOUNT);
    goods.produce(ANN, 7, 1).refused(Reason.UNKNOWN_MARKET);
    goods.produce(ANN, 2, 1).refused(Reason.INVALID_COMMAND);
    goods.produce(ANN, 1, 0).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods.produce(ANN, 1, -1).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods.produceHundredths(ANN, 1, 150).refused(Reason.QUANTITY_OFF_LOT);
    goods.authorise(999, 1).refused(Reason.UNKNOWN_ACCOUNT);
    goods.authorise(ANN, 7).refused(Reason.UNKNOWN_MARKET);
    goods.authorise(ANN, 2).refused(Reason.INVALID_COMMAND);
  }

  @Test
  void nothingIsProducedWhileOneOfTheGoodsIsHalted() {
    exchange.market(Goods.good());
    goods.give(ANN, 2, 5).authorise(ANN, 1).recipe(1, 2, 1);
    exchange.state(2, MarketState.HALTED);
    goods.produce(ANN, 1, 1).refused(Reason.MARKET_NOT_OPEN);
    assertThat(exchange.recorder.rejection().market).isEqualTo(2);
    exchange.state(2, MarketState.OPEN).state(1, MarketState.HALTED);
    goods.produce(ANN, 1, 1).refused(Reason.MARKET_NOT_OPEN);
    assertThat(exchange.recorder.rejection().market).isEqualTo(1);
  }

  @Test
  void recipesThatMakeNoSenseAreRefused() {
    exchange.market(Goods.good()).market(Exchange.book());
    goods.recipe(7).refused(Reason.UNKNOWN_MARKET);
    goods.recipe(3).refused(Reason.INVALID_COMMAND);
    goods.recipe(1, 7, 1).refused(Reason.UNKNOWN_MARKET);
    goods.recipe(1, 3, 1).refused(Reason.INVALID_COMMAND);
    goods.recipe(1, 1, 1).refused(Reason.INVALID_COMMAND);
    goods.recipe(1, 2, 1, 2, 1).refused(Reason.INVALID_COMMAND);
    goods.recipe(1, 2, 0).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods.recipe(1, 2, -1).refused(Reason.QUANTITY_OUT_OF_RANGE);
    goods
        .recipe(new SetRecipe(1, List.of(new Ingredient(2, 250))))
        .refused(Reason.QUANTITY_OFF_LOT);
    assertThat(exchange.recorder.rejection().market).isEqualTo(2);
    assertThat(exchange.recorder.rejection().nearest).isEqualTo(200);
  }

  @Test
  void partsOfAPieceUseUpPartsOfAPieceExactly() {
    Exchange fine = Exchange.with(Goods.good(1, FeeKind.NONE, 0, 0));
    fine.market(Goods.good(1, FeeKind.NONE, 0, 0));
    Goods workshop = new Goods(fine).give(ANN, 2, 1).authorise(ANN, 1);
    workshop
        .recipe(new SetRecipe(1, List.of(new Ingredient(2, 250))))
        .refused(Reason.QUANTITY_OFF_LOT);
    workshop.recipe(1, 2, 3).produceHundredths(ANN, 1, 33);
    assertThat(fine.balance(ANN, Asset.of(2, YES))[0]).isEqualTo(1);
    workshop.produceHundredths(ANN, 1, 1).refused(Reason.INSUFFICIENT_HOLDINGS);
  }

  @Test
  void amountsBeyondAnyNumberAreLackingAndNoFault() {
    exchange.market(Goods.good());
    goods.authorise(ANN, 1).recipe(1, 2, 1_000_000).produce(ANN, 1, 1_000_000);
    goods.refused(Reason.INSUFFICIENT_HOLDINGS);
  }

  @Test
  void recipesAndProducersAreBounded() {
    Goods bounded =
        bounded(
            to -> {
              to.producers = 2;
              to.ingredients = 1;
            });
    bounded.exchange().market(Goods.good()).market(Goods.good());
    bounded.recipe(1, 2, 1, 3, 1).refused(Reason.LIMIT_EXCEEDED);
    bounded.authorise(ANN, 1).authorise(ANN, 2).authorise(ANN, 3).refused(Reason.LIMIT_EXCEEDED);
    bounded.authorise(ANN, 1).authorise(ANN, 1, false).authorise(ANN, 3);
    bounded.authorise(BOB, 3).refused(Reason.LIMIT_EXCEEDED);
    bounded.exchange().end(3, 0);
    bounded.authorise(BOB, 1).authorise(CAT, 1).refused(Reason.LIMIT_EXCEEDED);
  }

  // ---- trading ----------------------------------------------------------------------------------

  @Test
  void goodsChangeHandsForCashAndNoSetIsEverMade() {
    goods.give(ANN, 1, 10);
    exchange.sell(ANN, YES, 10, 5_00).quietly();
    exchange
        .buy(BOB, YES, 4, 6_00)
        .says(
            "placed #2 by 17 BUY YES 400 @ 60000",
            "TRANSFER 400 @ 50000: #2 BUY YES 20000000 left 0, #1 SELL YES 20000000 left 600",
            "  17 cash -20000000 = 80000000/0 TRADE",
            "  17 YES +400 = 400/0 TRADE",
            "  16 cash +20000000 = 120000000/0 TRADE",
            "  16 YES -400 = 0/600 TRADE",
            "closed #2 FILLED");
    assertThat(exchange.cash(Accounts.marketPool(1))).isZero();
  }

  @Test
  void nobodySellsGoodsHeDoesNotHave() {
    exchange.sell(ANN, YES, 1, 5_00).refused(Reason.INSUFFICIENT_HOLDINGS);
  }

  @Test
  void goodsHaveNoMaker() {
    exchange
        .create(
            new MarketSpec(
                "m",
                10_000,
                100,
                1,
                MarketMode.LMSR,
                100,
                FeeKind.NONE,
                0,
                0,
                Goods.good().rules()))
        .refused(Reason.INVALID_COMMAND);
  }

  // ---- the end ----------------------------------------------------------------------------------

  @Test
  void goodsAreWrittenOffInTheEnd() {
    goods.give(ANN, 1, 10).give(BOB, 1, 5).authorise(ANN, 1);
    exchange.sell(ANN, YES, 3, 5_00).state(1, MarketState.CLOSED).propose(1, 10_000).confirm(1);
    exchange.quietly().settle(1).timers();
    exchange.says(
        "  16 YES -1000 = 0/0 SETTLEMENT",
        "settled 16 YES 1000 for 0, NO 0 for 0",
        "  17 YES -500 = 0/0 SETTLEMENT",
        "settled 17 YES 500 for 0, NO 0 for 0",
        "  pool1 YES +1500 = 0/0 SETTLEMENT",
        "market 1 SETTLED");
    assertThat(exchange.cash(ANN)).isEqualTo(100_00 * CENT);
    assertThat(exchange.engine.market(1)).isNull();
    goods.produce(ANN, 1, 1).refused(Reason.UNKNOWN_MARKET);
  }

  @Test
  void whatIsBeingWrittenOffCanNeitherBeGivenNorTakenNorUsedUp() {
    exchange.market(Goods.good());
    goods.give(ANN, 1, 10).authorise(ANN, 2).recipe(2, 1, 1);
    exchange.state(1, MarketState.CLOSED);
    goods.give(ANN, 1, 1);
    exchange.propose(1, 0).confirm(1);
    goods.give(ANN, 1, 1).refused(Reason.MARKET_NOT_OPEN);
    goods.produce(ANN, 2, 1).refused(Reason.MARKET_NOT_OPEN);
    goods.authorise(ANN, 1).refused(Reason.MARKET_NOT_OPEN);
    goods.recipe(1).refused(Reason.MARKET_NOT_OPEN);
    exchange.settle(1).timers();
    goods.produce(ANN, 2, 1).refused(Reason.UNKNOWN_MARKET);
  }

  private static Goods bounded(Consumer<Limits.Draft> limits) {
    return new Goods(Exchange.with(Limits.defaults().with(limits), Goods.good()));
  }
}
