package sibyl.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.gateway.json.Names;

/** Every reason the exchange refuses for: what its sender is told. */
class RefusalSentencesTest {
  /** These follow from the state of the account, the market or the exchange, not from a field. */
  private static final Set<Reason> WITHOUT_FIELD =
      Set.of(
          Reason.ACCOUNT_SUSPENDED,
          Reason.EXCHANGE_HALTED,
          Reason.CANCEL_ONLY,
          Reason.ILLEGAL_TRANSITION,
          Reason.SECOND_PERSON_NEEDED,
          Reason.CHALLENGE_WINDOW,
          Reason.EVENT_TRADED,
          Reason.UNSUPPORTED);

  @Test
  void everyReasonHasASentence() {
    List<String> wrong = new ArrayList<>();
    for (Reason reason : Reason.values()) {
      Problem problem = Refusals.plain(reason);
      String detail = String.valueOf(problem.getMessage());
      boolean sentence =
          detail.length() >= 20
              && Character.isUpperCase(detail.charAt(0))
              && detail.endsWith(".")
              && !detail.contains("_command");
      if (!sentence || problem.status() < 400) {
        wrong.add(reason + ": " + detail);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyReasonNamesAFieldOrHasAReasonToNameNone() {
    for (Reason reason : Reason.values()) {
      assertThat(FieldAtFault.candidates(reason).isEmpty())
          .as(reason.name())
          .isEqualTo(WITHOUT_FIELD.contains(reason));
    }
  }

  @Test
  void everyStateOfAMarketHasAWayOutAndAReasonNotToTradeIn() {
    for (MarketState state : MarketState.values()) {
      assertThat(MarketSteps.wayOut(state)).as(state.name()).endsWith(".");
      assertThat(MarketSteps.whyNotOpen(state)).as(state.name()).endsWith(".");
    }
  }

  @Test
  void everyRefusalOfTheAccountsHasAStatusAndASentence() {
    for (AccountsException.Code code : AccountsException.Code.values()) {
      Problem problem = AccountRefusals.of(new AccountsException(code, "say what to do"));
      assertThat(problem.getMessage()).as(code.name()).isEqualTo("Say what to do.");
      assertThat(problem.status()).as(code.name()).isBetween(400, 503);
      assertThat(ProblemCodes.all()).contains(Names.of(code));
    }
  }
}
