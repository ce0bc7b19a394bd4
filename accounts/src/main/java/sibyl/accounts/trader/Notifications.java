package sibyl.accounts.trader;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import sibyl.accounts.exchange.Relay;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.store.Database;

/**
 * What happened to people's orders and shares, for them to read. Made by a relay from the
 * exchange's tables: it remembers up to which trade and which settlement it has told, and writes
 * what it tells and how far it is in one transaction, so that nothing is told twice and nothing is
 * left out, whatever stops it, and however many programs try. The fills of one order that it finds
 * together are told as one. Of each person the latest {@link #KEPT_MAX} are kept.
 */
public final class Notifications implements Relay.Work {
  /** Most notifications kept for one person. */
  public static final int KEPT_MAX = 500;

  /** Most trades looked at in one go. */
  private static final int TRADES_AT_A_TIME = 5_000;

  private static final int SETTLEMENTS_AT_A_TIME = 20_000;

  private final Database database;
  private final InstantSource clock;

  public Notifications(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Position(long trade, long settlement) {}

  @Override
  public int repeat() {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              Position from = lock(handle);
              Position to =
                  new Position(
                      handle
                          .createQuery(
                              """
                              SELECT coalesce(max(trade_id), :from) FROM
                                (SELECT trade_id FROM trades WHERE trade_id > :from
                                 ORDER BY trade_id LIMIT :limit) following
                              """)
                          .bind("from", from.trade)
                          .bind("limit", TRADES_AT_A_TIME)
                          .mapTo(Long.class)
                          .one(),
                      handle
                          .createQuery(
                              """
                              SELECT coalesce(max(seq), :from) FROM
                                (SELECT seq FROM settlements WHERE seq > :from
                                 ORDER BY seq LIMIT :limit) following
                              """)
                          .bind("from", from.settlement)
                          .bind("limit", SETTLEMENTS_AT_A_TIME)
                          .mapTo(Long.class)
                          .one());
              if (to.equals(from)) {
                return 0;
              }
              List<Long> told = tell(handle, from, to);
              trim(handle, told);
              handle
                  .createUpdate(
                      "UPDATE notification_position SET trade_id = :trade, settlement_seq = :seq")
                  .bind("trade", to.trade)
                  .bind("seq", to.settlement)
                  .execute();
              return Math.max(1, told.size());
            });
  }

  /** One writes at a time, so that notifications become visible in the order of their ids. */
  private static Position lock(Handle handle) {
    return handle
        .createQuery("SELECT trade_id, settlement_seq FROM notification_position FOR UPDATE")
        .map((row, context) -> new Position(row.getLong("trade_id"), row.getLong("settlement_seq")))
        .one();
  }

  /**
   * Tells somebody of a deposit that came to nothing, in the transaction that ends it.
   *
   * @param amount millionths
   */
  public static void tellOfDeposit(
      Handle handle, long account, Notification.Kind kind, UUID deposit, long amount, Instant at) {
    Position _ = lock(handle);
    handle
        .createUpdate(
            """
            INSERT INTO notifications (account_id, kind, order_id, quantity, amount, trades, at_ms,
              transaction_id)
            VALUES (:account, :kind, 0, 0, :amount, 0, :at, :deposit)
            """)
        .bind("account", account)
        .bind("kind", kind.name())
        .bind("amount", amount)
        .bind("at", at.toEpochMilli())
        .bind("deposit", deposit)
        .execute();
    trim(handle, List.of(account));
  }

  /**
   * @return whom something was told
   */
  private static List<Long> tell(Handle handle, Position from, Position to) {
    return handle
        .createQuery(
            """
            WITH fill AS (
              INSERT INTO notifications (account_id, kind, market_id, order_id, side, outcome,
                quantity, amount, trades, at_ms)
              SELECT f.account_id, 'FILL', f.market_id, f.order_id, f.side, f.outcome,
                     sum(f.quantity), sum(f.cost), count(*), max(f.at_ms)
              FROM fills f
              JOIN users u ON u.account_id = f.account_id
              LEFT JOIN user_settings s ON s.account_id = f.account_id
              WHERE f.trade_id > :fromTrade AND f.trade_id <= :toTrade
                AND coalesce(s.notify_fills, true)
              GROUP BY f.account_id, f.market_id, f.order_id, f.side, f.outcome
              ORDER BY max(f.seq)
              RETURNING account_id),
            payment AS (
              INSERT INTO notifications (account_id, kind, market_id, order_id, quantity, amount,
                trades, at_ms)
              SELECT p.account_id, 'SETTLEMENT', p.market_id, 0,
                     p.yes_quantity + p.no_quantity, p.yes_paid + p.no_paid, 0, p.at_ms
              FROM settlements p
              JOIN users u ON u.account_id = p.account_id
              LEFT JOIN user_settings s ON s.account_id = p.account_id
              WHERE p.seq > :fromSettlement AND p.seq <= :toSettlement
                AND coalesce(s.notify_settlements, true)
              ORDER BY p.seq
              RETURNING account_id)
            SELECT account_id FROM fill UNION SELECT account_id FROM payment
            """)
        .bind("fromTrade", from.trade)
        .bind("toTrade", to.trade)
        .bind("fromSettlement", from.settlement)
        .bind("toSettlement", to.settlement)
        .mapTo(Long.class)
        .list();
  }

  private static void trim(Handle handle, List<Long> accounts) {
    handle
        .createUpdate(
            """
            DELETE FROM notifications n USING (
              SELECT a.account_id,
                     (SELECT k.notification_id FROM notifications k
                      WHERE k.account_id = a.account_id
                      ORDER BY k.notification_id DESC OFFSET :kept LIMIT 1) AS last
              FROM unnest(CAST(:accounts AS bigint[])) AS a (account_id)) beyond
            WHERE n.account_id = beyond.account_id AND n.notification_id <= beyond.last
            """)
        .bind("kept", KEPT_MAX)
        .bind("accounts", numbers(accounts))
        .execute();
  }

  private static String numbers(List<Long> accounts) {
    return accounts.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  /** The newest first, those below {@code before}. */
  public List<Notification> list(long account, boolean unreadOnly, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle -> {
              Query query =
                  handle
                      .createQuery(
                          "SELECT * FROM notifications WHERE account_id = :account"
                              + " AND notification_id < :before"
                              + (unreadOnly ? " AND read_at IS NULL" : "")
                              + " ORDER BY notification_id DESC LIMIT :limit")
                      .bind("account", account)
                      .bind("before", before)
                      .bind("limit", limit);
              return query
                  .map(
                      (row, context) -> {
                        String side = row.getString("side");
                        String outcome = row.getString("outcome");
                        return new Notification(
                            row.getLong("notification_id"),
                            Notification.Kind.valueOf(row.getString("kind")),
                            row.getLong("market_id"),
                            row.getLong("order_id"),
                            side == null ? null : Side.valueOf(side),
                            outcome == null ? null : Outcome.valueOf(outcome),
                            row.getLong("quantity"),
                            row.getLong("amount"),
                            row.getInt("trades"),
                            row.getObject("transaction_id", UUID.class),
                            row.getLong("at_ms"),
                            row.getObject("read_at") != null);
                      })
                  .list();
            });
  }

  /** How many somebody has not read. */
  public int unread(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM notifications"
                            + " WHERE account_id = :account AND read_at IS NULL")
                    .bind("account", account)
                    .mapTo(Integer.class)
                    .one());
  }

  /**
   * Notes that everything up to one was read.
   *
   * @return how many are unread after
   */
  public int markRead(long account, long through) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        UPDATE notifications SET read_at = :now
                        WHERE account_id = :account AND notification_id <= :through
                          AND read_at IS NULL
                        """)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .bind("account", account)
                    .bind("through", through)
                    .execute());
    return unread(account);
  }
}
