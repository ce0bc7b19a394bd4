package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OpenAccount;

class StateMessageTest {
  private final StateMessageEncoder encoder = new StateMessageEncoder();
  private final StateMessageDecoder decoder = new StateMessageDecoder();
  private final List<String> calls = new ArrayList<>();
  private final StateMessageHandler handler =
      new StateMessageHandler() {
        @Override
        public void onStateCheck(int member) {
          calls.add("check by " + member);
        }

        @Override
        public void onStateStatement(int member, long position, long seq, long hash) {
          calls.add(member + " at " + position + ": " + seq + ", " + hash);
        }
      };

  @Test
  void bothMessagesComeBackAsTheyWere() {
    encoder.onStateCheck(2);
    assertThat(decode(encoder.length())).isTrue();
    encoder.onStateStatement(1, 1L << 40, 77, -5);
    assertThat(decode(encoder.length())).isTrue();

    assertThat(calls).containsExactly("check by 2", "1 at 1099511627776: 77, -5");
  }

  @Test
  void noOtherBytesAreTakenForOne() {
    encoder.onStateStatement(1, 2, 3, 4);
    for (int length = 0; length < encoder.length(); length++) {
      assertThat(decode(length)).isFalse();
    }
    var commands = new CommandEncoder();
    commands.openAccount(new CommandHeader(), new OpenAccount(5, true));
    assertThat(decoder.decode(commands.buffer(), 0, commands.length(), handler)).isFalse();
    assertThat(decoder.decode(new UnsafeBuffer(new byte[64]), 0, 64, handler)).isFalse();
    assertThat(calls).isEmpty();
  }

  private boolean decode(int length) {
    return decoder.decode(encoder.buffer(), 0, length, handler);
  }
}
