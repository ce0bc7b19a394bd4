package sibyl.gateway.http;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.event.Rejection;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.OrderStatus;
import sibyl.gateway.read.OrderView;

/** What the exchange's refusals look like to the outside. */
public final class Refusals {
  private Refusals() {}

  /**
   * @param market that the refusal names, as it is now; null when there is none
   */
  public static Problem of(Change.Rejected r, @Nullable MarketView market) {
    Problem problem = inMarket(r, market);
    return r.item() == Rejection.WHOLE ? problem : problem.with("item", r.item());
  }

  /**
   * As {@link #of(Change.Rejected, MarketView)}, in the words of the request that was refused and
   * with a pointer to the field that it is about.
   */
  public static Problem of(Change.Rejected r, @Nullable MarketView market, Request request) {
    Problem problem = of(r, market);
    if (r.reason() == Reason.TOO_LATE) {
      problem = tooLate(FieldAtFault.about(r.item(), request));
    } else if (r.reason() == Reason.UNKNOWN_ACCOUNT && request.isByStaff()) {
      problem = Problems.unknown("account");
    }
    return placed(problem, r, request);
  }

  /** As above, of an order that its owner still names and the exchange has closed. */
  public static Problem ofOver(OrderView over, Change.Rejected r, Request request) {
    return placed(orderNotOpen(over), r, request);
  }

  private static Problem placed(Problem problem, Change.Rejected r, Request request) {
    if (r.item() != Rejection.WHOLE) {
      problem.with("item", r.item());
    }
    return FieldAtFault.point(problem, r.reason(), r.item(), request);
  }

  /** What became of an own order that is not open any more, with its figures. */
  public static Problem orderNotOpen(OrderView order) {
    String state = Names.of(order.status());
    String reason = Names.of(Objects.requireNonNull(order.closeReason()));
    String filled = Decimals.quantity(order.filledQuantity());
    String quantity = Decimals.quantity(order.quantity());
    String detail =
        order.status() == OrderStatus.FILLED
            ? "The order is filled: nothing of it is left to change or cancel."
            : "The order is over: it is %s, with %s of %s filled. Place a new one for the rest."
                .formatted(
                    reason.equals(state) ? state : state + " (" + reason + ")", filled, quantity);
    return new Problem(422, "order_not_open", detail)
        .with("order_id", Long.toString(order.order()))
        .with("state", state)
        .with("close_reason", reason)
        .with("quantity", quantity)
        .with("filled_quantity", filled);
  }

  private static Problem inMarket(Change.Rejected r, @Nullable MarketView market) {
    if (market == null) {
      return plain(r);
    }
    MarketState state = market.state();
    String code = Names.of(r.reason());
    return switch (r.reason()) {
      case UNKNOWN_MARKET -> marketSettled(r.market());
      case MARKET_NOT_OPEN ->
          new Problem(422, code, MarketSteps.whyNotOpen(state))
              .with("market_id", Long.toString(r.market()))
              .with("state", Names.of(state));
      case ILLEGAL_TRANSITION ->
          new Problem(422, code, MarketSteps.wayOut(state))
              .with("market_id", Long.toString(r.market()))
              .with("state", Names.of(state));
      default -> plain(r);
    };
  }

  /** Which of the times of a request was over, as far as this server's clock can tell. */
  private static Problem tooLate(JsonObject stated) {
    String code = Names.of(Reason.TOO_LATE);
    for (String field : List.of("expires_at", "open_at", "close_at", "valid_until")) {
      if (stated.getValue(field) instanceof String time && isPast(time)) {
        return new Problem(
            422,
            code,
            field.equals("valid_until")
                ? "The exchange reached the request after its valid_until. Send it again with a"
                    + " later one."
                : field + " is in the past: give a time to come, or leave it out.");
      }
    }
    return plain(Reason.TOO_LATE);
  }

  /**
   * A request that contradicts itself or what it is about, as the exchange would refuse it, with
   * the field that does.
   *
   * @param pointer JSON pointer to the field, or the name of the parameter
   */
  public static Problem contradiction(String pointer, String detail) {
    return new Problem(422, Names.of(Reason.INVALID_COMMAND), detail).with("pointer", pointer);
  }

  /** A refusal for a reason that needs no figures. */
  public static Problem plain(Reason reason) {
    return plain(new Change.Rejected(0, reason, 0, 0, 0, 0, 0, 0, 0, 0, 0, Rejection.WHOLE));
  }

  public static Problem marketNotOpen(long market) {
    return plain(
        new Change.Rejected(
            0, Reason.MARKET_NOT_OPEN, 0, market, 0, 0, 0, 0, 0, 0, 0, Rejection.WHOLE));
  }

  /** Too little of an asset: amounts in its units. */
  public static Problem insufficient(
      Reason reason, long asset, long needed, long available, long held) {
    return plain(
        new Change.Rejected(
            0, reason, 0, 0, 0, 0, needed, available, held, asset, 0, Rejection.WHOLE));
  }

  private static Problem plain(Change.Rejected r) {
    String code = Names.of(r.reason());
    return switch (r.reason()) {
      case UNKNOWN_ACCOUNT ->
          new Problem(422, code, "The exchange does not know your account yet. Deposit first.");
      case ACCOUNT_EXISTS -> new Problem(409, code, "The account exists already. Use it.");
      case ACCOUNT_SUSPENDED ->
          new Problem(403, code, "Your account is suspended. Ask support what to do.");
      case UNKNOWN_MARKET -> Problems.unknown("market");
      case UNKNOWN_EVENT -> Problems.unknown("event");
      case UNKNOWN_ORDER -> Problems.unknownOrder();
      case MARKET_NOT_OPEN ->
          new Problem(
                  422, code, "The market is not open. GET /markets/{market_id} tells its state.")
              .with("market_id", Long.toString(r.market()));
      case ILLEGAL_TRANSITION ->
          new Problem(
                  422,
                  code,
                  "The market's present state does not allow this. GET /markets/{market_id} tells"
                      + " the state.")
              .with("market_id", Long.toString(r.market()));
      case PRICE_OFF_GRID -> priceOffGrid(r.nearest());
      case PRICE_OUT_OF_RANGE -> priceOutOfRange(r.nearest());
      case QUANTITY_OFF_LOT -> quantityOffLot(r.nearest());
      case QUANTITY_OUT_OF_RANGE ->
          nearest(
              new Problem(
                  422,
                  code,
                  r.nearest() == 0
                      ? "Give a quantity of more than zero, and within the limits of the exchange."
                      : "Give a quantity of more than zero, and within the limits of the exchange: "
                          + Decimals.quantity(r.nearest())
                          + " is the nearest that is."),
              r.nearest() == 0 ? null : Decimals.quantity(r.nearest()));
      case AMOUNT_OUT_OF_RANGE -> amountOutOfRange(r);
      case INSUFFICIENT_BALANCE, INSUFFICIENT_HOLDINGS -> insufficient(r, code);
      case DUPLICATE_CLIENT_ORDER_ID -> {
        String what = r.basket() == 0 ? "An order" : "A basket";
        Problem problem =
            new Problem(
                409, code, what + " with this client_order_id exists. It was not placed again.");
        if (r.order() != 0) {
          problem.with("order_id", Long.toString(r.order()));
        } else if (r.basket() != 0) {
          problem.with("basket_id", Long.toString(r.basket()));
        }
        yield problem;
      }
      case DUPLICATE_TRANSFER ->
          new Problem(
              409,
              code,
              "This transfer was applied before and has no second effect. GET /portfolio/ledger"
                  + " shows it.");
      case IDEMPOTENCY_CONFLICT -> idempotencyConflict();
      case POST_ONLY_WOULD_CROSS ->
          new Problem(
              422,
              code,
              "The order would trade at once. Give a price that rests, or drop post_only.");
      case FOK_UNFILLED ->
          new Problem(
              422,
              code,
              "Not all of it can be filled now, so nothing was. Ask less, give a better price, or"
                  + " time_in_force ioc to take what there is.");
      case SELF_TRADE ->
          new Problem(
              422,
              code,
              "The order would trade with one of your own. Cancel that one, or choose another"
                  + " self_trade_prevention.");
      case TOO_LATE ->
          new Problem(
              422,
              code,
              "The exchange reached the request after the time it was good until. Send it again with"
                  + " a later time.");
      case LIMIT_EXCEEDED ->
          new Problem(
              422,
              code,
              "This would exceed a limit of the exchange. Cancel something, or ask less.");
      case NOTHING_TO_REDUCE ->
          new Problem(
              422,
              code,
              "There is no position that this could reduce. Drop reduce_only to open one.");
      case NO_LIQUIDITY ->
          new Problem(422, code, "There is nothing to trade with now. A limit order can wait.");
      case UNSUPPORTED ->
          new Problem(
              422,
              code,
              "The exchange does not support this kind of request yet. See /docs for what it does.");
      case INVALID_COMMAND ->
          new Problem(422, code, "The request contradicts itself: check which fields go together.");
      case UNKNOWN_GROUP -> Problems.unknownGroup();
      case GROUP_TRIGGERED ->
          new Problem(
              422,
              code,
              "The order group has passed its limit. POST /order_groups/{group_id}/reset first.");
      case ORDERS_INTERFERE ->
          new Problem(
              422,
              code,
              "Orders of one atomic request would meet each other or the same counterparties. Send"
                  + " them with atomic=false, or as several requests.");
      case NOT_MERGEABLE ->
          new Problem(
              422,
              code,
              "Only orders of one market, side, outcome and price can become one. Name such orders.");
      case RESOLUTIONS_CONFLICT ->
          new Problem(
              422,
              code,
              "The markets of an exclusive event must resolve to exactly one whole between them.");
      case SECOND_PERSON_NEEDED ->
          new Problem(403, code, "Another member of staff than the proposer must confirm this.");
      case CHALLENGE_WINDOW ->
          new Problem(
              422,
              code,
              "Within its challenge window a resolution can be challenged but not settled,"
                  + " afterwards the reverse.");
      case NOT_AUTHORISED ->
          new Problem(
              403, code, "The account may not produce this good. Ask staff to authorise it.");
      case OTHER_SEGMENT ->
          new Problem(
              422,
              code,
              "A contest's money is apart from everybody else's: only its teams trade in its"
                  + " markets, only there, and none of it is deposited or withdrawn. For a team"
                  + " name its account in the header Sibyl-Account.");
      case EVENT_TRADED ->
          new Problem(
                  409,
                  code,
                  "Something was traded in this event, or somebody holds shares of it, so it cannot"
                      + " be deleted. Close its markets and resolve them, to a fraction if they"
                      + " are void.")
              .with("market_id", Long.toString(r.market()));
      case CANCEL_ONLY ->
          new Problem(503, code, "The exchange takes cancellations only for now. Repeat it later.")
              .retryAfterSeconds(10);
      case EXCHANGE_HALTED ->
          new Problem(503, code, "The exchange is halted; nothing was done. Repeat it later.")
              .retryAfterSeconds(10);
    };
  }

  /**
   * @param nearest valid price, ten-thousandths; 0 when there is none
   */
  public static Problem priceOffGrid(long nearest) {
    return nearest(
        new Problem(
            422,
            Names.of(Reason.PRICE_OFF_GRID),
            "The price is not on the market's grid. Take the nearest, or see the market's tick."),
        nearest == 0 ? null : Decimals.price(nearest));
  }

  public static Problem priceOutOfRange(long nearest) {
    return nearest(
        new Problem(
            422,
            Names.of(Reason.PRICE_OUT_OF_RANGE),
            "Give a price strictly between zero and the market's payout."),
        nearest == 0 ? null : Decimals.price(nearest));
  }

  /**
   * @param nearest valid quantity, hundredths; 0 when there is none
   */
  public static Problem quantityOffLot(long nearest) {
    return nearest(
        new Problem(
            422,
            Names.of(Reason.QUANTITY_OFF_LOT),
            "The quantity is not a multiple of the market's lot. Take the nearest below, or see its lot."),
        nearest == 0 ? null : Decimals.quantity(nearest));
  }

  public static Problem marketSettled(long market) {
    return new Problem(
            422,
            Names.of(Reason.MARKET_NOT_OPEN),
            "The market is settled: nothing changes it. Trade in another.")
        .with("market_id", Long.toString(market));
  }

  public static Problem idempotencyConflict() {
    return new Problem(
        409,
        Names.of(Reason.IDEMPOTENCY_CONFLICT),
        "This idempotency key was used with another request. Use a new key for a new request.");
  }

  /**
   * The command was carried out before, but its answer is not in memory any more.
   *
   * @param firstSeq its first event
   */
  public static Problem answerForgotten(long firstSeq, long lastSeq) {
    return new Problem(
            409,
            "answer_forgotten",
            "This was done before under the same idempotency key and was not done again. The"
                + " answer of then is not kept any more: orders, fills and GET /portfolio/ledger"
                + " show what it did, as the events first_seq to last_seq.")
        .with("first_seq", firstSeq)
        .with("last_seq", lastSeq);
  }

  private static boolean isPast(String time) {
    try {
      return Times.parse(time) <= System.currentTimeMillis();
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** What a lot costs is told with a budget that does not buy one. */
  private static Problem amountOutOfRange(Change.Rejected r) {
    String code = Names.of(r.reason());
    if (r.needed() == 0) {
      return new Problem(
          422, code, "Give an amount of more than zero, and within the limits of the exchange.");
    }
    String needed = AccountJson.amount(r.asset(), r.needed());
    return new Problem(
            422,
            code,
            "The budget buys nothing: the least that can be bought now, one lot, costs %s. Give at"
                    .formatted(needed)
                + " least that, or a limit order that waits.")
        .with("needed", needed);
  }

  private static Problem insufficient(Change.Rejected r, String code) {
    String needed = AccountJson.amount(r.asset(), r.needed());
    String available = AccountJson.amount(r.asset(), r.available());
    String held = AccountJson.amount(r.asset(), r.held());
    String what = Asset.isCash(r.asset()) ? "" : " contracts";
    return new Problem(
            422,
            code,
            "This needs %s%s; you have %s available and %s held by open orders. %s"
                .formatted(
                    needed,
                    what,
                    available,
                    held,
                    Asset.isCash(r.asset())
                        ? "Deposit, cancel orders, or ask for less."
                        : "Cancel orders or sell less."))
        .with("needed", needed)
        .with("available", available)
        .with("held", held);
  }

  private static Problem nearest(Problem problem, @Nullable String nearest) {
    return nearest == null ? problem : problem.with("nearest", nearest);
  }
}
