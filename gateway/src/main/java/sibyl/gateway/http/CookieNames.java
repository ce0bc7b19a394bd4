package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;

/**
 * The sign-in cookies, and those by which a device is known again ({@link
 * sibyl.accounts.signin.KnownDevices}). Outside dev mode they are {@code Secure} and {@code
 * __Host-}, so that no other host and no plain connection can set them.
 */
public record CookieNames(
    String person, String staff, String personDevice, String staffDevice, boolean secure) {
  /** How long a browser keeps what makes its device known. */
  private static final Duration DEVICE_KEPT = Duration.ofDays(400);

  public static CookieNames of(boolean dev) {
    String prefix = dev ? "" : "__Host-";
    return new CookieNames(
        prefix + "sibyl_session",
        prefix + "sibyl_staff",
        prefix + "sibyl_trusted",
        prefix + "sibyl_trusted_staff",
        !dev);
  }

  public Cookie forPerson(String token) {
    return cookie(person, token);
  }

  public Cookie forStaff(String token) {
    return cookie(staff, token);
  }

  /** Makes a person's device known. */
  public Cookie forDeviceOfPerson(String token) {
    return cookie(personDevice, token).setMaxAge(DEVICE_KEPT.toSeconds());
  }

  /** Makes the device of a member of staff known. */
  public Cookie forDeviceOfStaff(String token) {
    return cookie(staffDevice, token).setMaxAge(DEVICE_KEPT.toSeconds());
  }

  /** Makes the browser forget it. */
  public Cookie gone(String name) {
    return cookie(name, "").setMaxAge(0);
  }

  private Cookie cookie(String name, String value) {
    return Cookie.cookie(name, value)
        .setHttpOnly(true)
        .setSameSite(CookieSameSite.LAX)
        .setPath("/")
        .setSecure(secure);
  }
}
