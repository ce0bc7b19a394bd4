package sibyl.gateway.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An origin of the web: scheme, host and port. The port that a scheme has by default may be left
 * out.
 *
 * @param host in lower case, an IPv6 address in brackets
 */
record WebOrigin(String scheme, String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?i)(https?)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /**
   * @throws IllegalArgumentException if the text is no origin
   */
  static WebOrigin parse(String text) {
    WebOrigin origin = parseOrNull(text);
    if (origin == null) {
      throw new IllegalArgumentException(
          "an origin is http://host or https://host, perhaps with :port, and not " + text);
    }
    return origin;
  }

  static @Nullable WebOrigin parseOrNull(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return null;
    }
    String scheme = form.group(1).toLowerCase(Locale.ROOT);
    String port = form.group(3);
    int usual = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    return new WebOrigin(
        scheme,
        form.group(2).toLowerCase(Locale.ROOT),
        port == null ? usual : Integer.parseInt(port));
  }
}
