package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sibyl.gateway.document.Document;
import sibyl.gateway.fixture.Route;
import sibyl.gateway.fixture.StreamClient;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;
import sibyl.gateway.http.Access;
import sibyl.gateway.http.AccessTable;

/**
 * Over all operations of the contract: what a request says and the server would ignore is refused,
 * and a path is exactly one route or none.
 */
class NothingIgnoredTest {
  private static final String UNKNOWN = "surprise";

  private @Nullable Visitor trader;

  @Test
  void aRouteThatTakesNoBodyRefusesOne() {
    try (TestGateway gateway = TestGateway.start()) {
      List<String> wrong = new ArrayList<>();
      for (Route route : Route.all()) {
        if (!takesBody(route)) {
          for (String body : List.of("{}", "{\"market_id\":\"1\"}", "x")) {
            Visitor.Reply reply = caller(gateway, route).send(route.method(), path(route), body);
            expect(wrong, route + " with " + body, 400, reply);
          }
          Visitor.Reply form =
              caller(gateway, route)
                  .with("Content-Type", "application/x-www-form-urlencoded")
                  .send(route.method(), path(route), "market_id=1");
          expect(wrong, route + " with a form", 415, form);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void anUnknownOrRepeatedQueryParameterIsRefused() {
    try (TestGateway gateway = TestGateway.start()) {
      List<String> wrong = new ArrayList<>();
      for (Route route : Route.all()) {
        for (String query :
            List.of(UNKNOWN + "=1", UNKNOWN, "Limit=1", "limit=1&limit=1", "min_seq=0&min_seq=0")) {
          Visitor.Reply reply =
              caller(gateway, route)
                  .send(route.method(), path(route) + "?" + query, body(route, "{}"));
          expect(wrong, route + "?" + query, 400, reply);
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void anUnknownMemberIsRefusedAtAnyDepth() {
    try (TestGateway gateway = TestGateway.start()) {
      List<String> wrong = new ArrayList<>();
      int tried = 0;
      for (Route route : Route.all()) {
        if (takesBody(route)) {
          for (Deep deep : deeps(route)) {
            Visitor.Reply reply =
                caller(gateway, route).send(route.method(), path(route), deep.body.encode());
            boolean told =
                reply.status() == 400
                    && (deep.pointer + "/" + UNKNOWN).equals(reply.json().getString("pointer"));
            if (!told) {
              wrong.add(route + " " + deep.body + ": " + reply.status() + " " + reply.text());
            }
            tried++;
          }
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(tried).isGreaterThan(60);
    }
  }

  @Test
  void aHeaderThatAsksForWhatIsNotDoneIsRefused() {
    try (TestGateway gateway = TestGateway.start()) {
      Map<String, Set<String>> honoured = honouredHeaders();
      List<String> wrong = new ArrayList<>();
      for (Route route : Route.all()) {
        for (String header :
            List.of(
                "Idempotency-Key",
                "X-Idempotency-Key",
                "Sibyl-Account",
                "If-Match",
                "X-HTTP-Method-Override")) {
          if (!honoured.getOrDefault(route.operationId(), Set.of()).contains(header)) {
            Visitor.Reply reply =
                caller(gateway, route)
                    .with(header, "1")
                    .send(route.method(), path(route), body(route, "{}"));
            expect(wrong, route + " with " + header, 400, reply);
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void aPathIsExactlyOneRouteOrNone() {
    try (TestGateway gateway = TestGateway.start()) {
      List<String> wrong = new ArrayList<>();
      for (Route route : Route.all()) {
        String path = path(route);
        for (String variant :
            List.of(
                path + "/",
                path + "//",
                path + "/.",
                path + "/%2e",
                path + "/..",
                path + "/./",
                path.replaceFirst("/", "//"),
                path.replaceFirst("/", "/./"),
                path + "%2F",
                path + "%2F1",
                path + ";a=1",
                path + "/;a=1",
                path + "%20")) {
          Visitor.Reply reply =
              caller(gateway, route).send(route.method(), variant, body(route, "{}"));
          // A name of the client's own choice may have any of these in it.
          boolean freeName = path.endsWith("by_client_id/1") || path.contains("/callbacks/");
          if (!freeName || variant.contains("/.") || variant.endsWith("/")) {
            // Some are a route of other methods, or one that takes no body.
            boolean other = reply.status() == 405 || (takesBody(route) && reply.status() == 400);
            int none = other ? reply.status() : 404;
            expect(wrong, route.method() + " " + variant, none, reply);
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  @Test
  void anIdInAPathIsWrittenOneWayOnly() {
    try (TestGateway gateway = TestGateway.start()) {
      List<String> wrong = new ArrayList<>();
      for (Route route : Route.all()) {
        for (String parameter : numbers(route)) {
          for (String id :
              List.of(
                  "01",
                  "00064",
                  "+1",
                  "-1",
                  "1.0",
                  "%D9%A1",
                  "%EF%BC%91",
                  "0x1",
                  "1%20",
                  "99999999999999999999",
                  "1e0")) {
            String path = route.pathWith(Map.of(parameter, id, "kind", "orders"), "1");
            Visitor.Reply reply =
                caller(gateway, route).send(route.method(), path, body(route, "{}"));
            expect(wrong, route.method() + " " + path, 404, reply);
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  /** As it came about: the id was empty, and everything was canceled. */
  @Test
  void nothingIsCanceledByADeleteWithABodyOrAnEmptyId() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor ada = gateway.person("ada", "100");
      String market = gateway.openBookMarket();
      ada.placed(market, "buy", "yes", "0.50", "1");
      ada.delete("/orders", new JsonObject().put("market_id", "7")).expect(400, "malformed");
      for (String path :
          List.of("/orders/", "/orders//", "/orders/.", "/orders/%2e", "/orders/%20")) {
        assertThat(ada.delete(path).status()).as(path).isEqualTo(404);
      }
      assertThat(ada.get("/orders?status=open").json().getJsonArray("items")).hasSize(1);
      assertThat(ada.delete("/orders").expect(200).getInteger("canceled")).isEqualTo(1);
    }
  }

  @Test
  void aConfirmationThatNamesAnOutcomeConfirmsNothing() {
    try (TestGateway gateway = TestGateway.start()) {
      Visitor staff = gateway.staff();
      String market = gateway.openBookMarket();
      staff
          .post("/admin/markets/" + market + "/close", new JsonObject().put("at", "2030-01-01"))
          .expect(400, "malformed");
      assertThat(staff.get("/markets/" + market).json().getString("state")).isEqualTo("open");
      staff.post("/admin/markets/" + market + "/close", null).expect(200);
      staff
          .post("/admin/markets/" + market + "/resolution", new JsonObject().put("outcome", "yes"))
          .expect(200);
      staff
          .post(
              "/admin/markets/" + market + "/resolution/confirm",
              new JsonObject().put("outcome", "no"))
          .expect(400, "malformed");
      assertThat(staff.get("/markets/" + market).json().getString("state")).isEqualTo("closed");
    }
  }

  @Test
  void theStreamRefusesWhatItWouldIgnore() {
    try (TestGateway gateway = TestGateway.start()) {
      String market = gateway.openBookMarket();
      try (StreamClient client = StreamClient.open(gateway, gateway.visitor())) {
        for (String request :
            List.of(
                "{\"id\":1,\"op\":\"subscribe\",\"channel\":\"book\",\"market_id\":\"%s\",\"from_seq\":7}",
                "{\"id\":1,\"op\":\"subscribe\",\"channel\":\"book\",\"market_id\":\"%s\",\"account_id\":\"7\"}",
                "{\"id\":1,\"op\":\"ping\",\"market_id\":\"%s\"}",
                "{\"id\":1,\"op\":\"unsubscribe\",\"sid\":1,\"channel\":\"%s\"}",
                "{\"id\":1,\"op\":\"ping\",\"op\":\"ping\",\"x\":\"%s\"}",
                "{\"id\":[%s],\"op\":\"ping\"}",
                "{\"op\":\"ping\"} %s",
                "{\"op\":\"ping\",} /* %s */")) {
          client.sendRaw(request.formatted(market));
          JsonObject answer = client.next();
          assertThat(answer.getString("type")).as(request + answer).isEqualTo("error");
          assertThat(answer.getString("code")).as(request).isEqualTo("malformed");
        }
        client.sendRaw(
            "{\"op\":\"subscribe\",\"channel\":\"book\",\"market_id\":\"0" + market + "\"}");
        assertThat(client.next().getString("code")).isEqualTo("unknown_market");
        client.sendRaw("{\"id\":\"a\",\"op\":\"ping\"}");
        assertThat(client.next().getString("type")).isEqualTo("pong");
      }
    }
  }

  /** A body and where in it the unknown member stands. */
  private record Deep(JsonObject body, String pointer) {}

  /** The route's example, once for each object in it, with an unknown member there. */
  private static List<Deep> deeps(Route route) {
    JsonObject example = route.example() == null ? new JsonObject() : route.example();
    List<String> pointers = new ArrayList<>();
    objects(example, "", pointers);
    return pointers.stream()
        .map(
            pointer -> {
              JsonObject body = example.copy();
              at(body, pointer).put(UNKNOWN, 1);
              return new Deep(body, pointer);
            })
        .toList();
  }

  private static void objects(Object value, String pointer, List<String> into) {
    if (value instanceof JsonObject object) {
      into.add(pointer);
      object.forEach(member -> objects(member.getValue(), pointer + "/" + member.getKey(), into));
    } else if (value instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        objects(array.getValue(i), pointer + "/" + i, into);
      }
    }
  }

  private static JsonObject at(JsonObject body, String pointer) {
    Object found = body;
    for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/")) {
      found =
          found instanceof JsonArray array
              ? array.getValue(Integer.parseInt(step))
              : ((JsonObject) found).getValue(step);
    }
    return (JsonObject) found;
  }

  private static void expect(List<String> wrong, String what, int status, Visitor.Reply reply) {
    if (reply.status() != status) {
      wrong.add(what + ": " + reply.status() + " " + reply.text());
    }
  }

  /** Somebody whom the route lets in. */
  private Visitor caller(TestGateway gateway, Route route) {
    if (AccessTable.of(route.operationId()) instanceof Access.ByStaff) {
      return gateway.staff();
    }
    if (trader == null) {
      trader = gateway.person("trader", "0");
    }
    return trader;
  }

  private static boolean takesBody(Route route) {
    return route.example() != null;
  }

  private static @Nullable String body(Route route, String body) {
    return takesBody(route) ? body : null;
  }

  private static String path(Route route) {
    return route.anyPath();
  }

  /** Parameters of the path that are ids of the exchange. */
  private static List<String> numbers(Route route) {
    JsonObject parameters =
        Document.openApi().json().getJsonObject("components").getJsonObject("parameters");
    return route.parameters().stream()
        .filter(
            name ->
                parameters.containsKey(name)
                    && "#/components/schemas/Id"
                        .equals(
                            parameters
                                .getJsonObject(name)
                                .getJsonObject("schema")
                                .getString("$ref")))
        .toList();
  }

  /** By operation, the headers that the contract says it honours. */
  private static Map<String, Set<String>> honouredHeaders() {
    Map<String, Set<String>> headers = new HashMap<>();
    JsonObject document = Document.openApi().json();
    document
        .getJsonObject("paths")
        .forEach(
            path ->
                ((JsonObject) path.getValue())
                    .forEach(
                        method -> {
                          if (method.getValue() instanceof JsonObject operation) {
                            headers.put(
                                operation.getString("operationId"),
                                Set.copyOf(names(operation, document)));
                          }
                        }));
    return headers;
  }

  private static List<String> names(JsonObject operation, JsonObject document) {
    return operation.getJsonArray("parameters", new JsonArray()).stream()
        .map(parameter -> ((JsonObject) parameter).getString("$ref", ""))
        .filter(ref -> !ref.isEmpty())
        .map(
            ref ->
                document
                    .getJsonObject("components")
                    .getJsonObject("parameters")
                    .getJsonObject(ref.substring(ref.lastIndexOf('/') + 1)))
        .filter(parameter -> "header".equals(parameter.getString("in")))
        .map(parameter -> parameter.getString("name"))
        .toList();
  }
}
