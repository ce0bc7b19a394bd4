/**
 * Markets and orders in them: {@code Market} is one market, {@code Markets} all of them, {@code
 * OrderEntry} takes an order from check to plan to effect, {@code TradeBooking} carries one match
 * into the ledger, {@code OpenOrders} keeps what rests, {@code Lifecycle} moves markets through
 * their states.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.market;
