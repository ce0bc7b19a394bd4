package sibyl.app.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import sibyl.app.client.Answer;
import sibyl.app.client.Caller;

/**
 * Sends the planned orders, one after the other in the order of time, each by its trader, and reads
 * the market's price after each.
 *
 * <p>One at a time, so the orders the exchange has are always the first of the plan. That is how a
 * killed replay finds its place again: by a binary search with the client order ids.
 */
final class Replay {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final long LATENCY_MICROS_MAX = Duration.ofMinutes(2).toNanos() / 1_000;
  private static final int LATENCY_DIGITS = 3;

  private final List<PlannedOrder> orders;
  private final Traders traders;
  private final ReplayMarkets markets;
  private final Acknowledged acknowledged;
  private final double speed;
  private final Histogram latencyMicros = new Histogram(LATENCY_MICROS_MAX, LATENCY_DIGITS);
  private long elapsedNs;

  /**
   * @param speed how much faster than the trades happened; infinite for as fast as it goes
   */
  Replay(
      List<PlannedOrder> orders,
      Traders traders,
      ReplayMarkets markets,
      Acknowledged acknowledged,
      double speed) {
    this.orders = orders;
    this.traders = traders;
    this.markets = markets;
    this.acknowledged = acknowledged;
    this.speed = speed;
  }

  void run(Progress progress) {
    int from = Prefix.length(orders.size(), i -> isThere(orders.get(i)));
    progress.advanceTo(from);
    if (from > 0) {
      completeLast(orders.get(from - 1));
    }
    long startedNs = System.nanoTime();
    for (int i = from; i < orders.size(); i++) {
      awaitTurn(orders.get(from), orders.get(i), startedNs);
      send(orders.get(i));
      progress.advance();
    }
    elapsedNs = System.nanoTime() - startedNs;
  }

  private boolean isThere(PlannedOrder order) {
    Answer answer = traders.of(order.trader()).get("/orders/by_client_id/" + order.clientOrderId());
    if (answer.status() == NOT_FOUND) {
      return false;
    }
    answer.orThrow();
    return true;
  }

  /** A run that was killed between an order and the reading of its price left that to us. */
  private void completeLast(PlannedOrder order) {
    if (acknowledged.priceAfter(order.clientOrderId()).isPresent()) {
      return;
    }
    Caller trader = traders.of(order.trader());
    Answer found = trader.get("/orders/by_client_id/" + order.clientOrderId()).orThrow();
    acknowledged.order(order.clientOrderId(), orderId(found));
    acknowledged.price(order.clientOrderId(), price(trader, order, found.asOfSeq()));
  }

  private void send(PlannedOrder order) {
    Caller trader = traders.of(order.trader());
    Map<String, Object> body = body(order);
    long sentNs = System.nanoTime();
    Answer answer = trader.placeOrder(body);
    latencyMicros.recordValue(Math.min(LATENCY_MICROS_MAX, (System.nanoTime() - sentNs) / 1_000));
    if (answer.status() == CONFLICT && answer.code().equals("duplicate_client_order_id")) {
      // The answer to an earlier try was lost on its way; the order is there.
      answer = trader.get("/orders/by_client_id/" + order.clientOrderId());
    }
    acknowledged.order(order.clientOrderId(), orderId(answer.orThrow()));
    acknowledged.price(order.clientOrderId(), price(trader, order, answer.asOfSeq()));
  }

  private static String orderId(Answer answer) {
    return answer.body().path("order").path("order_id").asText();
  }

  private Map<String, Object> body(PlannedOrder order) {
    Map<String, Object> body = new HashMap<>();
    body.put("market_id", markets.market(order.study()));
    body.put("side", "buy");
    body.put("outcome", order.yesQuantity() > 0 ? "yes" : "no");
    body.put("type", "market");
    body.put("quantity", Amounts.quantity(Math.abs(order.yesQuantity())));
    body.put("client_order_id", order.clientOrderId());
    return body;
  }

  private String price(Caller trader, PlannedOrder order, long minSeq) {
    String market = markets.market(order.study());
    return trader.get("/markets/" + market + "?min_seq=" + minSeq).orThrow().text("probability");
  }

  private void awaitTurn(PlannedOrder first, PlannedOrder next, long startedNs) {
    if (Double.isInfinite(speed)) {
      return;
    }
    long sourceNs = Duration.between(first.at(), next.at()).toNanos();
    long dueNs = startedNs + (long) (sourceNs / speed);
    long waitNs = dueNs - System.nanoTime();
    if (waitNs > 0) {
      try {
        Thread.sleep(Duration.ofNanos(waitNs));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted during the replay", e);
      }
    }
  }

  /** Orders this run has sent. */
  long sent() {
    return latencyMicros.getTotalCount();
  }

  double ordersPerSecond() {
    return elapsedNs == 0 ? 0 : sent() * 1e9 / elapsedNs;
  }

  double latencyMillis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1e3;
  }
}
