package sibyl.accounts.trader;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.exchange.Relay;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.store.Database;

/**
 * What happened to people's orders and shares, to those of their teams, to events they have a part
 * in, and to their deposits, and what staff tell everybody, for them to read. Fills, settlements,
 * clearer rules and deleted events are found by a relay in the exchange's tables: it remembers up
 * to which trade and which settlement it has told, and writes what it tells and how far it is in
 * one transaction, so that nothing is told twice and nothing is left out, whatever stops it, and
 * however many programs try. The fills of one order that it finds together are told as one. Of each
 * person the latest {@link #KEPT_MAX} are kept. A message to everybody is one row, and appears
 * among the rest when somebody looks.
 */
public final class Notifications implements Relay.Work {
  /** Most notifications kept for one person. */
  public static final int KEPT_MAX = 500;

  /** Most trades looked at in one go. */
  private static final int TRADES_AT_A_TIME = 5_000;

  private static final int SETTLEMENTS_AT_A_TIME = 20_000;

  private static final int EDITS_AT_A_TIME = 10;

  /** Whom {@link Addressed} names when everybody is meant. */
  public static final long EVERYBODY = 0;

  /** What one person is told, those messages included that were sent since they joined. */
  private static final String TOLD =
      """
      FROM (
        SELECT notification_id, kind, team_id, market_id, event_id, order_id, side, outcome,
               quantity, amount, trades, transaction_id, NULL AS title, note AS body, at_ms
        FROM notifications WHERE account_id = :account
        UNION ALL
        SELECT b.notification_id, 'MESSAGE', NULL, NULL, NULL, 0, NULL, NULL, 0, 0, 0, NULL,
               b.title, b.body, (extract(epoch FROM b.sent_at) * 1000)::bigint
        FROM broadcasts b
        JOIN users u ON u.account_id = :account AND b.sent_at >= u.created_at
        LEFT JOIN user_settings s ON s.account_id = u.account_id
        WHERE b.notification_id IS NOT NULL AND coalesce(s.notify_messages, true)) told
      CROSS JOIN (SELECT coalesce((SELECT through FROM notifications_read
                                   WHERE account_id = :account), 0) AS through) seen
      """;

  /** As {@link #TOLD}, of everybody. */
  private static final String TOLD_TO_ALL =
      """
      FROM (
        SELECT account_id, notification_id, kind, team_id, market_id, event_id, order_id, side,
               outcome, quantity, amount, trades, transaction_id, NULL AS title, note AS body, at_ms
        FROM notifications WHERE notification_id > :after
        UNION ALL
        SELECT 0, notification_id, 'MESSAGE', NULL, NULL, NULL, 0, NULL, NULL, 0, 0, 0, NULL,
               title, body, (extract(epoch FROM sent_at) * 1000)::bigint
        FROM broadcasts WHERE notification_id > :after) told
      """;

  private final Database database;

  public Notifications(Database database) {
    this.database = database;
  }

  /**
   * A notification and whom it is for.
   *
   * @param account {@link #EVERYBODY} for a message to all
   */
  public record Addressed(long account, Notification notification) {}

  private record Position(long trade, long settlement, long edit) {}

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
                          .one(),
                      handle
                          .createQuery(
                              """
                              SELECT coalesce(max(seq), :from) FROM
                                (SELECT seq FROM event_edits WHERE seq > :from
                                 ORDER BY seq LIMIT :limit) following
                              """)
                          .bind("from", from.edit)
                          .bind("limit", EDITS_AT_A_TIME)
                          .mapTo(Long.class)
                          .one());
              if (to.equals(from)) {
                return 0;
              }
              List<Long> told = tell(handle, from, to);
              trim(handle, told);
              handle
                  .createUpdate(
                      """
                      UPDATE notification_position
                      SET trade_id = :trade, settlement_seq = :settlement, edit_seq = :edit
                      """)
                  .bind("trade", to.trade)
                  .bind("settlement", to.settlement)
                  .bind("edit", to.edit)
                  .execute();
              return Math.max(1, told.size());
            });
  }

  /** One writes at a time, so that notifications become visible in the order of their ids. */
  private static Position lock(Handle handle) {
    return handle
        .createQuery(
            "SELECT trade_id, settlement_seq, edit_seq FROM notification_position FOR UPDATE")
        .map(
            (row, context) ->
                new Position(
                    row.getLong("trade_id"),
                    row.getLong("settlement_seq"),
                    row.getLong("edit_seq")))
        .one();
  }

  /**
   * A number for something that stands among the notifications without being a row of theirs, in
   * the transaction that writes it.
   */
  public static long nextNumber(Handle handle) {
    Position _ = lock(handle);
    return handle
        .createQuery("SELECT nextval(pg_get_serial_sequence('notifications', 'notification_id'))")
        .mapTo(Long.class)
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
              INSERT INTO notifications (account_id, kind, team_id, market_id, order_id, side,
                outcome, quantity, amount, trades, at_ms)
              SELECT h.person, 'FILL', h.team, f.market_id, f.order_id, f.side, f.outcome,
                     sum(f.quantity), sum(f.cost), count(*), max(f.at_ms)
              FROM fills f
              CROSS JOIN LATERAL (
                SELECT account_id AS person, NULL::bigint AS team FROM users
                WHERE account_id = f.account_id
                UNION ALL
                SELECT account_id, team_id FROM team_members WHERE team_id = f.account_id) h
              LEFT JOIN user_settings s ON s.account_id = h.person
              WHERE f.trade_id > :fromTrade AND f.trade_id <= :toTrade
                AND coalesce(s.notify_fills, true)
              GROUP BY h.person, h.team, f.market_id, f.order_id, f.side, f.outcome
              ORDER BY max(f.seq)
              RETURNING account_id),
            payment AS (
              INSERT INTO notifications (account_id, kind, team_id, market_id, order_id, quantity,
                amount, trades, at_ms)
              SELECT h.person, 'SETTLEMENT', h.team, p.market_id, 0,
                     p.yes_quantity + p.no_quantity, p.yes_paid + p.no_paid, 0, p.at_ms
              FROM settlements p
              CROSS JOIN LATERAL (
                SELECT account_id AS person, NULL::bigint AS team FROM users
                WHERE account_id = p.account_id
                UNION ALL
                SELECT account_id, team_id FROM team_members WHERE team_id = p.account_id) h
              LEFT JOIN user_settings s ON s.account_id = h.person
              WHERE p.seq > :fromSettlement AND p.seq <= :toSettlement
                AND coalesce(s.notify_settlements, true)
              ORDER BY p.seq
              RETURNING account_id),
            edit AS (
              INSERT INTO notifications (account_id, kind, team_id, event_id, order_id, quantity,
                amount, trades, at_ms, note)
              SELECT h.person,
                     CASE e.kind WHEN 'DELETED' THEN 'EVENT_DELETED' ELSE 'RULES_CLARIFIED' END,
                     h.team, e.event_id, 0, 0, 0, 0, e.at_ms, e.reason
              FROM event_edits e
              CROSS JOIN LATERAL (
                SELECT o.account_id FROM orders o JOIN markets m ON m.market_id = o.market_id
                WHERE m.event_id = e.event_id
                  AND (o.close_reason IS NULL OR o.close_reason = 'MARKET_CLOSED')
                  AND (o.close_reason IS NULL OR e.kind = 'DELETED')
                UNION
                SELECT p.account_id FROM positions p JOIN markets m ON m.market_id = p.market_id
                WHERE m.event_id = e.event_id AND (p.yes_quantity > 0 OR p.no_quantity > 0)) part
              CROSS JOIN LATERAL (
                SELECT account_id AS person, NULL::bigint AS team FROM users
                WHERE account_id = part.account_id
                UNION ALL
                SELECT account_id, team_id FROM team_members WHERE team_id = part.account_id) h
              WHERE e.seq > :fromEdit AND e.seq <= :toEdit
                AND (e.rules IS NOT NULL OR e.kind = 'DELETED')
              ORDER BY e.seq
              RETURNING account_id)
            SELECT account_id FROM fill UNION SELECT account_id FROM payment
            UNION SELECT account_id FROM edit
            """)
        .bind("fromEdit", from.edit)
        .bind("toEdit", to.edit)
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

  private static String numbers(Collection<Long> accounts) {
    return accounts.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  /** The newest first, those below {@code before}. */
  public List<Notification> list(long account, boolean unreadOnly, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT told.*, notification_id <= seen.through AS read "
                            + TOLD
                            + " WHERE notification_id < :before"
                            + (unreadOnly ? " AND notification_id > seen.through" : "")
                            + " ORDER BY notification_id DESC LIMIT :limit")
                    .bind("account", account)
                    .bind("before", before)
                    .bind("limit", limit)
                    .map((row, context) -> read(row, row.getBoolean("read")))
                    .list());
  }

  /** How many somebody has not read. */
  public int unread(long account) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT count(*) " + TOLD + " WHERE notification_id > seen.through")
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
                        INSERT INTO notifications_read (account_id, through)
                        VALUES (:account, least(:through,
                          (SELECT coalesce(max(notification_id), 0) %s)))
                        ON CONFLICT (account_id) DO UPDATE
                        SET through = greatest(notifications_read.through, excluded.through)
                        """
                            .formatted(TOLD))
                    .bind("account", account)
                    .bind("through", through)
                    .execute());
    return unread(account);
  }

  /** The number of the latest there is for anybody; 0 if there is none. */
  public long latest() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT greatest((SELECT max(notification_id) FROM notifications),
                                        (SELECT max(notification_id) FROM broadcasts), 0)
                        """)
                    .mapTo(Long.class)
                    .one());
  }

  /** What everybody was told after one, the oldest first, all of it unread. */
  public List<Addressed> since(long after, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT * " + TOLD_TO_ALL + " ORDER BY notification_id LIMIT :limit")
                    .bind("after", after)
                    .bind("limit", limit)
                    .map(
                        (row, context) ->
                            new Addressed(row.getLong("account_id"), read(row, false)))
                    .list());
  }

  /** Those of some accounts that are people who want to be shown messages of staff. */
  public Set<Long> readersOfMessages(Collection<Long> accounts) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT u.account_id
                        FROM users u LEFT JOIN user_settings s ON s.account_id = u.account_id
                        WHERE u.account_id = ANY(CAST(:accounts AS bigint[]))
                          AND coalesce(s.notify_messages, true)
                        """)
                    .bind("accounts", numbers(accounts))
                    .mapTo(Long.class)
                    .set());
  }

  private static Notification read(ResultSet row, boolean read) throws SQLException {
    String side = row.getString("side");
    String outcome = row.getString("outcome");
    return new Notification(
        row.getLong("notification_id"),
        Notification.Kind.valueOf(row.getString("kind")),
        row.getLong("team_id"),
        row.getLong("market_id"),
        row.getLong("event_id"),
        row.getLong("order_id"),
        side == null ? null : Side.valueOf(side),
        outcome == null ? null : Outcome.valueOf(outcome),
        row.getLong("quantity"),
        row.getLong("amount"),
        row.getInt("trades"),
        row.getObject("transaction_id", UUID.class),
        row.getString("title"),
        row.getString("body"),
        row.getLong("at_ms"),
        read);
  }
}
