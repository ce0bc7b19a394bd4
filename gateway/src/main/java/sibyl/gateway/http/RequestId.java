package sibyl.gateway.http;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A name for each request, by which its log lines are found. A sensible one of the caller stays.
 */
final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9_-]{8,64}");
  private static final String KEY = "sibyl.request_id";

  private RequestId() {}

  static void assign(RoutingContext context) {
    List<String> given = context.request().headers().getAll(HEADER);
    String id =
        given.size() == 1 && SENSIBLE.matcher(given.getFirst()).matches()
            ? given.getFirst()
            : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    context.put(KEY, id);
    context.response().putHeader(HEADER, id);
  }

  static String of(RoutingContext context) {
    return String.valueOf(context.<Object>get(KEY));
  }
}
