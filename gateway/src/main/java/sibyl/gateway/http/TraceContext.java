package sibyl.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a request is part of (W3C Trace Context, version 00): the caller's, if it names
 * one as the standard says, else a new one. The answer names it too, with this server's own step in
 * it as the parent.
 */
final class TraceContext {
  static final String HEADER = "traceparent";
  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})");
  private static final String KEY = "sibyl.trace";

  private TraceContext() {}

  static void assign(RoutingContext context) {
    List<String> given = context.request().headers().getAll(HEADER);
    Matcher form = FORM.matcher(given.size() == 1 ? given.getFirst() : "");
    boolean taken = form.matches();
    String trace = taken ? form.group(1) : randomHex() + randomHex();
    context.put(KEY, trace);
    context
        .response()
        .putHeader(
            HEADER, "00-" + trace + "-" + randomHex() + "-" + (taken ? form.group(2) : "00"));
  }

  /** The number of the trace, in hexadecimal digits. */
  static String of(RoutingContext context) {
    return String.valueOf(context.<Object>get(KEY));
  }

  /** Sixteen digits that are not all zero. */
  private static String randomHex() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1);
  }
}
