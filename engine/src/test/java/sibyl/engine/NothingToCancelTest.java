package sibyl.engine;

import static sibyl.engine.Exchange.ANN;
import static sibyl.engine.Exchange.BOB;

import org.junit.jupiter.api.Test;

/** Whoever cancels all there is, hears also that there was nothing: as a refusal. */
class NothingToCancelTest {
  private static final long NOBODY = 999;

  @Test
  void cancelingWhereThereIsNothingIsRefused() {
    Exchange exchange = Exchange.withBook().buy(ANN, Outcome.YES, 1, 40).quietly();
    exchange.cancelAll(BOB, 0, 0, 0).refused(Reason.UNKNOWN_ORDER);
    exchange.cancelAll(ANN, 2, 0, 0).refused(Reason.UNKNOWN_ORDER);
    exchange.cancelAll(ANN, 0, 2, 0).refused(Reason.UNKNOWN_ORDER);
    exchange.cancelAll(ANN, 0, 0, 7).refused(Reason.UNKNOWN_ORDER);
    exchange.cancelAll(NOBODY, 0, 0, 0).refused(Reason.UNKNOWN_ACCOUNT);
  }
}
