package sibyl.accounts.payment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;

/** Who may call back, and when. */
class CallbackSignatureTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final byte[] BODY = "{\"event_id\":\"1\"}".getBytes(UTF_8);

  private final CallbackSignature signature = new CallbackSignature("secret");

  @Test
  void takesWhatWasSignedJustNow() {
    String signed = signature.sign(NOW, BODY);
    for (int seconds : List.of(0, 300, -300)) {
      assertThatCode(() -> signature.verify(NOW.plusSeconds(seconds), signed, BODY))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whatWasSignedTooLongAgoIsLate() {
    String signed = signature.sign(NOW, BODY);
    assertRefused(Code.LATE_CALLBACK, () -> signature.verify(NOW.plusSeconds(301), signed, BODY));
    assertRefused(Code.LATE_CALLBACK, () -> signature.verify(NOW.minusSeconds(301), signed, BODY));
  }

  @Test
  void everythingElseIsForged() {
    String signed = signature.sign(NOW, BODY);
    String other = new CallbackSignature("other secret").sign(NOW, BODY);
    for (String forged :
        List.of(
            "",
            "t=,v1=",
            other,
            signed + " ",
            signed.substring(1),
            signed.toUpperCase(Locale.ROOT),
            signed.replace("v1=", "v1=0"),
            signed.replaceFirst("t=\\d+", "t=" + (NOW.getEpochSecond() + 1)),
            signed.replaceFirst("t=\\d+", "t=99999999999999999999"))) {
      assertRefused(Code.FORGED_CALLBACK, () -> signature.verify(NOW, forged, BODY));
    }
    byte[] changed = BODY.clone();
    changed[changed.length - 3] = '2';
    assertRefused(Code.FORGED_CALLBACK, () -> signature.verify(NOW, signed, changed));
    assertRefused(
        Code.FORGED_CALLBACK,
        () -> signature.verify(NOW.plusSeconds(1000), "t=1,v1=" + "0".repeat(64), BODY));
  }
}
