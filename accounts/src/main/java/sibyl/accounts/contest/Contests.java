package sibyl.accounts.contest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import sibyl.accounts.AccountsException;
import sibyl.store.Database;

/** Contests as they were set up. */
public final class Contests {
  /** Most teams of one contest. */
  public static final int TEAMS_MAX = 200;

  /** Most markets of one contest. */
  public static final int MARKETS_MAX = 100;

  /** How long a reset can take. */
  public static final Duration RESET_MAX = Duration.ofMinutes(5);

  private static final int TITLE_LENGTH_MAX = 200;

  private final Database database;
  private final InstantSource clock;

  public Contests(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Writes a contest down. Nobody has anything of it before the first reset.
   *
   * @throws AccountsException INVALID_CONTEST, UNKNOWN_TEAM
   */
  public Contest create(
      String title,
      Instant startsAt,
      Instant endsAt,
      List<Long> markets,
      List<Contestant> contestants) {
    check(title, startsAt, endsAt, markets, contestants);
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              requireTeams(handle, contestants);
              long id =
                  handle
                      .createQuery(
                          """
                          INSERT INTO contests (title, starts_at, ends_at, created_at)
                          VALUES (:title, :starts, :ends, :now) RETURNING contest_id
                          """)
                      .bind("title", title)
                      .bind("starts", startsAt.atOffset(ZoneOffset.UTC))
                      .bind("ends", endsAt.atOffset(ZoneOffset.UTC))
                      .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                      .mapTo(Long.class)
                      .one();
              insertMarkets(handle, id, markets);
              insertTeams(handle, id, contestants);
              return known(handle, id);
            });
  }

  /**
   * @throws AccountsException UNKNOWN_CONTEST
   */
  public Contest contest(long id) {
    return database.jdbi().withHandle(handle -> known(handle, id));
  }

  /** Contests, the latest first, of those below {@code before}. */
  public List<Contest> list(long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT contest_id FROM contests WHERE contest_id < :before"
                            + " ORDER BY contest_id DESC LIMIT :limit")
                    .bind("before", before)
                    .bind("limit", limit)
                    .mapTo(Long.class)
                    .list()
                    .stream()
                    .map(id -> known(handle, id))
                    .toList());
  }

  /**
   * Begins a reset. There is one at a time, of whatever contest; one that was never ended is
   * forgotten after {@link #RESET_MAX}.
   *
   * @throws AccountsException UNKNOWN_CONTEST, RESET_UNDER_WAY
   */
  public Contest beginReset(long id) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              handle.execute("LOCK TABLE contests IN EXCLUSIVE MODE");
              Contest contest = known(handle, id);
              Instant now = clock.instant();
              boolean busy =
                  handle
                      .createQuery("SELECT 1 FROM contests WHERE reset_begun_at > :since LIMIT 1")
                      .bind("since", now.minus(RESET_MAX).atOffset(ZoneOffset.UTC))
                      .mapTo(Integer.class)
                      .findOne()
                      .isPresent();
              if (busy) {
                throw new AccountsException(
                    AccountsException.Code.RESET_UNDER_WAY,
                    "a contest is being reset: wait until it is done");
              }
              handle
                  .createUpdate("UPDATE contests SET reset_begun_at = :now WHERE contest_id = :id")
                  .bind("now", now.atOffset(ZoneOffset.UTC))
                  .bind("id", id)
                  .execute();
              return contest;
            });
  }

  /** Notes that a reset ended before it was complete. */
  public void resetFailed(long id) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "UPDATE contests SET reset_begun_at = NULL WHERE contest_id = :id")
                    .bind("id", id)
                    .execute());
  }

  /**
   * Notes that everybody is back at the beginning.
   *
   * @param seq the last event that took them there
   */
  public Contest resetDone(long id, long seq) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              handle
                  .createUpdate(
                      "UPDATE contests SET resets = resets + 1, reset_seq = :seq,"
                          + " reset_begun_at = NULL WHERE contest_id = :id")
                  .bind("seq", seq)
                  .bind("id", id)
                  .execute();
              return known(handle, id);
            });
  }

  static Contest known(Handle handle, long id) {
    return handle
        .createQuery("SELECT * FROM contests WHERE contest_id = :id")
        .bind("id", id)
        .map((row, context) -> read(handle, row))
        .findOne()
        .orElseThrow(
            () ->
                new AccountsException(
                    AccountsException.Code.UNKNOWN_CONTEST, "there is no such contest"));
  }

  private static Contest read(Handle handle, ResultSet row) throws SQLException {
    long id = row.getLong("contest_id");
    return new Contest(
        id,
        row.getString("title"),
        row.getObject("starts_at", OffsetDateTime.class).toInstant(),
        row.getObject("ends_at", OffsetDateTime.class).toInstant(),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        handle
            .createQuery(
                "SELECT market_id FROM contest_markets WHERE contest_id = :id ORDER BY market_id")
            .bind("id", id)
            .mapTo(Long.class)
            .list(),
        contestants(handle, id),
        row.getInt("resets"),
        row.getObject("reset_seq", Long.class));
  }

  private static List<Contestant> contestants(Handle handle, long id) {
    Map<Long, Map<Long, Long>> goods =
        handle
            .createQuery("SELECT * FROM contest_goods WHERE contest_id = :id")
            .bind("id", id)
            .map(
                (row, context) ->
                    new long[] {
                      row.getLong("team_id"), row.getLong("market_id"), row.getLong("quantity")
                    })
            .list()
            .stream()
            .collect(
                Collectors.groupingBy(
                    good -> good[0], Collectors.toMap(good -> good[1], good -> good[2])));
    return handle
        .createQuery(
            "SELECT team_id, cash FROM contest_teams WHERE contest_id = :id ORDER BY team_id")
        .bind("id", id)
        .map(
            (row, context) ->
                new Contestant(
                    row.getLong("team_id"),
                    row.getLong("cash"),
                    goods.getOrDefault(row.getLong("team_id"), Map.of())))
        .list();
  }

  private static void insertMarkets(Handle handle, long id, List<Long> markets) {
    PreparedBatch batch = handle.prepareBatch("INSERT INTO contest_markets VALUES (:id, :market)");
    markets.forEach(market -> batch.bind("id", id).bind("market", market).add());
    batch.execute();
  }

  private static void insertTeams(Handle handle, long id, List<Contestant> contestants) {
    PreparedBatch teams =
        handle.prepareBatch("INSERT INTO contest_teams VALUES (:id, :team, :cash)");
    PreparedBatch goods =
        handle.prepareBatch("INSERT INTO contest_goods VALUES (:id, :team, :market, :quantity)");
    for (Contestant contestant : contestants) {
      teams.bind("id", id).bind("team", contestant.team()).bind("cash", contestant.cash()).add();
      contestant
          .goods()
          .forEach(
              (market, quantity) -> {
                if (quantity > 0) {
                  goods
                      .bind("id", id)
                      .bind("team", contestant.team())
                      .bind("market", market)
                      .bind("quantity", quantity)
                      .add();
                }
              });
    }
    teams.execute();
    if (goods.size() > 0) {
      goods.execute();
    }
  }

  private static void requireTeams(Handle handle, List<Contestant> contestants) {
    Set<Long> missing =
        contestants.stream().map(Contestant::team).collect(Collectors.toCollection(HashSet::new));
    missing.removeAll(
        handle
            .createQuery("SELECT account_id FROM teams WHERE kind = 'TEAM'")
            .mapTo(Long.class)
            .list());
    if (!missing.isEmpty()) {
      throw new AccountsException(AccountsException.Code.UNKNOWN_TEAM, "there is no such team");
    }
  }

  private static void check(
      String title,
      Instant startsAt,
      Instant endsAt,
      List<Long> markets,
      List<Contestant> contestants) {
    require(
        !title.isBlank() && title.length() <= TITLE_LENGTH_MAX,
        "the title of a contest has 1 to " + TITLE_LENGTH_MAX + " characters");
    require(startsAt.isBefore(endsAt), "a contest ends after it starts");
    require(
        !markets.isEmpty() && markets.size() <= MARKETS_MAX && isDistinct(markets),
        "a contest has 1 to " + MARKETS_MAX + " markets, each named once");
    require(
        !contestants.isEmpty()
            && contestants.size() <= TEAMS_MAX
            && isDistinct(contestants.stream().map(Contestant::team).toList()),
        "a contest has 1 to " + TEAMS_MAX + " teams, each named once");
    for (Contestant contestant : contestants) {
      require(
          contestant.cash() >= 0
              && contestant.goods().values().stream().allMatch(quantity -> quantity >= 0),
          "nobody begins with less than nothing");
      require(
          markets.containsAll(contestant.goods().keySet()),
          "a team begins with goods of the contest's markets only");
    }
  }

  private static boolean isDistinct(List<Long> numbers) {
    return new HashSet<>(numbers).size() == numbers.size();
  }

  private static void require(boolean condition, String what) {
    if (!condition) {
      throw new AccountsException(AccountsException.Code.INVALID_CONTEST, what);
    }
  }
}
