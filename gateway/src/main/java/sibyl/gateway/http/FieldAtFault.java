package sibyl.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import sibyl.engine.Reason;
import sibyl.engine.event.Rejection;

/**
 * Which field of a request a refusal of the exchange is about. The exchange does not know how a
 * request was written; this finds the field in it that states what was refused.
 */
public final class FieldAtFault {
  /** Lists whose items are orders, each of which can be refused. */
  private static final List<String> LISTS = List.of("orders", "legs", "ingredients", "order_ids");

  private FieldAtFault() {}

  /**
   * The fields that may have caused it, the likeliest first; empty for a refusal that no field
   * causes.
   */
  public static List<String> candidates(Reason reason) {
    return switch (reason) {
      case UNKNOWN_ACCOUNT, ACCOUNT_EXISTS -> List.of("account_id");
      case UNKNOWN_MARKET, MARKET_NOT_OPEN -> List.of("market_id", "market_ids");
      case UNKNOWN_EVENT -> List.of("event_id");
      case UNKNOWN_ORDER -> List.of("order_id", "order_ids", "offer_id");
      case PRICE_OFF_GRID, PRICE_OUT_OF_RANGE -> List.of("price");
      case QUANTITY_OFF_LOT, QUANTITY_OUT_OF_RANGE -> List.of("quantity", "add");
      case AMOUNT_OUT_OF_RANGE -> List.of("max_cost", "amount", "add", "quantity");
      case INSUFFICIENT_BALANCE -> List.of("quantity", "max_cost", "amount", "legs", "orders");
      case INSUFFICIENT_HOLDINGS -> List.of("quantity", "legs", "orders");
      case DUPLICATE_CLIENT_ORDER_ID -> List.of("client_order_id");
      case IDEMPOTENCY_CONFLICT, DUPLICATE_TRANSFER -> List.of("Idempotency-Key");
      case POST_ONLY_WOULD_CROSS -> List.of("post_only");
      case FOK_UNFILLED -> List.of("time_in_force", "quantity", "max_cost");
      case SELF_TRADE -> List.of("self_trade_prevention", "price", "side");
      case TOO_LATE -> List.of("valid_until", "expires_at", "close_at", "open_at");
      case NOTHING_TO_REDUCE -> List.of("reduce_only");
      case NO_LIQUIDITY -> List.of("type", "quantity", "max_cost");
      case UNKNOWN_GROUP, GROUP_TRIGGERED -> List.of("order_group_id");
      case ORDERS_INTERFERE -> List.of("market_id", "legs", "orders");
      case NOT_MERGEABLE -> List.of("order_ids");
      case RESOLUTIONS_CONFLICT -> List.of("outcome");
      case NOT_AUTHORISED -> List.of("market_id");
      case OTHER_SEGMENT -> List.of("market_id", "amount");
      case INVALID_COMMAND ->
          List.of("order_ids", "market_ids", "markets", "ingredients", "limit", "add", "quantity");
      case LIMIT_EXCEEDED ->
          List.of("order_group_id", "legs", "orders", "markets", "limit", "add", "quantity");
      // What the account, the market or the exchange is at the moment, whatever is asked for.
      case ACCOUNT_SUSPENDED, EXCHANGE_HALTED, CANCEL_ONLY -> List.of();
      case ILLEGAL_TRANSITION, SECOND_PERSON_NEEDED, CHALLENGE_WINDOW, EVENT_TRADED -> List.of();
      // No request over HTTP brings it about.
      case UNSUPPORTED -> List.of();
    };
  }

  /** What a refusal of an item is about: that item's object, else the whole body. */
  static JsonObject about(int item, Request request) {
    JsonObject body = request.body();
    String list = item == Rejection.WHOLE ? "" : list(body, item);
    return !list.isEmpty() && body.getJsonArray(list).getValue(item) instanceof JsonObject stated
        ? stated
        : list.isEmpty() ? body : new JsonObject();
  }

  /** The name of the list of which an item was refused; empty if there is none. */
  private static String list(JsonObject body, int item) {
    for (String list : LISTS) {
      if (body.getValue(list) instanceof JsonArray items && item < items.size()) {
        return list;
      }
    }
    return "";
  }

  /**
   * Adds the pointer, if the request states a field that the refusal is about.
   *
   * @param item which of several orders was refused, or {@link Rejection#WHOLE}
   */
  static Problem point(Problem problem, Reason reason, int item, Request request) {
    if (problem.has("pointer")) {
      return problem;
    }
    String list = item == Rejection.WHOLE ? "" : list(request.body(), item);
    String pointer = list.isEmpty() ? "" : "/" + list + "/" + item;
    JsonObject about = about(item, request);
    for (String field : candidates(reason)) {
      if (about.containsKey(field)) {
        return problem.with("pointer", pointer + "/" + field);
      }
    }
    for (String field : candidates(reason)) {
      if (request.names(field)) {
        return problem.with("pointer", field);
      }
    }
    return pointer.isEmpty() ? problem : problem.with("pointer", pointer);
  }
}
