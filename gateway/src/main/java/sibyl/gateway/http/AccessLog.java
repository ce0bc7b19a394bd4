package sibyl.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.gateway.people.Caller;

/**
 * One line for each request, as key-value pairs. Neither the query nor headers nor bodies are
 * written, so no secret can be.
 */
final class AccessLog {
  private static final Logger LOG = LoggerFactory.getLogger("sibyl.access");

  private AccessLog() {}

  static void write(RoutingContext context, String operation, int status, long nanos) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    HttpServerRequest request = context.request();
    LOG.atInfo()
        .addKeyValue("method", request.method())
        .addKeyValue("path", request.path())
        .addKeyValue("operation", operation)
        .addKeyValue("status", status)
        .addKeyValue("micros", nanos / 1000)
        .addKeyValue("request_id", RequestId.of(context))
        .addKeyValue("caller", name(context))
        .addKeyValue("address", ClientAddress.of(context))
        .log("request");
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
