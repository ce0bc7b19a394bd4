package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.MarketJson;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.BookView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/**
 * The book of a market in YES terms: a snapshot, then levels with their absolute quantities. A
 * level that changes again before it was sent is sent once; when too many wait, the reader gets a
 * gap and a new snapshot. What the AMM would do comes beside, whole each time: its best levels.
 */
final class BookChannel implements Channel {
  /** Most levels of each side that are told of the AMM: they all come anew when it trades. */
  static final int AMM_DEPTH = 20;

  private final ReadModel model;
  private final int levelsWaitingMax;

  BookChannel(ReadModel model, int levelsWaitingMax) {
    this.model = model;
    this.levelsWaitingMax = levelsWaitingMax;
  }

  @Override
  public String name() {
    return "book";
  }

  @Override
  public Set<String> members() {
    return Set.of("market_id");
  }

  @Override
  public Subscription subscribe(int sid, JsonObject request, Subscriber who) {
    return new BookSubscription(sid, MarketRequest.market(request, model));
  }

  private record LevelKey(boolean bid, int yesPrice) {}

  private record LevelNow(long quantity, long asOfSeq) {}

  private final class BookSubscription extends Subscription {
    private final long market;
    private final LinkedHashMap<LevelKey, LevelNow> waiting = new LinkedHashMap<>();
    private boolean snapshotDue = true;
    private boolean gapDue;
    private long snapshotSeq;
    private long offeredSeq;
    private boolean syntheticDue;
    private BookView.@Nullable Synthetic syntheticTold;

    BookSubscription(int sid, long market) {
      super(sid, new Topic.Market(market));
      this.market = market;
    }

    @Override
    synchronized boolean offer(Applied applied) {
      offeredSeq = applied.seq();
      boolean any = false;
      for (Applied.LevelChange level : applied.levels()) {
        if (level.market() == market && !snapshotDue) {
          // To the end, so that what is sent never goes back in time.
          waiting.putLast(
              new LevelKey(level.bid(), level.yesPrice()),
              new LevelNow(level.quantity(), applied.seq()));
          any = true;
        }
      }
      if (applied.synthetic().contains(market) && !snapshotDue) {
        syntheticDue = true;
        any = true;
      }
      if (waiting.size() > levelsWaitingMax) {
        waiting.clear();
        snapshotDue = true;
        gapDue = true;
      }
      return any;
    }

    @Override
    synchronized @Nullable JsonObject poll() {
      if (gapDue) {
        gapDue = false;
        return gap("slow reader; a snapshot follows", offeredSeq);
      }
      if (snapshotDue) {
        return snapshot();
      }
      for (Iterator<Map.Entry<LevelKey, LevelNow>> i = waiting.entrySet().iterator();
          i.hasNext(); ) {
        Map.Entry<LevelKey, LevelNow> next = i.next();
        i.remove();
        // The snapshot may already show what was offered right after it.
        if (next.getValue().asOfSeq() > snapshotSeq) {
          return delta(next.getKey(), next.getValue());
        }
      }
      if (syntheticDue) {
        return synthetic();
      }
      return null;
    }

    /**
     * What the AMM would do now; null when that is what was told last. It may know more than was
     * offered by now, but levels of that are still to be sent: it says no later event than they
     * will.
     */
    private @Nullable JsonObject synthetic() {
      syntheticDue = false;
      BookView.Synthetic now =
          Objects.requireNonNull(model.read(state -> state.synthetic(market, AMM_DEPTH)).value());
      if (now.equals(syntheticTold)) {
        return null;
      }
      syntheticTold = now;
      return message("book_synthetic", Math.max(snapshotSeq, offeredSeq))
          .put("market_id", Long.toString(market))
          .mergeIn(MarketJson.synthetic(now));
    }

    private JsonObject snapshot() {
      // Collect again first: what happens from here on is offered, what happened is in the book.
      snapshotDue = false;
      Seen<BookView> book =
          model.read(state -> Objects.requireNonNull(state.wholeBook(market, AMM_DEPTH)));
      snapshotSeq = book.asOfSeq();
      syntheticDue = false;
      syntheticTold = book.value().synthetic();
      return message("book_snapshot", snapshotSeq)
          .put("market_id", Long.toString(market))
          .mergeIn(MarketJson.putBook(new JsonObject(), book.value()));
    }

    private JsonObject delta(LevelKey key, LevelNow now) {
      return message("book_delta", now.asOfSeq())
          .put("market_id", Long.toString(market))
          .put("side", key.bid() ? "bid" : "ask")
          .put("price", Decimals.price(key.yesPrice()))
          .put("quantity", Decimals.quantity(now.quantity()));
    }
  }
}
