package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import sibyl.gateway.people.Caller;

/**
 * One line for each request, as key-value pairs. Neither the query nor headers nor bodies are
 * written, so no secret can be. Of refusals there is one line per operation, status and second, of
 * what was granted {@value #GRANTED_PER_SECOND}; the next line of the kind says how many were left
 * out.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("sibyl.access");
  private static final int GRANTED_PER_SECOND = 20;
  private static final int REFUSED_PER_SECOND = 1;
  private static final int FIRST_REFUSAL = 400;
  private static final LineLimit<Kind> LIMIT = new LineLimit<>();

  private record Kind(String operation, int status) {}

  private AccessLog() {}

  static void write(RoutingContext context, String operation, int status, long nanos) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    HttpServerRequest request = context.request();
    LoggingEventBuilder line = line(operation, status);
    if (line != null) {
      line.addKeyValue("method", request.method().name())
          .addKeyValue("path", request.path())
          .addKeyValue("operation", operation)
          .addKeyValue("status", status)
          .addKeyValue("micros", nanos / 1000)
          .addKeyValue("request_id", RequestId.of(context))
          .addKeyValue("trace_id", TraceContext.of(context))
          .addKeyValue("caller", name(context))
          .addKeyValue("address", ClientAddress.of(context))
          .log("request");
    }
  }

  /** For what was sent instead of a request. */
  static void unreadable(String address, int status) {
    LoggingEventBuilder line = LOG.isInfoEnabled() ? line("unreadable", status) : null;
    if (line != null) {
      line.addKeyValue("operation", "unreadable")
          .addKeyValue("status", status)
          .addKeyValue("address", address)
          .log("request");
    }
  }

  private static @Nullable LoggingEventBuilder line(String operation, int status) {
    int perSecond = status >= FIRST_REFUSAL ? REFUSED_PER_SECOND : GRANTED_PER_SECOND;
    long left = LIMIT.admit(new Kind(operation, status), perSecond, System.nanoTime());
    if (left == LineLimit.SUPPRESSED) {
      return null;
    }
    return left == 0 ? LOG.atInfo() : LOG.atInfo().addKeyValue("suppressed", left);
  }

  private static String name(RoutingContext context) {
    Caller caller = context.get(OperationHandler.CALLER);
    return switch (caller) {
      case null -> "-";
      case Caller.Anonymous _ -> "-";
      case Caller.Person person -> "person:" + person.account();
      case Caller.Program program -> "program:" + program.account();
      case Caller.StaffMember member -> "staff:" + member.number();
    };
  }
}
