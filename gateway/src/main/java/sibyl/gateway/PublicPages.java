package sibyl.gateway;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import sibyl.gateway.document.Document;
import sibyl.gateway.document.ReferencePage;
import sibyl.gateway.http.ProblemCodes;
import sibyl.gateway.http.Stated;
import sibyl.gateway.http.StoredPage;

/** What stands beside the API: documents, health, metrics. */
final class PublicPages {
  private static final List<String> PATHS =
      List.of(
          "/openapi.json", "/asyncapi.json", "/docs", "/health/live", "/health/ready", "/metrics");

  private PublicPages() {}

  /** As in the API: what a request says and no page would honour is refused. */
  static void refuseWhatIsIgnored(Router router) {
    for (String page : PATHS) {
      router
          .route(page)
          .handler(
              context -> {
                Stated.nothing(context);
                Stated.headers(context.request(), Set.of());
                context.next();
              });
    }
  }

  static void documents(Router router, Document openApi, Document asyncApi) {
    StoredPage openApiJson = new StoredPage("application/json", openApi.json().encode());
    StoredPage asyncApiJson = new StoredPage("application/json", asyncApi.json().encode());
    ReferencePage.Page page = ReferencePage.of(openApi.json(), ProblemCodes.all());
    StoredPage html = new StoredPage("text/html; charset=utf-8", page.html());
    router.get("/openapi.json").handler(openApiJson::send);
    router.get("/asyncapi.json").handler(asyncApiJson::send);
    router
        .get("/docs")
        .handler(
            context -> {
              context.response().putHeader("Content-Security-Policy", page.contentSecurityPolicy());
              html.send(context);
            });
  }

  static void health(Router router, Readiness readiness) {
    router.get("/health/live").handler(context -> health(context, readiness.alive()));
    router.get("/health/ready").handler(context -> health(context, readiness.report()));
  }

  private static void health(RoutingContext context, JsonObject report) {
    json(context, report.getString("status").equals("up") ? 200 : 503, report.encode());
  }

  static void metrics(Router router, PrometheusMeterRegistry registry) {
    router
        .get("/metrics")
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(registry.scrape()));
  }

  private static void json(RoutingContext context, int status, String body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Type", "application/json")
        .end(body);
  }
}
