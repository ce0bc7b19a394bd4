package sibyl.accounts.trader;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import sibyl.accounts.AccountsException;
import sibyl.store.Database;

/** Markets that people keep an eye on. */
public final class Watchlist {
  /** Most markets on one list. */
  public static final int MARKETS_MAX = 200;

  private final Database database;
  private final InstantSource clock;

  public Watchlist(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A market on somebody's list. */
  public record Watched(long market, Instant addedAt) {}

  /** The whole list, the latest first. */
  public List<Watched> of(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT market_id, added_at FROM watchlist WHERE account_id = :account"
                            + " ORDER BY added_at DESC, market_id DESC")
                    .bind("account", account)
                    .map(
                        (row, context) ->
                            new Watched(
                                row.getLong("market_id"),
                                row.getObject("added_at", OffsetDateTime.class).toInstant()))
                    .list());
  }

  /**
   * Puts a market on the list; one that is there stays.
   *
   * @throws AccountsException WATCHLIST_FULL
   */
  public void add(long account, long market) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              // The owner's row is the lock under which the list is counted.
              handle
                  .createQuery("SELECT 1 FROM users WHERE account_id = :account FOR UPDATE")
                  .bind("account", account)
                  .mapTo(Integer.class)
                  .one();
              handle
                  .createUpdate(
                      """
                      INSERT INTO watchlist (account_id, market_id, added_at)
                      VALUES (:account, :market, :now) ON CONFLICT DO NOTHING
                      """)
                  .bind("account", account)
                  .bind("market", market)
                  .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                  .execute();
              int markets =
                  handle
                      .createQuery("SELECT count(*) FROM watchlist WHERE account_id = :account")
                      .bind("account", account)
                      .mapTo(Integer.class)
                      .one();
              if (markets > MARKETS_MAX) {
                throw new AccountsException(
                    AccountsException.Code.WATCHLIST_FULL,
                    "a watchlist can have " + MARKETS_MAX + " markets: take one off first");
              }
            });
  }

  /** Takes a market off the list; one that is not there stays away. */
  public void remove(long account, long market) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        "DELETE FROM watchlist WHERE account_id = :account"
                            + " AND market_id = :market")
                    .bind("account", account)
                    .bind("market", market)
                    .execute());
  }
}
