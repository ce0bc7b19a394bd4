package sibyl.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.Canonical;
import sibyl.engine.CloseReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.command.PlaceOrder;

/** Follows what rests in one book and who holds shares, to draw commands that make sense. */
final class BookWatcher extends NoListener {
  private static final int PAYOUT = 10_000;
  private static final int TICK = 100;

  private record Resting(long account, boolean bid, int yesTicks) {}

  private final Map<Long, Resting> resting = new HashMap<>();
  private final List<Long> placed = new ArrayList<>();
  private final TreeMap<Integer, Integer> bids = new TreeMap<>();
  private final TreeMap<Integer, Integer> asks = new TreeMap<>();
  private final Map<Long, Long> yesShares = new HashMap<>();
  private final Map<Long, Long> noShares = new HashMap<>();

  int resting() {
    return resting.size();
  }

  /** In ticks; one below all prices when nobody buys. */
  int bestBid() {
    return bids.isEmpty() ? 0 : bids.lastKey();
  }

  /** In ticks; one above all prices when nobody sells. */
  int bestAsk() {
    return asks.isEmpty() ? 100 : asks.firstKey();
  }

  long owner(long order) {
    return require(resting.get(order), order).account();
  }

  /** Free shares, hundredths. */
  long shares(long account, Outcome outcome) {
    return (outcome == Outcome.YES ? yesShares : noShares).getOrDefault(account, 0L);
  }

  /** A resting order among the latest placed ones; 0 when none is found. */
  long pick(long random, int latest) {
    int from = Math.max(0, placed.size() - latest);
    for (int attempt = 0; attempt < 64 && !placed.isEmpty(); attempt++) {
      long mixed = (random + attempt) * 0x9e3779b97f4a7c15L;
      int at = from + (int) Long.remainderUnsigned(mixed ^ mixed >>> 32, placed.size() - from);
      long id = placed.get(at);
      if (resting.containsKey(id)) {
        return id;
      }
    }
    return 0;
  }

  private static Resting require(@Nullable Resting found, long order) {
    if (found == null) {
      throw new IllegalStateException("order " + order + " does not rest");
    }
    return found;
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    boolean bid = Canonical.isBid(spec.side, spec.outcome);
    int ticks = Canonical.yesPrice(spec.outcome, spec.price, PAYOUT) / TICK;
    resting.put(order, new Resting(spec.account, bid, ticks));
    placed.add(order);
    (bid ? bids : asks).merge(ticks, 1, Integer::sum);
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    Resting closed = require(resting.remove(order), order);
    (closed.bid() ? bids : asks)
        .computeIfPresent(closed.yesTicks(), (ticks, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    if (!Asset.isCash(asset)) {
      (Asset.outcome(asset) == Outcome.YES ? yesShares : noShares).put(account, free);
    }
  }
}
