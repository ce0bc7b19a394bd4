package sibyl.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.TransferKind;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;

/**
 * What is needed to give an answer again comes from the journal, so whoever reads it anew has it.
 */
class AnswersAfterARestartTest {
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final int EVENTS_KEPT = 12;

  @Test
  void whoeverReadsTheSameJournalKeepsTheSameAnswers() {
    ReadModel before = run();
    ReadModel after = run();
    long last = before.seq();
    assertThat(kept(before, last)).isNotNull().isEqualTo(kept(after, last));
    int answers = 0;
    for (long seq = 1; seq <= last; seq++) {
      assertThat(kept(after, seq)).isEqualTo(kept(before, seq));
      answers += kept(after, seq) == null ? 0 : 1;
    }
    // A transfer has three events: of a hundred transfers, the latest four fit.
    assertThat(answers).isEqualTo(4);
  }

  private static ReadModel run() {
    ReadModel model = new ReadModel(new ReadLimits(1, 1, 1, 1, 1, EVENTS_KEPT, EVENTS_KEPT), 1);
    Engine engine = new Engine(Limits.defaults(), model.events());
    CommandHeader header = new CommandHeader().set(1, 1, 1, ADA);
    engine.openAccount(header, new OpenAccount(ADA, true));
    for (int i = 0; i < 100; i++) {
      engine.transfer(header, new Transfer(1, i, Accounts.EXTERNAL, ADA, 1, TransferKind.DEPOSIT));
    }
    return model;
  }

  private static Applied kept(ReadModel model, long lastSeq) {
    return model.read(state -> state.commandEndingAt(lastSeq)).value();
  }
}
