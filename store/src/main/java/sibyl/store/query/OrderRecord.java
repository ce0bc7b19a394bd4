package sibyl.store.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;

/**
 * One order as the tables know it.
 *
 * @param placedSeq the event that placed it; orders are listed by it
 * @param quantity what its owner last stated, less what the exchange took off; of a budget what it
 *     came to
 * @param maxCost 0 when it was not given as a budget
 * @param remaining 0 when it is over
 * @param cost of what was filled, before fees
 * @param closeReason null while it rests
 * @param reduced taken off by the exchange since its owner last stated a quantity
 * @param reducedReason why, the latest reason; null when nothing was
 * @param canceled what had not traded when it ended
 * @param basket what it was placed as a part of; null when by itself
 * @param payout of its market, ten-thousandths
 */
public record OrderRecord(
    long order,
    long placedSeq,
    long placedMs,
    long account,
    long market,
    Side side,
    Outcome outcome,
    OrderType type,
    TimeInForce timeInForce,
    SelfTradePrevention selfTradePrevention,
    int price,
    long quantity,
    long maxCost,
    long expiresAtMs,
    long validUntilMs,
    boolean postOnly,
    boolean reduceOnly,
    boolean cancelOnHalt,
    long orderGroup,
    @Nullable String clientOrderId,
    @Nullable String message,
    long filled,
    long remaining,
    long cost,
    long fees,
    @Nullable CloseReason closeReason,
    long updatedSeq,
    long updatedMs,
    long reduced,
    @Nullable ReduceReason reducedReason,
    long canceled,
    @Nullable Long basket,
    int payout) {
  static final String COLUMNS =
      "order_id, placed_seq, placed_ms, account_id, market_id, side, outcome, type, time_in_force,"
          + " self_trade, price, quantity, max_cost, expires_at_ms, valid_until_ms, post_only,"
          + " reduce_only, cancel_on_halt, order_group, client_order_id, message, filled,"
          + " remaining, cost, fees, close_reason, updated_seq, updated_ms, reduced,"
          + " reduced_reason, canceled, basket,"
          + " (SELECT m.payout FROM markets m WHERE m.market_id = orders.market_id) AS payout";

  static OrderRecord read(ResultSet row) throws SQLException {
    String closeReason = row.getString("close_reason");
    String reducedReason = row.getString("reduced_reason");
    return new OrderRecord(
        row.getLong("order_id"),
        row.getLong("placed_seq"),
        row.getLong("placed_ms"),
        row.getLong("account_id"),
        row.getLong("market_id"),
        Side.valueOf(row.getString("side")),
        Outcome.valueOf(row.getString("outcome")),
        OrderType.valueOf(row.getString("type")),
        TimeInForce.valueOf(row.getString("time_in_force")),
        SelfTradePrevention.valueOf(row.getString("self_trade")),
        row.getInt("price"),
        row.getLong("quantity"),
        row.getLong("max_cost"),
        row.getLong("expires_at_ms"),
        row.getLong("valid_until_ms"),
        row.getBoolean("post_only"),
        row.getBoolean("reduce_only"),
        row.getBoolean("cancel_on_halt"),
        row.getLong("order_group"),
        row.getString("client_order_id"),
        row.getString("message"),
        row.getLong("filled"),
        row.getLong("remaining"),
        row.getLong("cost"),
        row.getLong("fees"),
        closeReason == null ? null : CloseReason.valueOf(closeReason),
        row.getLong("updated_seq"),
        row.getLong("updated_ms"),
        row.getLong("reduced"),
        reducedReason == null ? null : ReduceReason.valueOf(reducedReason),
        row.getLong("canceled"),
        row.getObject("basket", Long.class),
        row.getInt("payout"));
  }
}
