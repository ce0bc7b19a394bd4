package sibyl.simulation.run;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.BiFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Engine;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.event.EventHandler;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.ReadAhead;
import sibyl.protocol.CommandDecoder;
import sibyl.protocol.CommandGlance;
import sibyl.protocol.EventEncoder;

/**
 * A program: plays a {@link RecordedLog} and prints one line, the hash of every byte of every event
 * and of the state each exchange ended in.
 */
final class ReplayedLog {
  private final MessageDigest events = sha256();
  private final MessageDigest states = sha256();
  private final CommandDecoder decoder = new CommandDecoder();
  private final CommandHeader header = new CommandHeader();
  private @Nullable Engine engine;
  private long commands;

  private final BiFunction<Limits, EventHandler, Engine> maker;
  private final boolean lookingAhead;
  private final CommandGlance glance = new CommandGlance();
  private final Random nonsense = new Random(1);

  private ReplayedLog(BiFunction<Limits, EventHandler, Engine> maker, boolean lookingAhead) {
    this.maker = maker;
    this.lookingAhead = lookingAhead;
  }

  public static void main(String[] arguments) throws IOException {
    System.out.println(of(Path.of(arguments[0])));
  }

  /** What the program prints. */
  static String of(Path file) throws IOException {
    return of(file, Engine::new);
  }

  /** The same, with engines that are made otherwise. */
  static String of(Path file, BiFunction<Limits, EventHandler, Engine> maker) throws IOException {
    return new ReplayedLog(maker, false).play(file);
  }

  /**
   * The same, with engines that are told of each command beforehand, and of others that never come.
   */
  static String lookingAhead(Path file) throws IOException {
    return new ReplayedLog(Engine::new, true).play(file);
  }

  private String play(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      while (in.available() > 0) {
        entry(in);
      }
    }
    end();
    return "%s commands, events %s, states %s"
        .formatted(
            Long.toString(commands),
            HexFormat.of().formatHex(events.digest()),
            HexFormat.of().formatHex(states.digest()));
  }

  private void entry(DataInputStream in) throws IOException {
    switch (in.readByte()) {
      case RecordedLog.EXCHANGE -> {
        end();
        engine = maker.apply(Bounds.small(), new EventEncoder(this::hash));
      }
      case RecordedLog.COMMAND -> command(in);
      case RecordedLog.WORK -> {
        long nowMs = in.readLong();
        while (engine().nextTimerMs() <= nowMs) {
          engine().onTimer(nowMs);
        }
      }
      default -> throw new IllegalStateException("not a recorded log");
    }
  }

  private void command(DataInputStream in) throws IOException {
    header.timeMs = in.readLong();
    byte[] message = new byte[in.readInt()];
    in.readFully(message);
    if (lookingAhead) {
      lookAt(message);
    }
    if (!decoder.decode(new UnsafeBuffer(message), 0, message.length, header, engine())) {
      throw new IllegalStateException("malformed: " + decoder.defect());
    }
    commands++;
  }

  private void lookAt(byte[] message) {
    ReadAhead readAhead = engine().readAhead();
    glance.tell(new UnsafeBuffer(message), 0, message.length, readAhead);
    byte[] changed = message.clone();
    changed[nonsense.nextInt(changed.length)] ^= (byte) (1 << nonsense.nextInt(Byte.SIZE));
    glance.tell(new UnsafeBuffer(changed), 0, nonsense.nextInt(changed.length + 1), readAhead);
    glance.tell(new UnsafeBuffer(changed), 0, changed.length, readAhead);
    if (nonsense.nextInt(8) == 0) {
      readAhead.fetchAll();
    }
  }

  private void hash(DirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
    byte[] frame = new byte[length];
    buffer.getBytes(offset, frame);
    events.update(frame);
  }

  private void end() {
    if (engine != null) {
      states.update(ByteBuffer.allocate(Long.BYTES).putLong(engine.stateHash()).flip());
    }
  }

  private Engine engine() {
    if (engine == null) {
      throw new IllegalStateException("a command before the first exchange");
    }
    return engine;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
