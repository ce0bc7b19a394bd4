package sibyl.store.query;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.store.Database;

/** What was traded in a market. */
public final class TradeHistory {
  private final Database database;

  public TradeHistory(Database database) {
    this.database = database;
  }

  /**
   * @param before list trades before this event; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<TradeRecord> ofMarket(long market, long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    return database
        .jdbi()
        .withHandle(
            handle ->
                Page.cut(
                    handle
                        .createQuery(
                            """
                            SELECT trade_id, seq, at_ms, market_id, kind, yes_price, quantity,
                                   taker_side, taker_outcome, taker_cost
                            FROM trades
                            WHERE market_id = :market AND seq < :before
                            ORDER BY seq DESC LIMIT :rows
                            """)
                        .bind("market", market)
                        .bind("before", before)
                        .bind("rows", rows)
                        .map(
                            (row, context) ->
                                new TradeRecord(
                                    row.getLong("trade_id"),
                                    row.getLong("seq"),
                                    row.getLong("at_ms"),
                                    row.getLong("market_id"),
                                    TradeKind.valueOf(row.getString("kind")),
                                    row.getInt("yes_price"),
                                    row.getLong("quantity"),
                                    Side.valueOf(row.getString("taker_side")),
                                    Outcome.valueOf(row.getString("taker_outcome")),
                                    row.getLong("taker_cost")))
                        .list(),
                    limit,
                    TradeRecord::seq));
  }
}
