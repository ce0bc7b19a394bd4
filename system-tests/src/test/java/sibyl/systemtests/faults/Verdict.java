package sibyl.systemtests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import sibyl.store.DatabaseAddress;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;

/**
 * Holds all that was answered against what a running exchange has now: its API, its tables, and
 * every ledger against every other. There must be no trading meanwhile.
 */
final class Verdict {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Of a hundredth of a set, in millionths. */
  private static final long PAYOUT = 10_000;

  private static final BigDecimal MILLIONTHS = BigDecimal.valueOf(1_000_000);

  private final Crowd crowd;
  private final Path data;
  private final Findings findings = new Findings();

  private Verdict(Crowd crowd, Path data) {
    this.crowd = crowd;
    this.data = data;
  }

  /**
   * Compares everything.
   *
   * @param data the directory of a program that serves and that the crowd can reach
   * @throws SQLException if the tables cannot be read; the message says why
   */
  static Findings of(Crowd crowd, Path data) throws SQLException {
    crowd.askAgain();
    Verdict verdict = new Verdict(crowd, data);
    verdict.everyNewAnswer();
    long seq = 0;
    for (int person = 0; person < crowd.size(); person++) {
      Reply balance = crowd.person(person).get("/portfolio/balance").expect(200);
      seq = Math.max(seq, balance.json().path("as_of_seq").asLong());
    }
    verdict.everyTable(seq);
    return verdict.findings;
  }

  /** By the API, as its owner would ask. */
  private void everyNewAnswer() {
    for (Recorder.Entry entry : crowd.recorder().takeFresh()) {
      Order order = entry.order();
      Reply reply = crowd.person(order.person()).get("/orders/by_client_id/" + order.id());
      boolean there = reply.status() == 200;
      if (entry.fate() == Recorder.Fate.ACKNOWLEDGED && !there) {
        findings.lost().add("the API has no " + entry);
      } else if (entry.fate() == Recorder.Fate.REFUSED && there) {
        findings.wrong().add("refused, but the API has " + entry);
      } else if (there && !reply.at("/order/order_id").equals(entry.number())) {
        findings.doubled().add("another order " + reply.at("/order/order_id") + " for " + entry);
      } else if (there && entry.over() && reply.json().at("/order/close_reason").isNull()) {
        findings.lost().add("the acknowledged end of " + entry);
      }
    }
  }

  private void everyTable(long seq) throws SQLException {
    DatabaseAddress address = EmbeddedPostgres.running(data.resolve("postgres")).orElseThrow();
    try (Connection connection = address.connect();
        Statement statement = connection.createStatement()) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> number(statement, "SELECT seq FROM projection_position") >= seq);
      everyOrder(statement);
      everyFill(statement);
      everyBook(statement);
      for (int person = 0; person < crowd.size(); person++) {
        everyBalance(statement, person);
      }
    }
  }

  private void everyOrder(Statement statement) throws SQLException {
    Map<String, Recorder.Entry> expected = new HashMap<>();
    crowd.recorder().entries().forEach(entry -> expected.put(entry.order().id(), entry));
    Set<String> met = new HashSet<>();
    try (ResultSet row =
        statement.executeQuery(
            """
            SELECT order_id, client_order_id, account_id, market_id, side, outcome, price, quantity,
                   filled + remaining + canceled, close_reason FROM orders ORDER BY order_id
            """)) {
      while (row.next()) {
        String id = row.getString(2);
        Recorder.Entry entry = expected.get(id);
        if (entry == null) {
          findings.wrong().add("order " + row.getString(1) + " was never sent");
        } else if (!met.add(id)) {
          findings.doubled().add("order " + row.getString(1) + " again for " + entry);
        } else {
          compare(row, entry);
        }
      }
    }
    for (Recorder.Entry entry : expected.values()) {
      if (entry.fate() == Recorder.Fate.ACKNOWLEDGED && !met.contains(entry.order().id())) {
        findings.lost().add("the tables have no " + entry);
      }
    }
  }

  private void compare(ResultSet row, Recorder.Entry entry) throws SQLException {
    Order order = entry.order();
    List<Object> sent =
        List.of(
            entry.number(),
            crowd.accounts().get(order.person()),
            order.market(),
            order.side().toUpperCase(Locale.ROOT),
            order.outcome().toUpperCase(Locale.ROOT),
            order.price(),
            order.quantity(),
            order.quantity());
    List<Object> there =
        List.of(
            row.getString(1),
            row.getLong(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getInt(7),
            row.getLong(8),
            row.getLong(9));
    if (entry.fate() == Recorder.Fate.REFUSED) {
      findings.wrong().add("refused, but the tables have " + entry);
    } else if (!there.equals(sent)) {
      findings.wrong().add("the tables have " + there + " for " + entry);
    } else if (entry.over() && row.getString(10) == null) {
      findings.lost().add("the tables lack the acknowledged end of " + entry);
    }
  }

  /** Every fill that was told is there, and every order has filled what its fills say. */
  private void everyFill(Statement statement) throws SQLException {
    Map<String, Recorder.Fill> there = new HashMap<>();
    try (ResultSet row =
        statement.executeQuery("SELECT order_id, trade_id, quantity, cost FROM fills")) {
      while (row.next()) {
        there.put(
            row.getString(1) + " " + row.getString(2),
            new Recorder.Fill(row.getString(2), hundredths(row.getLong(3)), plain(row.getLong(4))));
      }
    }
    for (Recorder.Entry entry : crowd.recorder().entries()) {
      for (Recorder.Fill told : entry.fills()) {
        Recorder.Fill fill = there.get(entry.number() + " " + told.trade());
        Recorder.Fill exact =
            new Recorder.Fill(
                told.trade(),
                told.quantity(),
                plain(new BigDecimal(told.cost()).multiply(MILLIONTHS).longValueExact()));
        if (fill == null) {
          findings.lost().add("fill " + told + " of " + entry);
        } else if (!fill.equals(exact)) {
          findings.wrong().add(fill + " and not " + exact + " of " + entry);
        }
      }
    }
    none(
        statement,
        "orders that have not filled what their fills say",
        """
        SELECT o.order_id FROM orders o LEFT JOIN
          (SELECT order_id, sum(quantity) AS quantity, sum(cost) AS cost FROM fills GROUP BY 1) f
          USING (order_id)
        WHERE o.filled <> coalesce(f.quantity, 0) OR o.cost <> coalesce(f.cost, 0)
        """);
    none(
        statement,
        "trades without their two fills",
        """
        SELECT trade_id FROM trades t FULL JOIN
          (SELECT trade_id, count(*) AS fills FROM fills GROUP BY 1) f USING (trade_id)
        WHERE fills IS DISTINCT FROM 2 OR t.seq IS NULL
        """);
  }

  private void everyBook(Statement statement) throws SQLException {
    none(
        statement,
        "assets whose postings do not sum to zero",
        "SELECT asset FROM ledger_postings GROUP BY asset HAVING sum(amount) <> 0");
    none(
        statement,
        "commands whose postings do not sum to zero",
        "SELECT entry_seq FROM ledger_postings GROUP BY entry_seq, asset HAVING sum(amount) <> 0");
    none(
        statement,
        "balances that are not the sum of their postings",
        """
        SELECT account_id, asset FROM balances b FULL JOIN
          (SELECT account_id, asset, sum(amount) AS total FROM ledger_postings GROUP BY 1, 2) l
          USING (account_id, asset)
        WHERE coalesce(free + held, 0) <> coalesce(total, 0)
        """);
    none(
        statement,
        "people's balances that are not what their last posting left",
        """
        SELECT account_id, asset FROM
          (SELECT DISTINCT ON (account_id, asset) account_id, asset, free, held
           FROM ledger_postings WHERE account_id >= 16 ORDER BY account_id, asset, seq DESC) l
          FULL JOIN (SELECT * FROM balances WHERE account_id >= 16) b USING (account_id, asset)
        WHERE coalesce(b.free, 0) <> coalesce(l.free, 0) OR coalesce(b.held, 0) <> coalesce(l.held, 0)
        """);
    none(
        statement,
        "accounts that do not hold what their open orders need",
        """
        SELECT account_id FROM
          (SELECT account_id, sum(price::bigint * remaining) AS needed FROM orders
           WHERE close_reason IS NULL AND side = 'BUY' GROUP BY 1) o
          FULL JOIN (SELECT * FROM balances WHERE asset = 0 AND account_id >= 16) b
          USING (account_id)
        WHERE coalesce(needed, 0) <> coalesce(held, 0)
        """);
    none(
        statement,
        "transfers asked for and not done, or the other way round",
        """
        SELECT 1 FROM transfers t FULL JOIN outbox o USING (transfer_id)
        WHERE t.transfer_id IS NULL OR o.transfer_id IS NULL OR t.amount <> o.amount
        """);
  }

  /** What the API says a person has is what tables and fills say. */
  private void everyBalance(Statement statement, int person) throws SQLException {
    Person who = crowd.person(person);
    long account = crowd.accounts().get(person);
    Reply reply = who.get("/portfolio/balance").expect(200);
    List<Long> api = List.of(millionths(reply.at("/available")), millionths(reply.at("/held")));
    List<Long> table =
        numbers(
            statement,
            "SELECT free, held FROM balances WHERE asset = 0 AND account_id = " + account);
    if (!api.equals(table)) {
      findings.wrong().add("cash of %d by API %s, by table %s".formatted(account, api, table));
    }
    long byFills =
        Crowd.DEPOSIT
            + number(
                statement,
                "SELECT coalesce(sum(CASE side WHEN 'BUY' THEN -cost ELSE cost END - fee), 0)"
                    + " FROM fills WHERE account_id = "
                    + account);
    for (String market : crowd.markets()) {
      long yes = bought(statement, account, market, "YES");
      long no = bought(statement, account, market, "NO");
      long yesNow = has(who, market, "yes");
      long noNow = has(who, market, "no");
      // Sets of both that no order holds become cash by themselves.
      byFills += (yes - yesNow) * PAYOUT;
      if (yes - yesNow != no - noNow || yesNow > yes) {
        findings
            .wrong()
            .add(
                "shares of %d by API %d yes and %d no, by fills %d and %d"
                    .formatted(account, yesNow, noNow, yes, no));
      }
    }
    if (api.get(0) + api.get(1) != byFills) {
      findings.wrong().add("cash of %d by API %s, by fills %d".formatted(account, api, byFills));
    }
  }

  /** Hundredths of a contract, as the API says. */
  private static long has(Person who, String market, String outcome) {
    for (JsonNode position : who.all("/portfolio/positions?market_id=" + market)) {
      if (position.path("outcome").asText().equals(outcome)) {
        return new BigDecimal(position.path("quantity").asText())
            .movePointRight(2)
            .longValueExact();
      }
    }
    return 0;
  }

  private static long bought(Statement statement, long account, String market, String outcome)
      throws SQLException {
    return number(
        statement,
        ("SELECT coalesce(sum(CASE side WHEN 'BUY' THEN quantity ELSE -quantity END), 0)"
                + " FROM fills WHERE account_id = %d AND market_id = %s AND outcome = '%s'")
            .formatted(account, market, outcome));
  }

  private void none(Statement statement, String what, String query) throws SQLException {
    List<Long> rows = numbers(statement, query);
    if (!rows.isEmpty()) {
      findings.wrong().add(what + ": " + rows);
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    return numbers(statement, query).getFirst();
  }

  private static List<Long> numbers(Statement statement, String query) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
          numbers.add(rows.getLong(column));
        }
      }
    }
    return numbers;
  }

  private static String hundredths(long quantity) {
    return "%d.%02d".formatted(quantity / 100, quantity % 100);
  }

  private static String plain(long money) {
    return Long.toString(money);
  }

  private static long millionths(String money) {
    return new BigDecimal(money).multiply(MILLIONTHS).longValueExact();
  }
}
