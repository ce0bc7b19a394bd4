package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sibyl.accounts.trader.Leaderboards;
import sibyl.accounts.trader.Performance;
import sibyl.accounts.trader.PerformanceReports;
import sibyl.gateway.TraderParts;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.AccountView;
import sibyl.gateway.read.ExchangeState;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;
import sibyl.gateway.read.Standing;

/** How trading went: one's own in full, everybody's best in short. */
public final class PerformanceOperations {
  private static final int DAYS_DEFAULT = 30;
  private static final int BILLIONTHS = 9;

  private static final int LOOKED_AT_ONCE = 500;

  private final PerformanceReports reports;
  private final Leaderboards leaderboards;
  private final ReadModel model;
  private final Blocking blocking;

  private record Now(Standing standing, List<Performance.InMarket> open) {}

  public PerformanceOperations(TraderParts traders, ReadModel model, Blocking blocking) {
    this.reports = traders.performance();
    this.leaderboards = traders.leaderboards();
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("getPerformance", this::performance);
    table.add("getLeaderboard", this::leaderboard);
  }

  private Future<Answer> performance(Request request) {
    long account = request.account();
    int days = request.queryInt("days", DAYS_DEFAULT);
    return blocking.call(
        () -> {
          Seen<Now> seen = model.read(state -> now(state, account));
          Standing standing = seen.value().standing();
          PerformanceReports.Now now =
              new PerformanceReports.Now(standing.equity(), seen.value().open());
          Performance report =
              reports
                  .of(account, days, now, seen.asOfSeq())
                  .orElseThrow(PerformanceOperations::behind);
          return Answer.ok(
              AccountJson.profit(standing).mergeIn(json(report)).put("as_of_seq", seen.asOfSeq()));
        });
  }

  private static Problem behind() {
    return new Problem(
        503,
        "not_yet_visible",
        "The history is being brought up to date. Ask again in some seconds.");
  }

  /** The markets that are not settled yet: the tables have the others. */
  private static Now now(ExchangeState state, long account) {
    Standing standing = state.standing(account);
    Map<Long, Long> unrealized = new HashMap<>();
    for (PositionView held : standing.positions()) {
      unrealized.merge(held.market(), held.valued().unrealized(), Math::addExact);
    }
    List<Performance.InMarket> open = new ArrayList<>();
    state
        .openPositions(account)
        .forEach(
            (market, position) ->
                open.add(
                    new Performance.InMarket(
                        market,
                        "",
                        "",
                        position.realized(),
                        unrealized.getOrDefault(market, 0L),
                        !position.isHeld())));
    return new Now(standing, open);
  }

  private static JsonObject json(Performance of) {
    int over = of.wins() + of.losses();
    JsonArray markets = new JsonArray();
    for (Performance.InMarket market : of.markets()) {
      markets.add(
          new JsonObject()
              .put("market_id", Long.toString(market.market()))
              .put("title", market.title())
              .put("category", market.category())
              .put("realized_pnl", Decimals.money(market.realized()))
              .put("unrealized_pnl", Decimals.money(market.unrealized()))
              .put("over", market.over()));
    }
    JsonArray categories = new JsonArray();
    for (Performance.InCategory category : of.categories()) {
      categories.add(
          new JsonObject()
              .put("category", category.category())
              .put("realized_pnl", Decimals.money(category.realized()))
              .put("unrealized_pnl", Decimals.money(category.unrealized()))
              .put("markets", category.markets()));
    }
    JsonArray equity = new JsonArray();
    for (Performance.OnDay day : of.equity()) {
      equity.add(
          new JsonObject()
              .put("at", Times.format(day.endMs()))
              .put("equity", Decimals.money(day.equity())));
    }
    return new JsonObject()
        .put("wins", of.wins())
        .put("losses", of.losses())
        .put("win_rate", over == 0 ? null : Decimals.ratio(of.wins(), over))
        .put("trades", of.trades())
        .put("volume", Decimals.money(of.volume()))
        .put("fees", Decimals.money(of.fees()))
        .put("brier_score", of.brierBillionths() == null ? null : score(of.brierBillionths()))
        .put("markets", markets)
        .put("categories", categories)
        .put("equity_curve", equity);
  }

  private Future<Answer> leaderboard(Request request) {
    Leaderboards.Board board =
        request
            .query("by")
            .map(name -> Names.parse(Leaderboards.Board.class, name))
            .orElse(Leaderboards.Board.PROFIT);
    return blocking
        .call(() -> leaderboards.of(board, this::profits))
        .map(
            places -> {
              JsonArray items = new JsonArray();
              for (Leaderboards.Place place : places) {
                items.add(
                    new JsonObject()
                        .put("rank", place.rank())
                        .put("name", place.name())
                        .put(
                            "value",
                            board == Leaderboards.Board.CALIBRATION
                                ? score(place.value())
                                : Decimals.money(place.value())));
              }
              return Answer.ok(new JsonObject().put("by", Names.of(board)).put("items", items));
            });
  }

  /** Of every account that ever had a position, a part at a time so that others can read. */
  private Map<Long, Long> profits() {
    long[] numbers = model.read(state -> state.accountNumbers()).value();
    Map<Long, Long> profits = new HashMap<>();
    for (int from = 0; from < numbers.length; from += LOOKED_AT_ONCE) {
      int begin = from;
      int end = Math.min(numbers.length, from + LOOKED_AT_ONCE);
      model.read(
          state -> {
            for (int i = begin; i < end; i++) {
              AccountView account = state.account(numbers[i]);
              if (account != null && (account.trades() > 0 || account.standing().profit() != 0)) {
                profits.put(numbers[i], account.standing().profit());
              }
            }
            return profits.size();
          });
    }
    return profits;
  }

  private static String score(long billionths) {
    return BigDecimal.valueOf(billionths, BILLIONTHS).toPlainString();
  }
}
