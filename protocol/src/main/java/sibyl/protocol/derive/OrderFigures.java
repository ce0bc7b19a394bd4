package sibyl.protocol.derive;

import org.jspecify.annotations.Nullable;
import sibyl.engine.ReduceReason;
import sibyl.engine.command.PlaceOrder;

/**
 * What an order is for and what has become of it, in hundredths, as its events tell it. Of an open
 * order {@code filled + remaining = quantity}; of a closed one {@code filled + canceled =
 * quantity}.
 *
 * @param quantity what its owner last stated, less what the exchange took off; of a budget what it
 *     came to
 * @param remaining what can still trade; 0 when it is closed
 * @param canceled what had not traded when it closed
 * @param reduced what the exchange took off since the owner last stated a quantity
 * @param reducedReason why, the latest reason if there were two; null when nothing was
 */
public record OrderFigures(
    long quantity,
    long filled,
    long remaining,
    long canceled,
    long reduced,
    @Nullable ReduceReason reducedReason) {

  /**
   * @param quantity what it is for, as the event says; 0 for a budget
   */
  public static OrderFigures placed(long quantity, PlaceOrder spec) {
    long reduced = spec.maxCost > 0 ? 0 : Math.subtractExact(spec.quantity, quantity);
    return new OrderFigures(
        quantity, 0, quantity, 0, reduced, reduced == 0 ? null : ReduceReason.REDUCE_ONLY);
  }

  /**
   * @param left what can still trade after it
   */
  public OrderFigures filled(long by, long left) {
    long inAll = Math.addExact(filled, by);
    return new OrderFigures(
        Math.addExact(inAll, left), inAll, left, canceled, reduced, reducedReason);
  }

  /**
   * @param restated whether the owner stated the quantity
   */
  public OrderFigures amended(long newQuantity, long left, boolean restated) {
    return new OrderFigures(
        newQuantity,
        filled,
        left,
        canceled,
        restated ? 0 : reduced,
        restated ? null : reducedReason);
  }

  public OrderFigures reduced(long by, long left, ReduceReason reason) {
    return new OrderFigures(
        Math.subtractExact(quantity, by),
        filled,
        left,
        canceled,
        Math.addExact(reduced, by),
        reason);
  }

  /**
   * @param left what had not traded
   */
  public OrderFigures closed(long left) {
    return new OrderFigures(quantity, filled, 0, left, reduced, reducedReason);
  }
}
