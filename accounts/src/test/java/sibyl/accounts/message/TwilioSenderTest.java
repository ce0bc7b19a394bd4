package sibyl.accounts.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text messages by Twilio. */
@Timeout(60)
class TwilioSenderTest {
  private static final String TO = "+919876543210";
  private static final String TEXT = "123456 is your code & more; \u00fc \u20b9";

  @AutoClose private final TwilioServer twilio = new TwilioServer();

  @Test
  void aMessageIsOneFormWithTheAccountsCredentials() {
    send("+15005550006", TwilioServer.TOKEN);
    assertThat(twilio.taken())
        .containsExactly(Map.of("To", TO, "From", "+15005550006", "Body", TEXT));
  }

  @Test
  void aMessagingServiceCanBeTheSender() {
    String service = "MG" + "0".repeat(32);
    send(service, TwilioServer.TOKEN);
    assertThat(twilio.taken())
        .containsExactly(Map.of("To", TO, "MessagingServiceSid", service, "Body", TEXT));
  }

  @Test
  void whatMayPassIsToldFromWhatWillNot() {
    for (int passing : new int[] {408, 429, 500, 502, 503}) {
      twilio.refuseWith(passing);
      assertRefused(false, "Twilio answered " + passing + ", its error 21211");
    }
    for (int lasting : new int[] {400, 403, 404}) {
      twilio.refuseWith(lasting);
      assertRefused(true, "Twilio answered " + lasting + ", its error 21211");
    }
    assertThatExceptionOfType(TextFailedException.class)
        .isThrownBy(() -> send("+15005550006", "another token"))
        .matches(TextFailedException::isLasting);
    assertThat(twilio.taken()).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerIsNotWaitedForLong() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TwilioSender sender =
            new TwilioSender(
                account("+15005550006", TwilioServer.TOKEN),
                URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                Duration.ofMillis(200))) {
      assertThatExceptionOfType(TextFailedException.class)
          .isThrownBy(() -> sender.send(message()))
          .matches(e -> !e.isLasting());
    }
    URI nobody = URI.create("http://127.0.0.1:1");
    try (TwilioSender sender =
        new TwilioSender(account("+15005550006", TwilioServer.TOKEN), nobody)) {
      assertThatExceptionOfType(TextFailedException.class)
          .isThrownBy(() -> sender.send(message()))
          .matches(e -> !e.isLasting());
    }
  }

  @Test
  void secretsAreNotPrinted() {
    assertThat(account("+15005550006", TwilioServer.TOKEN).toString())
        .doesNotContain(TwilioServer.TOKEN);
    assertThat(message().toString()).doesNotContain(TO, "123456");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TwilioAccount("nonsense", "hush", "+15005550006"))
        .withMessageNotContaining("hush");
  }

  private void assertRefused(boolean lasting, String message) {
    assertThatExceptionOfType(TextFailedException.class)
        .isThrownBy(() -> send("+15005550006", TwilioServer.TOKEN))
        .withMessage(message)
        .matches(e -> e.isLasting() == lasting);
  }

  private void send(String from, String token) {
    try (TwilioSender sender = new TwilioSender(account(from, token), twilio.url())) {
      sender.send(message());
    }
  }

  private static TwilioAccount account(String from, String token) {
    return new TwilioAccount(TwilioServer.SID, token, from);
  }

  private static TextMessage message() {
    return new TextMessage(TO, TEXT, Instant.EPOCH, Instant.MAX);
  }
}
