package sibyl.simulation.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.BatchMode;
import sibyl.engine.ExchangeState;
import sibyl.engine.FeeKind;
import sibyl.engine.GroupAction;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.SetAction;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;

class ScriptTest {
  private static final Step.Terms TERMS =
      new Step.Terms(
          17,
          2,
          Side.SELL,
          Outcome.NO,
          OrderType.LIMIT,
          4200,
          300,
          0,
          TimeInForce.GTD,
          SelfTradePrevention.CANCEL_BOTH,
          true,
          false,
          true,
          2_000,
          -1,
          5,
          2);

  @Test
  void everyStepIsReadBackAsItWasWritten() {
    List<Step> steps =
        List.of(
            new Step.Open(16, true),
            new Step.Pay(1, 1, 16, 5_000_000, TransferKind.BONUS),
            new Step.Create(
                1,
                true,
                100,
                0,
                List.of(contract(MarketMode.HYBRID, 1_000), contract(MarketMode.BOOK, 0))),
            new Step.As(2, 3, 1),
            new Step.Settings(16, false, true),
            new Step.Exchange(ExchangeState.CANCEL_ONLY),
            new Step.Schedule(1, 0, -5),
            new Step.Deepen(1, 500),
            new Step.Change(1, MarketState.HALTED),
            new Step.Place(3, TERMS),
            new Step.Quote(TERMS),
            new Step.Batch(4, BatchMode.BASKET, 17, 9, List.of(TERMS, TERMS)),
            new Step.QuoteBatch(BatchMode.EACH, 17, List.of()),
            new Step.Amend(3, 17, 4_300, 200, 0),
            new Step.QuoteAmendment(3, 17, 4_300, 200, 0),
            new Step.Cancel(3, 17),
            new Step.CancelAll(17, 0, 1, 0, List.of(new Step.Ref(4), new Step.Ref(5))),
            new Step.Merge(17, List.of(new Step.Ref(4), new Step.Ref(5))),
            new Step.Group(2, 17, GroupAction.CREATE, 100, 60_000),
            new Step.Sets(17, 2, 0, SetAction.MERGE, 100),
            new Step.Convert(17, 1, List.of(new Step.Part(1), new Step.Part(2)), 100),
            new Step.Stock(17, 3, -100, HoldingReason.ADJUSTMENT),
            new Step.Licence(17, 3, true),
            new Step.Recipe(3, List.of(new Step.Portion(4, 50))),
            new Step.Produce(17, 3, 100),
            new Step.Accept(18, 6, 200, 100),
            new Step.Wait(500, true),
            new Step.Propose(1, 2_500),
            new Step.Confirm(1),
            new Step.Challenge(1),
            new Step.Settle(1));

    assertThat(Script.read(Script.write(steps))).isEqualTo(steps);
  }

  private static Step.Contract contract(MarketMode mode, long liquidity) {
    return new Step.Contract(
        10_000,
        100,
        100,
        mode,
        liquidity,
        FeeKind.FLAT,
        20,
        10,
        MarketKind.BINARY,
        200,
        10,
        500,
        50,
        1_000,
        60_000,
        true,
        7);
  }

  @Test
  void whatIsUsualIsNotWritten() {
    assertThat(Script.write(new Step.Place(3, TERMS)))
        .isEqualTo(
            "place order=3 account=17 market=2 side=sell outcome=no price=4200 quantity=300"
                + " timeInForce=gtd selfTrade=cancel_both postOnly=true cancelOnHalt=true"
                + " expiresInMs=2000 validForMs=-1 clientId=5 group=2");
  }

  @Test
  void commentsAndEmptyLinesAreSkipped() {
    assertThat(Script.read("# nothing\n\nwait ms=5 # a moment\n"))
        .containsExactly(new Step.Wait(5, false));
  }

  @Test
  void aLineThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> Script.read("wait ms=1\njump far=1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jump far=1");
    assertThatThrownBy(() -> Script.read("change market=1 to=nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("change market=1 to=nowhere");
  }
}
