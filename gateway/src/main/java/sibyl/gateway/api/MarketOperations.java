package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.event.EventSearch;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.MarketJson;
import sibyl.gateway.json.Names;
import sibyl.gateway.read.BookView;
import sibyl.gateway.read.Candle;
import sibyl.gateway.read.CandleInterval;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.History;
import sibyl.gateway.read.MarketStats;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.Remembered;
import sibyl.gateway.read.TradeView;

/** What everybody may see: events, markets, books, trades. */
public final class MarketOperations {
  private static final int DEPTH_DEFAULT = 50;
  private static final int EVENT_DEPTH_DEFAULT = 10;

  private final ReadModel model;
  private final History history;
  private final EventSearch search;
  private final Blocking blocking;
  private final Rankings rankings = new Rankings();

  public MarketOperations(ReadModel model, History history, EventSearch search, Blocking blocking) {
    this.model = model;
    this.history = history;
    this.search = search;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listEvents", this::events);
    table.add("getEvent", this::event);
    table.add("getMarket", this::market);
    table.add("getMarketBook", this::book);
    table.add("listMarketTrades", this::trades);
    table.add("getEventBook", this::eventBook);
    table.add("listCandles", this::candles);
    table.add("getMarketStats", this::stats);
  }

  /** With words, the best found first unless another order is asked for. */
  private Future<Answer> events(Request request) {
    Optional<EventSort> sort = request.query("sort").map(EventSort::parse);
    Optional<String> words = request.query("q");
    Predicate<EventView> wanted = wanted(request);
    if (words.isEmpty()) {
      return answer(sorted(request, sort.orElse(EventSort.NEWEST), wanted));
    }
    return blocking
        .call(() -> search.find(words.get()))
        .compose(
            found -> {
              Map<Long, Long> ranks = new HashMap<>();
              found.forEach(hit -> ranks.put(hit.event(), hit.rank()));
              Predicate<EventView> hit = wanted.and(event -> ranks.containsKey(event.event()));
              return answer(
                  sort.isPresent()
                      ? sorted(request, sort.get(), hit)
                      : ranked(request, hit, events -> bestFirst(events, ranks)));
            });
  }

  private JsonObject sorted(Request request, EventSort sort, Predicate<EventView> wanted) {
    return sort.isFixed() ? byNumber(request, sort, wanted) : ranked(request, wanted, sort::ids);
  }

  private JsonObject ranked(
      Request request, Predicate<EventView> wanted, Function<List<EventView>, long[]> order) {
    long asOfSeq = model.seq();
    return Listing.of(request)
        .ranked(
            rankings,
            request.reader(),
            () -> order.apply(model.read(state -> state.events(wanted)).value()),
            event -> eventIf(event, wanted),
            (rank, event) -> MarketJson.event(event))
        .put("as_of_seq", asOfSeq);
  }

  /** Of equals the newer first. */
  private static long[] bestFirst(List<EventView> events, Map<Long, Long> ranks) {
    return events.stream()
        .map(EventView::event)
        .sorted(
            Comparator.comparingLong((Long event) -> ranks.getOrDefault(event, 0L))
                .thenComparing(Comparator.naturalOrder())
                .reversed())
        .mapToLong(Long::longValue)
        .toArray();
  }

  private JsonObject byNumber(Request request, EventSort sort, Predicate<EventView> wanted) {
    Listing listing = Listing.of(request);
    Seen<List<EventView>> found = model.read(state -> state.events(wanted));
    List<EventView> all = found.value();
    return listing
        .page(
            sort == EventSort.NEWEST
                ? all.reversed().stream()
                    .filter(event -> event.event() < listing.before())
                    .limit(listing.limit())
                    .toList()
                : all.stream()
                    .filter(event -> event.event() > listing.after())
                    .limit(listing.limit())
                    .toList(),
            EventView::event,
            MarketJson::event)
        .put("as_of_seq", found.asOfSeq());
  }

  private @Nullable EventView eventIf(long id, Predicate<EventView> wanted) {
    EventView event = model.<@Nullable EventView>read(state -> state.event(id)).value();
    return event == null || !wanted.test(event) ? null : event;
  }

  private static Predicate<EventView> wanted(Request request) {
    Optional<MarketState> state =
        request.query("status").map(name -> Names.parse(MarketState.class, name));
    Optional<String> category = request.query("category");
    return event ->
        (state.isEmpty() || event.markets().stream().anyMatch(m -> m.state() == state.get()))
            && (category.isEmpty() || category.get().equals(event.spec().category()));
  }

  private Future<Answer> event(Request request) {
    long id = request.pathId("event_id");
    Seen<@Nullable EventView> event = model.read(state -> state.event(id));
    if (event.value() == null) {
      throw Problems.unknown("event");
    }
    return answer(MarketJson.event(event.value()).put("as_of_seq", event.asOfSeq()));
  }

  private Future<Answer> market(Request request) {
    return answer(marketNow(model, request.pathId("market_id")));
  }

  /** The market as it stands, as an answer. */
  static JsonObject marketNow(ReadModel model, long id) {
    JsonObject market = marketIfAny(model, id);
    if (market == null) {
      throw Problems.unknown("market");
    }
    return market;
  }

  /** The same; null when there is no such market. */
  static @Nullable JsonObject marketIfAny(ReadModel model, long id) {
    Seen<@Nullable MarketView> market = model.read(state -> state.market(id));
    return market.value() == null
        ? null
        : MarketJson.market(market.value()).put("as_of_seq", market.asOfSeq());
  }

  private Future<Answer> book(Request request) {
    long id = request.pathId("market_id");
    Outcome outcome =
        request.query("outcome").map(name -> Names.parse(Outcome.class, name)).orElse(Outcome.YES);
    int depth = request.queryInt("depth", DEPTH_DEFAULT);
    Seen<@Nullable BookView> book = model.read(state -> state.book(id, outcome, depth));
    if (book.value() == null) {
      throw Problems.unknown("market");
    }
    JsonObject named =
        new JsonObject().put("market_id", Long.toString(id)).put("outcome", Names.of(outcome));
    return answer(MarketJson.putBook(named, book.value()).put("as_of_seq", book.asOfSeq()));
  }

  private Future<Answer> eventBook(Request request) {
    long id = request.pathId("event_id");
    int depth = request.queryInt("depth", EVENT_DEPTH_DEFAULT);
    Seen<@Nullable JsonObject> books =
        model.read(
            state -> {
              EventView event = state.event(id);
              return event == null ? null : MarketJson.eventBook(event, state, depth);
            });
    if (books.value() == null) {
      throw Problems.unknown("event");
    }
    return answer(books.value().put("as_of_seq", books.asOfSeq()));
  }

  /** Walked by the time at which candles begin. */
  private Future<Answer> candles(Request request) {
    long id = request.pathId("market_id");
    CandleInterval interval =
        request.query("interval").flatMap(CandleInterval::of).orElse(CandleInterval.HOUR);
    Listing listing = Listing.of(request);
    Seen<@Nullable Remembered<Candle>> seen =
        model.read(state -> state.candles(id, interval, listing.before(), listing.limit()));
    Remembered<Candle> recent = seen.value();
    if (recent == null) {
      throw Problems.unknown("market");
    }
    return listing
        .completed(
            blocking,
            history,
            recent,
            (before, limit) -> history.candles(id, interval, before, limit))
        .map(candles -> listing.page(candles, Candle::startMs, MarketJson::candle))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private Future<Answer> stats(Request request) {
    long id = request.pathId("market_id");
    Seen<@Nullable MarketStats> seen = model.read(state -> state.stats(id));
    if (seen.value() == null) {
      throw Problems.unknown("market");
    }
    return answer(MarketJson.stats(seen.value()).put("as_of_seq", seen.asOfSeq()));
  }

  private Future<Answer> trades(Request request) {
    long id = request.pathId("market_id");
    Listing listing = Listing.of(request);
    Seen<@Nullable Remembered<TradeView>> seen =
        model.read(state -> state.trades(id, listing.before(), listing.limit()));
    Remembered<TradeView> recent = seen.value();
    if (recent == null) {
      throw Problems.unknown("market");
    }
    return listing
        .completed(blocking, history, recent, (before, limit) -> history.trades(id, before, limit))
        .map(trades -> listing.page(trades, TradeView::seq, MarketJson::trade))
        .map(page -> Answer.ok(page.put("as_of_seq", seen.asOfSeq())));
  }

  private static Future<Answer> answer(JsonObject body) {
    return Future.succeededFuture(Answer.ok(body));
  }
}
