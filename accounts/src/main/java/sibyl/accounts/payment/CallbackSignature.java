package sibyl.accounts.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;

/**
 * Proves that a callback comes from who shares the secret, and is new: {@code t=<seconds>,v1=<hex>}
 * with an HMAC-SHA256 over the seconds, a full stop and the body's bytes. Thread-safe.
 */
public final class CallbackSignature {
  /** The header that carries it. */
  public static final String HEADER = "Sibyl-Signature";

  /** How far the sender's clock, and the way here, may be off. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Pattern FORM = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");

  private final SecretKeySpec key;

  public CallbackSignature(String secret) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** The header for a body sent now. */
  public String sign(Instant now, byte[] body) {
    long seconds = now.getEpochSecond();
    return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac(seconds, body));
  }

  /**
   * @throws AccountsException FORGED_CALLBACK; LATE_CALLBACK when the signature is right but its
   *     time is not
   */
  public void verify(Instant now, String header, byte[] body) {
    Matcher parts = FORM.matcher(header);
    if (!parts.matches()) {
      throw forged();
    }
    long seconds = Long.parseLong(parts.group(1));
    if (!MessageDigest.isEqual(HexFormat.of().parseHex(parts.group(2)), mac(seconds, body))) {
      throw forged();
    }
    if (Math.abs(now.getEpochSecond() - seconds) > WINDOW.toSeconds()) {
      throw new AccountsException(
          Code.LATE_CALLBACK,
          "this was signed more than " + WINDOW.toMinutes() + " minutes ago; sign it anew");
    }
  }

  private byte[] mac(long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static AccountsException forged() {
    return new AccountsException(
        Code.FORGED_CALLBACK, "the signature is not one of this provider over this body");
  }
}
