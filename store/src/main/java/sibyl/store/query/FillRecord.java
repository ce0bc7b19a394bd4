package sibyl.store.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/**
 * One party's side of a trade.
 *
 * @param maker whether its order rested
 * @param order 0 for the automated market maker
 * @param price in terms of {@code outcome}
 * @param cost before the fee
 * @param counterpartyMessage what the other order carried
 */
public record FillRecord(
    long trade,
    boolean maker,
    long account,
    long order,
    long market,
    Side side,
    Outcome outcome,
    int price,
    long quantity,
    long cost,
    long fee,
    TradeKind kind,
    @Nullable String counterpartyMessage,
    long seq,
    long atMs) {
  static final String SELECT =
      "SELECT f.trade_id, f.liquidity, f.account_id, f.order_id, f.market_id, f.side, f.outcome,"
          + " f.price, f.quantity, f.cost, f.fee, f.kind, o.message, f.seq, f.at_ms"
          + " FROM fills f LEFT JOIN orders o ON o.order_id = f.counterparty_order";

  static FillRecord read(ResultSet row) throws SQLException {
    return new FillRecord(
        row.getLong("trade_id"),
        row.getString("liquidity").equals("MAKER"),
        row.getLong("account_id"),
        row.getLong("order_id"),
        row.getLong("market_id"),
        Side.valueOf(row.getString("side")),
        Outcome.valueOf(row.getString("outcome")),
        row.getInt("price"),
        row.getLong("quantity"),
        row.getLong("cost"),
        row.getLong("fee"),
        TradeKind.valueOf(row.getString("kind")),
        row.getString("message"),
        row.getLong("seq"),
        row.getLong("at_ms"));
  }
}
