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

class RecentCommandsTest {
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final long BOB = ADA + 1;

  private final ReadModel model = new ReadModel(new ReadLimits(1, 1, 1, 1, 1, 1_000, 12), 1);
  private final Engine engine = new Engine(Limits.defaults(), model.events());
  private int transfers;

  @Test
  void actorThatDoesMuchLosesItsOwnAnswersAndNotThoseOfOthers() {
    engine.openAccount(by(ADA), new OpenAccount(ADA, true));
    long bobs = deposit(BOB);
    long adas = deposit(ADA);
    for (int i = 0; i < 10_000; i++) {
      adas = deposit(ADA);
    }
    assertThat(isKept(bobs)).isTrue();
    // A transfer has three events, so there is room for four.
    assertThat(isKept(adas)).isTrue();
    assertThat(isKept(adas - 9)).isTrue();
    assertThat(isKept(adas - 12)).isFalse();
  }

  /** The number of its last event. */
  private long deposit(long actor) {
    engine.transfer(
        by(actor), new Transfer(1, ++transfers, Accounts.EXTERNAL, ADA, 1, TransferKind.DEPOSIT));
    return model.seq();
  }

  private CommandHeader by(long actor) {
    return new CommandHeader().set(1, 1, 1, actor);
  }

  private boolean isKept(long lastSeq) {
    return model.read(state -> state.commandEndingAt(lastSeq)).value() != null;
  }
}
