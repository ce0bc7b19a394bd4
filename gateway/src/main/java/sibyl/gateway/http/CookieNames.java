package sibyl.gateway.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;

/**
 * The sign-in cookies. Outside dev mode they are {@code Secure} and {@code __Host-}, so that no
 * other host and no plain connection can set them.
 */
public record CookieNames(String person, String staff, boolean secure) {
  public static CookieNames of(boolean dev) {
    String prefix = dev ? "" : "__Host-";
    return new CookieNames(prefix + "sibyl_session", prefix + "sibyl_staff", !dev);
  }

  public Cookie forPerson(String token) {
    return cookie(person, token);
  }

  public Cookie forStaff(String token) {
    return cookie(staff, token);
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
