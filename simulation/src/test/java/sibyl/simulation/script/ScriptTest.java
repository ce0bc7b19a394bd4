package sibyl.simulation.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
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
          5);

  @Test
  void everyStepIsReadBackAsItWasWritten() {
    List<Step> steps =
        List.of(
            new Step.Open(16, true),
            new Step.Pay(1, 1, 16, 5_000_000, TransferKind.BONUS),
            new Step.Create(
                1,
                true,
                List.of(
                    new Step.Contract(
                        10_000, 100, 100, MarketMode.HYBRID, 1_000, FeeKind.FLAT, 20, 10),
                    new Step.Contract(10_000, 1, 1, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0))),
            new Step.Change(1, MarketState.HALTED),
            new Step.Place(3, TERMS),
            new Step.Quote(TERMS),
            new Step.Cancel(3, 17),
            new Step.Wait(500, true),
            new Step.Propose(1, 2_500),
            new Step.Confirm(1),
            new Step.Settle(1));

    assertThat(Script.read(Script.write(steps))).isEqualTo(steps);
  }

  @Test
  void whatIsUsualIsNotWritten() {
    assertThat(Script.write(new Step.Place(3, TERMS)))
        .isEqualTo(
            "place order=3 account=17 market=2 side=sell outcome=no price=4200 quantity=300"
                + " timeInForce=gtd selfTrade=cancel_both postOnly=true cancelOnHalt=true"
                + " expiresInMs=2000 validForMs=-1 clientId=5");
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
