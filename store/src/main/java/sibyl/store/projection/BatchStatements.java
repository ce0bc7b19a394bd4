package sibyl.store.projection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import sibyl.engine.Accounts;
import sibyl.engine.command.Ingredient;

/** The SQL that writes one batch, within a transaction of the caller's. */
final class BatchStatements {
  private final Connection connection;

  BatchStatements(Connection connection) {
    this.connection = connection;
  }

  void write(BatchRows rows) throws SQLException {
    CopyManager copies = new CopyManager(connection.unwrap(BaseConnection.class));
    copy(copies, "accounts", rows.accounts);
    changeAccounts(rows.accountChanges.values());
    copy(copies, "exchange_states", rows.exchangeStates);
    copy(
        copies,
        "events (event_id, title, description, category, rules, source, close_at_ms, exclusive,"
            + " created_seq, created_ms, open_at_ms, image)",
        rows.events);
    copy(
        copies,
        "markets (market_id, event_id, title, payout, tick, lot, mode, liquidity, fee, taker_rate,"
            + " maker_rate, state, created_seq, created_ms, maker_yes_sold, maker_no_sold, volume,"
            + " trade_count, updated_seq, kind, band_below, band_tick, collar, challenge_ms,"
            + " four_eyes, segment)",
        rows.markets);
    changeEvents(rows.eventChanges);
    changeTitles(rows.marketTitles);
    copy(copies, "event_edits", rows.eventEdits);
    changeMarkets(rows.marketChanges);
    copy(copies, "resolution_steps", rows.resolutionSteps);
    copy(copies, "baskets", rows.baskets);
    copy(copies, "orders", placedOrders(rows.orders));
    changeOrders(rows.orders);
    writeOrderGroups(rows.orderGroups.values());
    copy(copies, "trades", rows.trades);
    copy(copies, "fills", rows.fills);
    copy(copies, "ledger_postings", rows.postings);
    copy(copies, "holding_changes", rows.holdingChanges);
    copy(copies, "settlements", rows.settlements);
    copy(copies, "transfers", rows.transfers);
    writeBalances(rows.balances);
    writePositions(rows.positions);
    writeProducers(rows.producers.values());
    writeRecipes(rows.recipes.values());
    new BonusStatements(connection).write(rows.bonus);
    confirmAccounts(rows.openedAccounts);
    confirmTransfers(rows.appliedTransfers);
    refuseTransfers(rows.refusedTransfers.values());
  }

  private static void copy(CopyManager copies, String target, CopyText rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try {
      copies.copyIn("COPY " + target + " FROM STDIN", new ByteArrayInputStream(rows.bytes()));
    } catch (IOException e) {
      throw new SQLException("copying into " + target + " broke off", "08006", e);
    }
  }

  private static CopyText placedOrders(Map<Long, OrderRow> orders) {
    CopyText text = new CopyText();
    for (OrderRow row : orders.values()) {
      Change.OrderPlaced placed = row.placed;
      if (placed == null) {
        continue;
      }
      text.add(placed.order())
          .add(placed.seq())
          .add(row.placedMs)
          .add(placed.account())
          .add(placed.market())
          .add(placed.side())
          .add(placed.outcome())
          .add(placed.type())
          .add(placed.timeInForce())
          .add(placed.selfTradePrevention())
          .add(Objects.requireNonNull(row.price))
          .add(Objects.requireNonNull(row.quantity))
          .add(placed.maxCost())
          .add(placed.expiresAtMs())
          .add(placed.validUntilMs())
          .add(placed.postOnly())
          .add(placed.reduceOnly())
          .add(placed.cancelOnHalt())
          .add(placed.orderGroup())
          .add(placed.clientOrderId())
          .add(placed.message())
          .add(row.filled)
          .add(row.remaining)
          .add(row.cost)
          .add(row.fees)
          .add(name(row.closeReason))
          .add(row.updatedSeq)
          .add(row.updatedMs)
          .add(row.reduced)
          .addOptional(placed.basket())
          .add(row.canceled)
          .add(name(row.reducedReason))
          .endRow();
    }
    return text;
  }

  private void changeOrders(Map<Long, OrderRow> orders) throws SQLException {
    List<Map.Entry<Long, OrderRow>> older =
        orders.entrySet().stream().filter(entry -> entry.getValue().placed == null).toList();
    if (older.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE orders o
            SET price = coalesce(c.price, o.price),
                quantity = coalesce(c.quantity, o.quantity - c.reduced),
                reduced = CASE WHEN c.restated THEN 0 ELSE o.reduced END + c.reduced,
                reduced_reason = CASE
                    WHEN c.restated OR c.reduced_reason IS NOT NULL THEN c.reduced_reason
                    ELSE o.reduced_reason END,
                canceled = c.canceled,
                filled = o.filled + c.filled, remaining = c.remaining, cost = o.cost + c.cost,
                fees = o.fees + c.fees, close_reason = c.close_reason,
                updated_seq = c.updated_seq, updated_ms = c.updated_ms
            FROM unnest(?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                        ?::boolean[], ?::text[], ?::bigint[])
              AS c (order_id, price, quantity, reduced, filled, remaining, cost, fees,
                    close_reason, updated_seq, updated_ms, restated, reduced_reason, canceled)
            WHERE o.order_id = c.order_id
            """)) {
      new Columns<>(connection, statement, older)
          .longs(Map.Entry::getKey)
          .optionalInts(entry -> entry.getValue().price)
          .optionalLongs(entry -> entry.getValue().quantity)
          .longs(entry -> entry.getValue().reduced)
          .longs(entry -> entry.getValue().filled)
          .longs(entry -> entry.getValue().remaining)
          .longs(entry -> entry.getValue().cost)
          .longs(entry -> entry.getValue().fees)
          .texts(entry -> name(entry.getValue().closeReason))
          .longs(entry -> entry.getValue().updatedSeq)
          .longs(entry -> entry.getValue().updatedMs)
          .flags(entry -> entry.getValue().restated)
          .texts(entry -> name(entry.getValue().reducedReason))
          .longs(entry -> entry.getValue().canceled);
      requireAll(statement.executeUpdate(), older.size(), "orders");
    }
  }

  private void changeEvents(Map<Long, EventRow> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE events
            SET title = coalesce(?, title),
                description = coalesce(?, description),
                category = coalesce(?, category),
                rules = coalesce(?, rules),
                source = coalesce(?, source),
                image = coalesce(?, image),
                close_at_ms = coalesce(?, close_at_ms),
                rules_version = rules_version + ?,
                rules_changed_ms = coalesce(?, rules_changed_ms),
                edited_ms = coalesce(?, edited_ms),
                deleted_ms = coalesce(?, deleted_ms)
            WHERE event_id = ?
            """)) {
      for (Map.Entry<Long, EventRow> change : changes.entrySet()) {
        EventRow row = change.getValue();
        statement.setString(1, storable(row.title));
        statement.setString(2, storable(row.description));
        statement.setString(3, storable(row.category));
        statement.setString(4, storable(row.rules));
        statement.setString(5, storable(row.source));
        statement.setString(6, storable(row.image));
        number(statement, 7, row.closeAtMs);
        statement.setInt(8, row.versions);
        number(statement, 9, row.rulesChangedMs);
        number(statement, 10, row.editedMs);
        number(statement, 11, row.deletedMs);
        statement.setLong(12, change.getKey());
        statement.addBatch();
      }
      requireAll(sum(statement.executeBatch()), changes.size(), "events");
    }
  }

  private void changeTitles(Map<Long, String> titles) throws SQLException {
    if (titles.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE markets SET title = ? WHERE market_id = ?")) {
      for (Map.Entry<Long, String> title : titles.entrySet()) {
        statement.setString(1, storable(title.getValue()));
        statement.setLong(2, title.getKey());
        statement.addBatch();
      }
      requireAll(sum(statement.executeBatch()), titles.size(), "markets");
    }
  }

  private static int sum(int[] counts) {
    return Arrays.stream(counts).sum();
  }

  private void changeMarkets(Map<Long, MarketRow> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE markets
            SET state = coalesce(?, state),
                opened_ms = coalesce(opened_ms, ?),
                closed_ms = coalesce(?, closed_ms),
                settled_ms = coalesce(?, settled_ms),
                resolved_ms = coalesce(?, CASE WHEN challenged THEN NULL ELSE resolved_ms END),
                proposed_fraction
                  = coalesce(?, CASE WHEN challenged THEN NULL ELSE proposed_fraction END),
                proposed_evidence
                  = coalesce(?, CASE WHEN challenged THEN NULL ELSE proposed_evidence END),
                proposed_by = coalesce(?, CASE WHEN challenged THEN NULL ELSE proposed_by END),
                resolved_fraction
                  = coalesce(?, CASE WHEN challenged THEN NULL ELSE resolved_fraction END),
                resolved_by = coalesce(?, CASE WHEN challenged THEN NULL ELSE resolved_by END),
                final_at_ms = coalesce(?, CASE WHEN challenged THEN NULL ELSE final_at_ms END),
                open_at_ms = coalesce(?, open_at_ms),
                close_at_ms = coalesce(?, close_at_ms),
                liquidity = coalesce(?, liquidity),
                maker_yes_sold = coalesce(?, maker_yes_sold),
                maker_no_sold = coalesce(?, maker_no_sold),
                maker_yes_billionths = coalesce(?, maker_yes_billionths),
                last_yes_price = coalesce(?, last_yes_price),
                volume = volume + ?,
                trade_count = trade_count + ?,
                updated_seq = ?
            FROM (SELECT ?::boolean AS challenged) AS c
            WHERE market_id = ?
            """)) {
      for (Map.Entry<Long, MarketRow> change : changes.entrySet()) {
        MarketRow row = change.getValue();
        statement.setString(1, name(row.state));
        number(statement, 2, row.openedMs);
        number(statement, 3, row.closedMs);
        number(statement, 4, row.settledMs);
        number(statement, 5, row.resolvedMs);
        number(statement, 6, row.proposedFraction);
        statement.setString(7, storable(row.proposedEvidence));
        number(statement, 8, row.proposedBy);
        number(statement, 9, row.resolvedFraction);
        number(statement, 10, row.resolvedBy);
        number(statement, 11, row.finalAtMs);
        number(statement, 12, row.openAtMs);
        number(statement, 13, row.closeAtMs);
        number(statement, 14, row.liquidity);
        number(statement, 15, row.makerYesSold);
        number(statement, 16, row.makerNoSold);
        number(statement, 17, row.makerYesBillionths);
        number(statement, 18, row.lastYesPrice);
        statement.setLong(19, row.volume);
        statement.setLong(20, row.tradeCount);
        statement.setLong(21, row.updatedSeq);
        statement.setBoolean(22, row.challenged);
        statement.setLong(23, change.getKey());
        statement.addBatch();
      }
      requireAll(sum(statement.executeBatch()), changes.size(), "markets");
    }
  }

  private void changeAccounts(Collection<Change.AccountChanged> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE accounts a
            SET netting = c.netting, suspended = c.suspended, updated_seq = c.updated_seq
            FROM unnest(?::bigint[], ?::boolean[], ?::boolean[], ?::bigint[])
              AS c (account_id, netting, suspended, updated_seq)
            WHERE a.account_id = c.account_id
            """)) {
      new Columns<>(connection, statement, changes)
          .longs(Change.AccountChanged::account)
          .flags(Change.AccountChanged::netting)
          .flags(Change.AccountChanged::suspended)
          .longs(Change.AccountChanged::seq);
      requireAll(statement.executeUpdate(), changes.size(), "accounts");
    }
  }

  private void writeOrderGroups(Collection<GroupRow> groups) throws SQLException {
    if (groups.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO order_groups (group_id, account_id, fill_limit, window_ms, state,
                                      created_seq, updated_seq, updated_ms)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                                 ?::bigint[], ?::bigint[], ?::bigint[])
            ON CONFLICT (group_id) DO UPDATE
            SET fill_limit = excluded.fill_limit, window_ms = excluded.window_ms,
                state = excluded.state, updated_seq = excluded.updated_seq,
                updated_ms = excluded.updated_ms
            """)) {
      new Columns<>(connection, statement, groups)
          .longs(row -> row.last().group())
          .longs(row -> row.last().account())
          .longs(row -> row.last().limit())
          .longs(row -> row.last().windowMs())
          .texts(row -> row.last().state().name())
          .longs(GroupRow::firstSeq)
          .longs(row -> row.last().seq())
          .longs(GroupRow::atMs);
      statement.executeUpdate();
    }
  }

  private void writeProducers(Collection<ProducerRow> producers) throws SQLException {
    if (producers.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO producers (account_id, market_id, authorised, updated_seq, updated_ms)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[])
            ON CONFLICT (account_id, market_id) DO UPDATE
            SET authorised = excluded.authorised, updated_seq = excluded.updated_seq,
                updated_ms = excluded.updated_ms
            """)) {
      new Columns<>(connection, statement, producers)
          .longs(row -> row.last().account())
          .longs(row -> row.last().market())
          .flags(row -> row.last().authorised())
          .longs(row -> row.last().seq())
          .longs(ProducerRow::atMs);
      statement.executeUpdate();
    }
  }

  private void writeRecipes(Collection<Change.RecipeChanged> recipes) throws SQLException {
    if (recipes.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM recipes WHERE market_id = ANY (?)")) {
      new Columns<>(connection, statement, recipes).longs(changed -> changed.recipe().market());
      statement.executeUpdate();
    }
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO recipes VALUES (?, ?, ?, ?)")) {
      for (Change.RecipeChanged changed : recipes) {
        for (Ingredient ingredient : changed.recipe().ingredients()) {
          statement.setLong(1, changed.recipe().market());
          statement.setLong(2, ingredient.market());
          statement.setLong(3, ingredient.quantity());
          statement.setLong(4, changed.seq());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
  }

  private void writeBalances(Map<BalanceKey, Change.Posted> balances) throws SQLException {
    Collection<Change.Posted> kept =
        balances.values().stream().filter(b -> b.free() != 0 || b.held() != 0).toList();
    Collection<Change.Posted> gone =
        balances.values().stream().filter(b -> b.free() == 0 && b.held() == 0).toList();
    if (!kept.isEmpty()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              INSERT INTO balances (account_id, asset, free, held, updated_seq)
              SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
              ON CONFLICT (account_id, asset) DO UPDATE
              SET free = excluded.free, held = excluded.held, updated_seq = excluded.updated_seq
              """)) {
        new Columns<>(connection, statement, kept)
            .longs(Change.Posted::account)
            .longs(Change.Posted::asset)
            .longs(Change.Posted::free)
            .longs(Change.Posted::held)
            .longs(Change.Posted::seq);
        statement.executeUpdate();
      }
    }
    if (!gone.isEmpty()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              DELETE FROM balances b
              USING unnest(?::bigint[], ?::bigint[]) AS k (account_id, asset)
              WHERE b.account_id = k.account_id AND b.asset = k.asset
              """)) {
        new Columns<>(connection, statement, gone)
            .longs(Change.Posted::account)
            .longs(Change.Posted::asset);
        statement.executeUpdate();
      }
    }
  }

  private void writePositions(Map<PositionKey, PositionRow> positions) throws SQLException {
    if (positions.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO positions (account_id, market_id, yes_quantity, yes_cost, yes_realized,
                                   no_quantity, no_cost, no_realized, updated_seq)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                 ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
            ON CONFLICT (account_id, market_id) DO UPDATE
            SET yes_quantity = excluded.yes_quantity, yes_cost = excluded.yes_cost,
                yes_realized = excluded.yes_realized, no_quantity = excluded.no_quantity,
                no_cost = excluded.no_cost, no_realized = excluded.no_realized,
                updated_seq = excluded.updated_seq
            """)) {
      new Columns<>(connection, statement, positions.entrySet())
          .longs(entry -> entry.getKey().account())
          .longs(entry -> entry.getKey().market())
          .longs(entry -> entry.getValue().position().yes().quantity())
          .longs(entry -> entry.getValue().position().yes().cost())
          .longs(entry -> entry.getValue().position().yes().realized())
          .longs(entry -> entry.getValue().position().no().quantity())
          .longs(entry -> entry.getValue().position().no().cost())
          .longs(entry -> entry.getValue().position().no().realized())
          .longs(entry -> entry.getValue().seq());
      statement.executeUpdate();
    }
  }

  /**
   * Tells the people's tables that the exchange knows these accounts, and keeps the counter ahead
   * of them: after the people's tables were lost, nobody may be given the account of another.
   */
  private void confirmAccounts(Map<Long, Long> opened) throws SQLException {
    if (opened.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
            connection.prepareStatement(
                """
                UPDATE users u SET opened_seq = c.seq
                FROM unnest(?::bigint[], ?::bigint[]) AS c (account_id, seq)
                WHERE u.account_id = c.account_id AND u.opened_seq IS DISTINCT FROM c.seq
                """);
        PreparedStatement counter =
            connection.prepareStatement("UPDATE account_numbers SET next = ? WHERE next < ?")) {
      new Columns<>(connection, statement, opened.entrySet())
          .longs(Map.Entry::getKey)
          .longs(Map.Entry::getValue);
      statement.executeUpdate();
      long next =
          1
              + opened.keySet().stream()
                  .filter(Accounts::isPerson)
                  .mapToLong(Accounts::count)
                  .max()
                  .orElse(0);
      counter.setLong(1, next);
      counter.setLong(2, next);
      counter.executeUpdate();
    }
  }

  private void confirmTransfers(Map<UUID, Long> applied) throws SQLException {
    if (applied.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE outbox o SET completed_seq = c.seq, state = 'DONE', updated_at = now()
            FROM unnest(?::text[], ?::bigint[]) AS c (id, seq)
            WHERE o.transfer_id = c.id::uuid
              AND (o.completed_seq IS DISTINCT FROM c.seq OR o.state <> 'DONE')
            """)) {
      new Columns<>(connection, statement, applied.entrySet())
          .texts(entry -> entry.getKey().toString())
          .longs(Map.Entry::getValue);
      statement.executeUpdate();
    }
  }

  /**
   * Writes down why the exchange would not move an entry's money. What came of it in the end is the
   * outbox's to say: the entry may have been submitted more than once. A refusal that was seen
   * before, as when the tables are rebuilt, says nothing new.
   */
  private void refuseTransfers(Collection<Change.TransferRefused> refused) throws SQLException {
    if (refused.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE outbox o SET refused_seq = c.seq, refused_reason = c.reason, updated_at = now()
            FROM unnest(?::bigint[], ?::bigint[], ?::text[]) AS c (correlation, seq, reason)
            WHERE o.correlation = c.correlation AND o.completed_seq IS NULL
              AND (o.refused_seq IS NULL OR o.refused_seq < c.seq)
            """)) {
      new Columns<>(connection, statement, refused)
          .longs(Change.TransferRefused::correlation)
          .longs(Change.TransferRefused::seq)
          .texts(refusal -> refusal.reason().name());
      statement.executeUpdate();
    }
  }

  private static void requireAll(int changed, int expected, String table) {
    if (changed != expected) {
      throw new ProjectionException(
          "the journal changes "
              + expected
              + " older "
              + table
              + ", of which the tables know "
              + changed
              + ": rebuild");
    }
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  private static void number(PreparedStatement statement, int index, @Nullable Number value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.BIGINT);
    } else {
      statement.setLong(index, value.longValue());
    }
  }
}
