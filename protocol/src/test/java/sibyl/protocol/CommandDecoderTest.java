package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.protocol.sbe.CreateEventEncoder;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.OpenAccountEncoder;
import sibyl.protocol.sbe.OrderTermsEncoder;
import sibyl.protocol.sbe.PlaceOrderEncoder;
import sibyl.protocol.sbe.ProposeResolutionEncoder;

/** Whatever the bytes: one call with legal values, or none and a reason. */
class CommandDecoderTest {
  private static final int MUTATIONS = 1_000_000;
  private static final int BODY = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int ORDER_TERMS = BODY + PlaceOrderEncoder.termsEncodingOffset();
  private static final int ORDER_TEXTS = BODY + PlaceOrderEncoder.BLOCK_LENGTH;

  private final CommandEncoder encoder = new CommandEncoder();
  private final CommandDecoder decoder = new CommandDecoder();
  private final CommandHeader header = new CommandHeader().set(0, 11, 12, 13);
  private final Calls calls = new Calls();
  private byte[] message = {};

  @Test
  void nothingIsTruncated() {
    message = new byte[0];

    assertRefused(Defect.TRUNCATED, 0);
    assertThat(decoder.senderKnown()).isFalse();
  }

  @Test
  void everyShorterFormOfEveryCommandIsTruncated() {
    RandomValues values = new RandomValues(3);
    for (Method command : Values.commands()) {
      Values.call(encoder, command, values.arguments(command));
      for (int length = 0; length < encoder.length(); length++) {
        assertThat(decode(encoder.buffer().byteArray(), length)).as(command.getName()).isFalse();
        assertThat(decoder.defect()).isEqualTo(Defect.TRUNCATED);
      }
    }
    assertThat(calls.list()).isEmpty();
  }

  @Test
  void lengthBeyondTheBufferIsTruncated() {
    given(cancel -> cancel.cancelOrder(header, new CancelOrder()));

    assertThat(
            decoder.decode(new UnsafeBuffer(message), 1, message.length, header, calls.commands()))
        .isFalse();
    assertThat(decoder.defect()).isEqualTo(Defect.TRUNCATED);
    assertThat(
            decoder.decode(new UnsafeBuffer(message), -1, message.length, header, calls.commands()))
        .isFalse();
  }

  @Test
  void everyLongerFormOfACommandHasTrailingBytes() {
    given(commands -> commands.cancelOrder(header, new CancelOrder()));
    byte[] longer = Arrays.copyOf(message, message.length + 1);
    message = longer;

    assertRefused(Defect.TRAILING_BYTES, longer.length - 1);
  }

  @Test
  void moreBytesThanACommandMayHaveAreTooLong() {
    given(commands -> commands.cancelOrder(header, new CancelOrder()));
    message = Arrays.copyOf(message, CommandEncoder.MAX_LENGTH + 1);

    assertRefused(Defect.TOO_LONG, 0);
  }

  @Test
  void messageOfAnotherSchemaIsRefused() {
    given(commands -> commands.cancelOrder(header, new CancelOrder()));
    message[MessageHeaderEncoder.schemaIdEncodingOffset()]++;

    assertRefused(Defect.OTHER_SCHEMA, BODY);
  }

  @Test
  void messageOfANewerVersionIsRefused() {
    given(commands -> commands.cancelOrder(header, new CancelOrder()));
    message[MessageHeaderEncoder.versionEncodingOffset()]++;

    assertRefused(Defect.OTHER_VERSION, BODY);
  }

  @Test
  void eventIsNoCommand() {
    given(commands -> commands.cancelOrder(header, new CancelOrder()));
    message[MessageHeaderEncoder.templateIdEncodingOffset()] = 101;

    assertRefused(Defect.UNKNOWN_TEMPLATE, BODY);
  }

  @Test
  void blockOfAnotherLengthIsRefused() {
    given(commands -> commands.cancelOrder(header, new CancelOrder()));
    message[MessageHeaderEncoder.blockLengthEncodingOffset()]--;

    assertRefused(Defect.WRONG_BLOCK_LENGTH, BODY);
  }

  @Test
  void codeOfNoValueIsRefusedAndTheSenderIsKnown() {
    given(commands -> commands.placeOrder(header, new PlaceOrder()));
    message[ORDER_TERMS + OrderTermsEncoder.sideEncodingOffset()] = 2;
    header.set(0, 0, 0, 0);

    assertRefused(Defect.UNKNOWN_CODE, ORDER_TEXTS);
    assertThat(decoder.senderKnown()).isTrue();
    assertThat(header.origin).isEqualTo(11);
    assertThat(header.correlation).isEqualTo(12);
    assertThat(header.actor).isEqualTo(13);
  }

  @Test
  void flagThatMeansNothingIsRefused() {
    given(commands -> commands.placeOrder(header, new PlaceOrder()));
    message[ORDER_TERMS + OrderTermsEncoder.flagsEncodingOffset()] = 8;

    assertRefused(Defect.UNKNOWN_FLAG, ORDER_TEXTS);
  }

  @Test
  void neitherYesNorNoIsRefused() {
    given(commands -> commands.openAccount(header, new OpenAccount(16, true)));
    message[BODY + OpenAccountEncoder.nettingEncodingOffset()] = 2;

    assertRefused(Defect.UNKNOWN_CODE, BODY + OpenAccountEncoder.BLOCK_LENGTH);
  }

  @Test
  void textLongerThanItsRoomIsRefused() {
    given(commands -> commands.placeOrder(header, new PlaceOrder()));
    message[ORDER_TEXTS] = (byte) 145;

    assertRefused(Defect.TEXT_TOO_LONG, ORDER_TEXTS + 1);
  }

  @Test
  void textOfTooManyCharactersIsRefusedEvenIfItsBytesHaveRoom() {
    PlaceOrder order = new PlaceOrder();
    order.clientOrderId.set("\u00E9".repeat(PlaceOrder.CLIENT_ORDER_ID_MAX));
    given(commands -> commands.placeOrder(header, order));
    Arrays.fill(message, ORDER_TEXTS + 1, message.length - 2, (byte) 'x');

    assertRefused(Defect.TEXT_TOO_LONG, message.length - 2);
  }

  @Test
  void textThatIsNotUtf8IsRefused() {
    given(commands -> commands.proposeResolution(header, new ProposeResolution(1, 0, "x")));
    message[message.length - 1] = (byte) 0xC3;

    assertRefused(Defect.ILL_FORMED_TEXT, message.length);
  }

  @Test
  void longerTextThanTheLimitIsRefusedBeforeItIsRead() {
    given(commands -> commands.proposeResolution(header, new ProposeResolution(1, 0, "")));
    int evidence = BODY + ProposeResolutionEncoder.BLOCK_LENGTH;
    message[evidence] = (byte) 0xFF;
    message[evidence + 1] = (byte) 0xFF;

    assertRefused(Defect.TEXT_TOO_LONG, message.length);
  }

  @Test
  void moreMarketsThanAnEventMayHaveAreRefused() {
    given(
        commands ->
            commands.createEvent(
                header, new CreateEvent("t", "d", "c", "r", "s", 0, true, List.of())));
    message[BODY + CreateEventEncoder.BLOCK_LENGTH + 3] = 2;

    assertRefused(Defect.TOO_MANY_ENTRIES, BODY + CreateEventEncoder.BLOCK_LENGTH + 4);
  }

  @Test
  void decoderGoesOnAfterGarbage() {
    message = "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII);
    assertThat(decode(message, message.length)).isFalse();

    given(commands -> commands.openAccount(header, new OpenAccount(16, true)));

    assertThat(decode(message, message.length)).isTrue();
    assertThat(decoder.defect()).isNull();
  }

  /**
   * A message that still passes must be one that an encoder writes: encoding what was decoded gives
   * the same bytes again. So no illegal value can have reached the handler.
   */
  @Test
  void millionMutationsNeverThrowAndNeverPassAnIllegalValue() {
    Random random = new Random(20_261_121);
    List<byte[]> valid = validMessages();
    CommandEncoder again = new CommandEncoder();
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[CommandEncoder.MAX_LENGTH]);
    int passed = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] original = valid.get(random.nextInt(valid.size()));
      buffer.putBytes(0, original);
      int length = Mutation.apply(buffer.byteArray(), original.length, random);

      if (decoder.decode(buffer, 0, length, header, again)) {
        passed++;
        if (again.length() != length || !sameBytes(again, buffer, length)) {
          throw new AssertionError("mutation " + i + " was decoded to something else");
        }
      } else if (decoder.defect() == null) {
        throw new AssertionError("mutation " + i + " was refused without a reason");
      }
    }
    // Numbers are the engine's to judge, so many a mutation is a legal message.
    assertThat(passed).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
  }

  private static boolean sameBytes(CommandEncoder encoder, UnsafeBuffer buffer, int length) {
    return Arrays.equals(encoder.buffer().byteArray(), 0, length, buffer.byteArray(), 0, length);
  }

  private List<byte[]> validMessages() {
    RandomValues values = new RandomValues(5);
    List<byte[]> messages = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      for (Method command : Values.commands()) {
        Values.call(encoder, command, values.arguments(command));
        messages.add(encoded());
      }
    }
    return messages;
  }

  private void given(Consumer<CommandHandler> command) {
    command.accept(encoder);
    message = encoded();
  }

  private byte[] encoded() {
    byte[] bytes = new byte[encoder.length()];
    encoder.buffer().getBytes(0, bytes);
    return bytes;
  }

  private void assertRefused(Defect defect, int offset) {
    assertThat(decode(message, message.length)).isFalse();
    assertThat(decoder.defect()).isEqualTo(defect);
    assertThat(decoder.defectOffset()).isEqualTo(offset);
    assertThat(calls.list()).isEmpty();
  }

  private boolean decode(byte[] bytes, int length) {
    return decoder.decode(new UnsafeBuffer(bytes), 0, length, header, calls.commands());
  }
}
