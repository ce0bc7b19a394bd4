package sibyl.accounts.signin;

import org.jspecify.annotations.Nullable;

/**
 * What a request brings to be let in.
 *
 * @param code of the second factor; null when none was given
 * @param address where it came from
 * @param deviceToken what {@link KnownDevices} gave this device; null when it shows none
 */
public record Attempt(
    String username,
    String password,
    @Nullable String code,
    String address,
    @Nullable String deviceToken) {
  /** A name and a password from a device not seen before. */
  public Attempt(String username, String password, String address) {
    this(username, password, null, address, null);
  }

  /** The same, showing what the device was given. */
  public Attempt fromDevice(@Nullable String token) {
    return new Attempt(username, password, code, address, token);
  }

  /** The same with a code of the second factor. */
  public Attempt withCode(@Nullable String given) {
    return new Attempt(username, password, given, address, deviceToken);
  }

  /** Says where from, and no secret. */
  @Override
  public String toString() {
    return "Attempt[" + address + "]";
  }
}
