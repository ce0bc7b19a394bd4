package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import sibyl.gateway.read.Page;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.TradeView;

/** What everybody may see: events, markets, books, trades. */
public final class MarketOperations {
  private static final int DEPTH_DEFAULT = 50;
  private static final int EVENT_DEPTH_DEFAULT = 10;

  private final ReadModel model;
  private final History history;
  private final EventSearch search;
  private final Blocking blocking;

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
    if (words.isEmpty()) {
      EventSort order = sort.orElse(EventSort.NEWEST);
      return answer(page(request, wanted(request), order::place));
    }
    return blocking
        .call(() -> search.find(words.get()))
        .compose(
            found -> {
              Map<Long, Long> ranks = new HashMap<>();
              found.forEach(hit -> ranks.put(hit.event(), hit.rank()));
              Predicate<EventView> wanted =
                  wanted(request).and(event -> ranks.containsKey(event.event()));
              return answer(
                  sort.isPresent()
                      ? page(request, wanted, sort.get()::place)
                      : page(
                          request,
                          wanted,
                          event ->
                              EventSort.Place.ofRank(
                                  ranks.getOrDefault(event.event(), 0L), event.event())));
            });
  }

  private JsonObject page(
      Request request, Predicate<EventView> wanted, Function<EventView, EventSort.Place> place) {
    int limit = request.limit();
    EventSort.@Nullable Place after =
        request.query("cursor").map(EventSort.Place::open).orElse(null);
    Seen<List<EventView>> found = model.read(state -> state.events(wanted));
    List<EventView> page = EventSort.page(found.value(), place, after, limit);
    JsonArray items = new JsonArray();
    page.forEach(event -> items.add(MarketJson.event(event)));
    String next = page.size() < limit ? null : place.apply(page.getLast()).cursor();
    return new JsonObject()
        .put("items", items)
        .put("next_cursor", next)
        .put("as_of_seq", found.asOfSeq());
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
    long before = request.before();
    int limit = request.limit();
    Seen<@Nullable Page<Candle>> seen =
        model.read(state -> state.candles(id, interval, before, limit));
    Page<Candle> recent = seen.value();
    if (recent == null) {
      throw Problems.unknown("market");
    }
    return OlderToo.complete(
            blocking,
            recent,
            limit,
            before,
            Candle::startMs,
            (olderThan, missing) -> history.candles(id, interval, olderThan, missing))
        .map(
            items ->
                Answer.ok(
                    Pages.page(items, limit, Candle::startMs, MarketJson::candle, seen.asOfSeq())));
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
    long before = request.before();
    int limit = request.limit();
    Seen<@Nullable Page<TradeView>> seen = model.read(state -> state.trades(id, before, limit));
    Page<TradeView> recent = seen.value();
    if (recent == null) {
      throw Problems.unknown("market");
    }
    return OlderToo.complete(
            blocking,
            recent,
            limit,
            before,
            TradeView::seq,
            (olderThan, missing) -> history.trades(id, olderThan, missing))
        .map(
            items ->
                Answer.ok(
                    Pages.page(items, limit, TradeView::seq, MarketJson::trade, seen.asOfSeq())));
  }

  private static Future<Answer> answer(JsonObject body) {
    return Future.succeededFuture(Answer.ok(body));
  }
}
