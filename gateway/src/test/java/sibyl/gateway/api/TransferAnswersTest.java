package sibyl.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.outbox.Outbox;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.TransferKind;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.gateway.read.ReadLimits;
import sibyl.gateway.read.ReadModel;

/** What happened before a request came is told it at once. */
class TransferAnswersTest {
  private static final long ADA = Accounts.FIRST_PERSON;

  private final Vertx vertx = Vertx.vertx();
  private final ReadModel model = new ReadModel(ReadLimits.DEFAULT, 1);
  private final TransferAnswers answers = new TransferAnswers(vertx, model);
  private final Engine engine = new Engine(Limits.defaults(), model.events());
  private final CommandHeader header = new CommandHeader();

  @BeforeEach
  void openAnAccount() {
    header.set(1_700_000_000_000L, 0, 0, ADA);
    engine.openAccount(header, new OpenAccount(ADA, true));
  }

  @AfterEach
  void stop() {
    vertx.close();
  }

  /** A restarted gateway reads the journal from its beginning, so this is a restart as well. */
  @Test
  void aTransferThatWasMadeBeforeIsToldWithoutWaiting() {
    UUID deposit = UUID.randomUUID();
    transfer(deposit, Accounts.EXTERNAL, ADA, 5_000_000);
    UUID tooMuch = UUID.randomUUID();
    transfer(tooMuch, ADA, Accounts.EXTERNAL, 9_000_000);

    assertThat(now(answers.already(deposit)).refusal()).isNull();
    assertThat(now(answers.already(deposit)).anything()).isTrue();
    assertThat(now(answers.of(deposit)).anything()).isTrue();
    assertThat(now(answers.already(tooMuch)).refusal()).isNotNull();
    assertThat(now(answers.of(tooMuch)).refusal()).isNotNull();
    assertThat(answers.waits()).isZero();
  }

  @Test
  void aRepeatOfWhatTheExchangeDoesNotAnswerIsToldThatNothingIsKnown() {
    assertThat(now(answers.already(UUID.randomUUID())).anything()).isFalse();
    assertThat(answers.waits()).isZero();
  }

  @Test
  void aRepeatJoinsTheFirstThatStillWaits() {
    UUID deposit = UUID.randomUUID();
    Future<TransferAnswers.Heard> first = answers.of(deposit);
    Future<TransferAnswers.Heard> second = answers.already(deposit);
    assertThat(first.isComplete()).isFalse();
    transfer(deposit, Accounts.EXTERNAL, ADA, 5_000_000);
    assertThat(first.toCompletionStage().toCompletableFuture().join().anything()).isTrue();
    assertThat(second.toCompletionStage().toCompletableFuture().join().anything()).isTrue();
    assertThat(answers.waits()).isOne();
  }

  private void transfer(UUID id, long from, long to, long amount) {
    header.origin = Outbox.ORIGIN;
    header.correlation = Outbox.correlation(id);
    engine.transfer(
        header,
        new Transfer(
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            from,
            to,
            amount,
            from == ADA ? TransferKind.WITHDRAWAL : TransferKind.DEPOSIT));
  }

  private static TransferAnswers.Heard now(Future<TransferAnswers.Heard> answer) {
    assertThat(answer.isComplete()).isTrue();
    return answer.result();
  }
}
