package sibyl.accounts.factor;

/**
 * A second factor that its owner has to confirm with a code. Shown once.
 *
 * @param secret in base 32, to be typed into an app
 * @param uri the same with all that an app needs to know ({@code otpauth://totp/…}), to be shown as
 *     a QR code
 */
public record Enrolment(String secret, String uri) {
  @Override
  public String toString() {
    return "Enrolment";
  }
}
