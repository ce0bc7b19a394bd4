package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.MarketJson;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.TradeView;

/**
 * The trades of a market as they happen. When too many wait, the oldest are skipped and a gap says
 * how many; {@code GET /markets/{market_id}/trades} has them.
 */
final class TradesChannel implements Channel {
  private final ReadModel model;
  private final int waitingMax;

  TradesChannel(ReadModel model, int waitingMax) {
    this.model = model;
    this.waitingMax = waitingMax;
  }

  @Override
  public String name() {
    return "trades";
  }

  @Override
  public Set<String> members() {
    return Set.of("market_id");
  }

  @Override
  public Subscription subscribe(int sid, JsonObject request, Subscriber who) {
    return new TradesSubscription(sid, MarketRequest.market(request, model));
  }

  private final class TradesSubscription extends Subscription {
    private final long market;
    private final ArrayDeque<TradeView> waiting = new ArrayDeque<>();
    private long skipped;
    private long skippedSeq;

    TradesSubscription(int sid, long market) {
      super(sid, new Topic.Market(market));
      this.market = market;
    }

    @Override
    synchronized boolean offer(Applied applied) {
      boolean any = false;
      for (TradeView trade : applied.trades()) {
        if (trade.market() == market) {
          waiting.addLast(trade);
          any = true;
        }
      }
      while (waiting.size() > waitingMax) {
        skippedSeq = waiting.removeFirst().seq();
        skipped++;
      }
      return any;
    }

    @Override
    synchronized @Nullable JsonObject poll() {
      if (skipped > 0) {
        JsonObject gap = gap("slow reader", skippedSeq).put("skipped", skipped);
        skipped = 0;
        return gap;
      }
      TradeView trade = waiting.pollFirst();
      return trade == null
          ? null
          : message("trade", trade.seq()).put("trade", MarketJson.trade(trade));
    }
  }
}
