package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sibyl.accounts.contest.Contest;
import sibyl.accounts.contest.ContestReports;
import sibyl.accounts.contest.Contestant;
import sibyl.accounts.contest.Contests;
import sibyl.accounts.contest.FinalHolding;
import sibyl.accounts.contest.Report;
import sibyl.accounts.contest.Standing;
import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Csv;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;

/** Contests between teams: set up, brought back to their beginning, reported. */
public final class ContestOperations {
  private final Contests contests;
  private final ContestReports reports;
  private final Commands commands;
  private final ReadModel model;
  private final Blocking blocking;

  public ContestOperations(
      Contests contests,
      ContestReports reports,
      Commands commands,
      ReadModel model,
      Blocking blocking) {
    this.contests = contests;
    this.reports = reports;
    this.commands = commands;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("createContest", this::create);
    table.add("listContests", this::list);
    table.add("getContest", this::get);
    table.add("resetContest", this::reset, this::subject);
    table.add("getContestReport", this::report);
  }

  private Future<Answer> create(Request request) {
    Fields stated = request.fields();
    List<Long> markets = stated.ids("markets");
    markets.forEach(market -> requirePlayMoney(requireMarket(market)));
    long cash = stated.money("cash");
    Map<Long, Long> goods = goods(stated);
    List<Contestant> teams = new ArrayList<>();
    for (Fields team : stated.objects("teams")) {
      teams.add(
          new Contestant(
              team.id("team_id"),
              team.has("cash") ? team.money("cash") : cash,
              team.has("inventory") ? goods(team) : goods));
    }
    Instant startsAt = Instant.ofEpochMilli(stated.time("starts_at"));
    Instant endsAt = Instant.ofEpochMilli(stated.time("ends_at"));
    String title = stated.text("title", "");
    return blocking
        .call(() -> contests.create(title, startsAt, endsAt, markets, teams))
        .map(contest -> Answer.created(json(contest)));
  }

  private Map<Long, Long> goods(Fields stated) {
    Map<Long, Long> goods = new LinkedHashMap<>();
    for (Fields good : stated.objects("inventory")) {
      long market = good.id("market_id");
      if (requireMarket(market).spec().rules().kind() != MarketKind.ASSET) {
        throw good.malformed("market_id", "Only goods can be had to begin with.");
      }
      goods.merge(market, good.quantity("quantity", 0), Math::addExact);
    }
    return goods;
  }

  /** Teams have play money only, so they could not trade elsewhere. */
  private static void requirePlayMoney(MarketView market) {
    if (market.spec().rules().segment() != Accounts.PLAY_MONEY) {
      throw new Problem(
              422,
              "invalid_contest",
              "A contest is held in markets for play money. Create its events with play_money: true"
                  + " in each market.")
          .with("market_id", Long.toString(market.market()))
          .with("pointer", "/markets");
    }
  }

  private MarketView requireMarket(long market) {
    MarketView view = model.read(state -> state.market(market)).value();
    if (view == null) {
      throw Problems.unknown("market");
    }
    return view;
  }

  private Future<Answer> list(Request request) {
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<Contest> page = contests.list(listing.before(), listing.limit());
          return Answer.ok(listing.page(page, Contest::id, ContestOperations::json));
        });
  }

  private Future<Answer> get(Request request) {
    long id = request.pathId("contest_id");
    return blocking.call(() -> Answer.ok(json(contests.contest(id))));
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    long id = request.pathId("contest_id");
    return blocking.call(() -> Optional.of(json(contests.contest(id))));
  }

  private Future<Answer> reset(Request request) {
    long id = request.pathId("contest_id");
    return blocking
        .call(() -> contests.beginReset(id))
        .compose(
            contest ->
                Future.succeededFuture()
                    .compose(
                        begun -> new ContestReset(commands, model, request.actor(), contest).run())
                    .compose(
                        seq -> blocking.call(() -> contests.resetDone(id, seq)),
                        failure ->
                            blocking
                                .call(
                                    () -> {
                                      contests.resetFailed(id);
                                      return contest;
                                    })
                                .compose(noted -> Future.failedFuture(failure))))
        .map(contest -> Answer.ok(json(contest)));
  }

  private Future<Answer> report(Request request) {
    long id = request.pathId("contest_id");
    boolean csv = request.query("format").map("csv"::equals).orElse(false);
    return blocking
        .call(() -> reports.of(id))
        .map(
            report ->
                csv ? Answer.csv("contest-" + id + ".csv", csv(report)) : Answer.ok(json(report)));
  }

  private static String csv(Report report) {
    Csv csv =
        new Csv("rank", "team_id", "name", "started", "cash", "profit", "roi", "volume", "trades");
    for (Standing standing : report.standings()) {
      csv.row(
          Integer.toString(standing.rank()),
          Long.toString(standing.team()),
          standing.name(),
          Decimals.money(standing.started()),
          Decimals.money(standing.cash()),
          Decimals.money(standing.profit()),
          roi(standing),
          Decimals.money(standing.volume()),
          Long.toString(standing.trades()));
    }
    return csv.toString();
  }

  private static JsonObject json(Report report) {
    JsonArray standings = new JsonArray();
    report.standings().forEach(standing -> standings.add(json(standing)));
    return new JsonObject()
        .put("contest_id", Long.toString(report.contest().id()))
        .put("title", report.contest().title())
        .put("starts_at", time(report.contest().startsAt()))
        .put("ends_at", time(report.contest().endsAt()))
        .put("over", report.over())
        .put("standings", standings)
        .put("as_of_seq", report.asOfSeq());
  }

  private static JsonObject json(Standing standing) {
    JsonArray holdings = new JsonArray();
    for (FinalHolding holding : standing.holdings()) {
      holdings.add(
          new JsonObject()
              .put("market_id", Long.toString(holding.market()))
              .put("outcome", Names.of(holding.outcome()))
              .put("quantity", Decimals.quantity(holding.quantity()))
              .put("mark", holding.mark() == null ? null : Decimals.price(holding.mark())));
    }
    return new JsonObject()
        .put("rank", standing.rank())
        .put("team_id", Long.toString(standing.team()))
        .put("name", standing.name())
        .put("started", Decimals.money(standing.started()))
        .put("cash", Decimals.money(standing.cash()))
        .put("profit", Decimals.money(standing.profit()))
        .put("roi", standing.started() == 0 ? null : roi(standing))
        .put("volume", Decimals.money(standing.volume()))
        .put("trades", standing.trades())
        .put("holdings", holdings);
  }

  private static String roi(Standing standing) {
    return standing.started() == 0 ? "" : Decimals.ratio(standing.profit(), standing.started());
  }

  private static JsonObject json(Contest contest) {
    JsonArray markets = new JsonArray();
    contest.markets().forEach(market -> markets.add(Long.toString(market)));
    JsonArray teams = new JsonArray();
    for (Contestant team : contest.teams()) {
      JsonArray inventory = new JsonArray();
      team.goods()
          .forEach(
              (market, quantity) ->
                  inventory.add(
                      new JsonObject()
                          .put("market_id", Long.toString(market))
                          .put("quantity", Decimals.quantity(quantity))));
      teams.add(
          new JsonObject()
              .put("team_id", Long.toString(team.team()))
              .put("cash", Decimals.money(team.cash()))
              .put("inventory", inventory));
    }
    return new JsonObject()
        .put("contest_id", Long.toString(contest.id()))
        .put("title", contest.title())
        .put("starts_at", time(contest.startsAt()))
        .put("ends_at", time(contest.endsAt()))
        .put("created_at", time(contest.createdAt()))
        .put("markets", markets)
        .put("teams", teams)
        .put("resets", contest.resets())
        .put("reset_seq", contest.resetSeq());
  }

  private static String time(Instant at) {
    return Times.format(at.toEpochMilli());
  }
}
