package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.event.EventHandler;
import sibyl.protocol.sbe.EventFrameEncoder;
import sibyl.protocol.sbe.MessageHeaderEncoder;

/** A damaged frame stops its reader; a mutated one never does anything else. */
class EventDecoderTest {
  private static final int MUTATIONS = 1_000_000;
  private static final int BODY = MessageHeaderEncoder.ENCODED_LENGTH;

  private final Frames frames = new Frames();
  private final EventDecoder decoder = new EventDecoder();
  private final Calls calls = new Calls();

  @Test
  void everyShorterFormOfAFrameIsCorrupt() {
    byte[] frame = frameOfEveryEvent();

    for (int length = 0; length < frame.length; length++) {
      byte[] shorter = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> decode(shorter)).isInstanceOf(CorruptFrameException.class);
    }
  }

  @Test
  void anyChangedBitIsNoticedBeforeTheFirstCall() {
    byte[] frame = frameOfEveryEvent();

    for (int at = 0; at < frame.length; at++) {
      frame[at] ^= (byte) (1 << at % 8);
      assertThatThrownBy(() -> decode(frame)).isInstanceOf(CorruptFrameException.class);
      frame[at] ^= (byte) (1 << at % 8);
    }
    assertThat(calls.list()).isEmpty();
  }

  @Test
  void moreBytesThanAFrameMayHaveAreCorrupt() {
    assertCorrupt(new byte[EventFrame.MAX_LENGTH + 1], Defect.TOO_LONG, 0);
  }

  @Test
  void bytesBehindTheLastEventAreCorrupt() {
    byte[] frame = frameOfTwoAccounts();

    byte[] longer = Arrays.copyOf(frame, frame.length + 1);
    sum(longer, longer.length);

    assertCorrupt(longer, Defect.TRAILING_BYTES, frame.length);
  }

  @Test
  void frameSaysWhereAndAtWhichEventItIsCorrupt() {
    byte[] frame = frameOfTwoAccounts();
    frame[frame.length - 1] = 7;
    sum(frame, frame.length);

    assertThatThrownBy(() -> decode(frame))
        .isInstanceOf(CorruptFrameException.class)
        .hasMessage("corrupt frame: UNKNOWN_CODE at byte 99 of 99, at event 42");
  }

  @Test
  void fewerNumbersThanEventsAreCorrupt() {
    byte[] frame = frameOfTwoAccounts();
    frame[BODY + EventFrameEncoder.lastSeqEncodingOffset()]--;
    sum(frame, frame.length);

    assertCorrupt(frame, Defect.TRAILING_BYTES, 80);
  }

  @Test
  void moreNumbersThanEventsAreCorrupt() {
    byte[] frame = frameOfTwoAccounts();
    frame[BODY + EventFrameEncoder.lastSeqEncodingOffset()]++;
    sum(frame, frame.length);

    assertCorrupt(frame, Defect.TRUNCATED, frame.length);
  }

  @Test
  void numbersThatGoBackAreCorrupt() {
    byte[] frame = frameOfTwoAccounts();
    frame[BODY + EventFrameEncoder.lastSeqEncodingOffset()] = 40;
    sum(frame, frame.length);

    assertCorrupt(frame, Defect.WRONG_SEQUENCE, EventFrame.FIRST_EVENT);
  }

  @Test
  void commandIsNoFrame() {
    CommandEncoder encoder = new CommandEncoder();
    encoder.openAccount(new CommandHeader(), new OpenAccount(16, true));
    byte[] command = new byte[encoder.length()];
    encoder.buffer().getBytes(0, command);

    assertCorrupt(command, Defect.UNKNOWN_TEMPLATE, BODY);
  }

  @Test
  void whatAFrameSaysAboutItselfIsCheckedAsWell() {
    byte[] frame = frameOfTwoAccounts();
    UnsafeBuffer buffer = new UnsafeBuffer(frame);

    assertThatThrownBy(() -> EventFrame.firstSeq(buffer, 0, BODY))
        .isInstanceOf(CorruptFrameException.class);
    for (int i = 0; i < BODY; i++) {
      frame[i] ^= 1;
      assertThatThrownBy(() -> EventFrame.lastSeq(buffer, 0, frame.length))
          .isInstanceOf(CorruptFrameException.class);
      frame[i] ^= 1;
    }
    assertThat(EventFrame.lastSeq(buffer, 0, frame.length)).isEqualTo(42);
  }

  /**
   * The checksum is made right again after each mutation, else it would hide all that is behind it.
   * As for commands: what still passes must be what an encoder writes.
   */
  @Test
  void millionMutationsAreCorruptOrLegal() {
    Random random = new Random(20_261_121);
    List<byte[]> valid = smallFrames();
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[EventFrame.MAX_LENGTH]);
    EventHandler nobody = nobody();
    int passed = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] original = valid.get(random.nextInt(valid.size()));
      buffer.putBytes(0, original);
      int length = Mutation.apply(buffer.byteArray(), original.length, random);
      sum(buffer.byteArray(), length);
      try {
        decoder.decode(buffer, 0, length, nobody);
      } catch (CorruptFrameException corrupt) {
        continue;
      }
      passed++;
      // A new encoder is large; some of them tell as much.
      if (passed % 8 == 0 && isWholeCommand(buffer, length) && !isWhatIsWritten(buffer, length)) {
        throw new AssertionError("mutation " + i + " was decoded to something else");
      }
    }
    assertThat(passed).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
  }

  private static boolean isWholeCommand(UnsafeBuffer frame, int length) {
    return EventFrame.beginsCommand(frame, 0, length) && EventFrame.endsCommand(frame, 0, length);
  }

  private boolean isWhatIsWritten(UnsafeBuffer frame, int length) {
    Frames again = new Frames();
    decoder.decode(frame, 0, length, new EventEncoder(again));
    return Arrays.equals(again.list().getFirst(), Arrays.copyOf(frame.byteArray(), length));
  }

  private List<byte[]> smallFrames() {
    RandomValues values = new RandomValues(6);
    EventEncoder encoder = new EventEncoder(frames);
    long seq = 0;
    for (int round = 0; round < 10; round++) {
      for (Method event : Values.events()) {
        encoder.onCommand(1, 2, 3, 4);
        encoder.onAccountOpened(++seq, 16, true);
        Object[] arguments = values.arguments(event);
        arguments[0] = ++seq;
        Values.call(encoder, event, arguments);
        encoder.onCommandEnd(seq);
      }
    }
    return frames.list();
  }

  /** Makes the checksum of a frame right. */
  private static void sum(byte[] frame, int length) {
    if (length >= EventFrame.FIRST_EVENT) {
      new FrameSeal().seal(new UnsafeBuffer(frame), 0, length);
    }
  }

  private static EventHandler nobody() {
    return (EventHandler)
        Proxy.newProxyInstance(
            EventHandler.class.getClassLoader(),
            new Class<?>[] {EventHandler.class},
            (proxy, method, arguments) -> null);
  }

  private byte[] frameOfTwoAccounts() {
    EventEncoder encoder = new EventEncoder(frames);
    encoder.onCommand(1, 2, 3, 4);
    encoder.onAccountOpened(41, 16, true);
    encoder.onAccountOpened(42, 17, false);
    encoder.onCommandEnd(42);
    return frames.list().getLast();
  }

  private byte[] frameOfEveryEvent() {
    RandomValues values = new RandomValues(1);
    EventEncoder encoder = new EventEncoder(frames);
    encoder.onCommand(1, 2, 3, 4);
    long seq = 0;
    for (Method event : Values.events()) {
      Object[] arguments = values.arguments(event);
      arguments[0] = ++seq;
      Values.call(encoder, event, arguments);
    }
    encoder.onCommandEnd(seq);
    return frames.list().getLast();
  }

  private void assertCorrupt(byte[] frame, Defect defect, int position) {
    assertThatThrownBy(() -> decode(frame))
        .isInstanceOfSatisfying(
            CorruptFrameException.class,
            corrupt -> {
              assertThat(corrupt.defect()).isEqualTo(defect);
              assertThat(corrupt.position()).isEqualTo(position);
            });
  }

  private void decode(byte[] frame) {
    decoder.decode(new UnsafeBuffer(frame), 0, frame.length, calls.events());
  }
}
