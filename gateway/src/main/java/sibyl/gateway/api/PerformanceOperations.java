package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import sibyl.accounts.trader.Leaderboards;
import sibyl.accounts.trader.Performance;
import sibyl.accounts.trader.PerformanceReports;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;

/** How trading went: one's own in full, everybody's best in short. */
public final class PerformanceOperations {
  private static final int DAYS_DEFAULT = 30;
  private static final int BILLIONTHS = 9;

  private final PerformanceReports reports;
  private final Leaderboards leaderboards;
  private final Blocking blocking;

  public PerformanceOperations(
      PerformanceReports reports, Leaderboards leaderboards, Blocking blocking) {
    this.reports = reports;
    this.leaderboards = leaderboards;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("getPerformance", this::performance);
    table.add("getLeaderboard", this::leaderboard);
  }

  private Future<Answer> performance(Request request) {
    long account = request.account();
    int days = request.queryInt("days", DAYS_DEFAULT);
    return blocking.call(() -> Answer.ok(json(reports.of(account, days))));
  }

  private static JsonObject json(Performance of) {
    long profit = of.realized() + of.unrealized();
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
        .put("paid_in", Decimals.money(of.paidIn()))
        .put("profit", Decimals.money(profit))
        .put("realized_pnl", Decimals.money(of.realized()))
        .put("unrealized_pnl", Decimals.money(of.unrealized()))
        .put("roi", of.paidIn() <= 0 ? null : Decimals.ratio(profit, of.paidIn()))
        .put("wins", of.wins())
        .put("losses", of.losses())
        .put("win_rate", over == 0 ? null : Decimals.ratio(of.wins(), over))
        .put("trades", of.trades())
        .put("volume", Decimals.money(of.volume()))
        .put("fees", Decimals.money(of.fees()))
        .put("brier_score", of.brierBillionths() == null ? null : score(of.brierBillionths()))
        .put("markets", markets)
        .put("categories", categories)
        .put("equity", equity)
        .put("as_of_seq", of.asOfSeq());
  }

  private Future<Answer> leaderboard(Request request) {
    Leaderboards.Board board =
        request
            .query("by")
            .map(name -> Names.parse(Leaderboards.Board.class, name))
            .orElse(Leaderboards.Board.PROFIT);
    return blocking
        .call(() -> leaderboards.of(board))
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

  private static String score(long billionths) {
    return BigDecimal.valueOf(billionths, BILLIONTHS).toPlainString();
  }
}
