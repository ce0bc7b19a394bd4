package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sibyl.engine.command.CommandHeader;

/**
 * The bytes of every message as they were first released. A difference means that logs and journals
 * written before would be read as something else: change the code, not the file. For a new message
 * run once with {@code -Dsibyl.golden.write=true}, which writes files that are missing and no
 * others.
 */
class GoldenBytesTest {
  private static final Path RESOURCES = Path.of("src", "test", "resources", "golden");
  private static final int BYTES_OF_A_LINE = 16;

  @ParameterizedTest
  @MethodSource("sibyl.protocol.Values#commands")
  void command(Method command) throws IOException {
    CommandEncoder encoder = new CommandEncoder();
    Object[] arguments = new DistinctValues().arguments(command);
    Values.call(encoder, command, arguments);

    assertGolden("command-" + command.getName(), encoder.buffer(), encoder.length());

    Calls calls = new Calls();
    byte[] golden = bytes(encoder.buffer(), encoder.length());
    new CommandDecoder()
        .decode(new UnsafeBuffer(golden), 0, golden.length, new CommandHeader(), calls.commands());
    assertThat(calls.list()).containsExactly(Calls.describe(command, arguments));
  }

  @ParameterizedTest
  @MethodSource("sibyl.protocol.Values#events")
  void event(Method event) throws IOException {
    Frames frames = new Frames();
    EventEncoder encoder = new EventEncoder(frames);
    Object[] arguments = new DistinctValues().arguments(event);
    arguments[0] = 7L;
    encoder.onCommand(0x1111, 0x2222, 0x3333, 0x4444);
    Values.call(encoder, event, arguments);
    encoder.onCommandEnd(7);

    byte[] frame = frames.list().getFirst();
    assertGolden("event-" + event.getName(), new UnsafeBuffer(frame), frame.length);
  }

  @Test
  void snapshot() throws IOException {
    UnsafeBuffer whole = new UnsafeBuffer(new byte[SnapshotEncoder.MAX_LENGTH]);
    int[] length = {0};
    SnapshotEncoder encoder =
        new SnapshotEncoder(
            (buffer, offset, size) -> {
              whole.putBytes(length[0], buffer, offset, size);
              length[0] += size;
            });
    encoder.begin(0x1111, 0x2222, 0x3333);
    encoder.putLong(0x0102_0304_0506_0708L);
    encoder.putInt(0x0910_1112);
    encoder.end();

    assertGolden("snapshot", whole, length[0]);
  }

  private static void assertGolden(String name, DirectBuffer buffer, int length)
      throws IOException {
    String actual = dump(bytes(buffer, length));
    Path file = RESOURCES.resolve(name + ".hex");
    if (Boolean.getBoolean("sibyl.golden.write") && !Files.exists(file)) {
      Files.createDirectories(RESOURCES);
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(golden(name));
  }

  private static String golden(String name) throws IOException {
    return Files.readString(RESOURCES.resolve(name + ".hex"));
  }

  private static byte[] bytes(DirectBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  /** Lines of offset, bytes and what of them is printable. */
  private static String dump(byte[] bytes) {
    HexFormat hex = HexFormat.ofDelimiter(" ");
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at += BYTES_OF_A_LINE) {
      int end = Math.min(bytes.length, at + BYTES_OF_A_LINE);
      text.append("%04x  %-47s  ".formatted(at, hex.formatHex(bytes, at, end)));
      for (int i = at; i < end; i++) {
        text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '.');
      }
      text.append('\n');
    }
    return text.toString();
  }
}
