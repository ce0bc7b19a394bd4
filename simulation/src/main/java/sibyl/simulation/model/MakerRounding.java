package sibyl.simulation.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Side;

/**
 * The whole millionths of a market maker's trade: against its taker, so up for a buyer and down for
 * a seller, from 1 and 0 up.
 *
 * <p>Arithmetic in floating point cannot tell a value from a whole number that is within its error,
 * and has to give the benefit of that doubt to the maker: one millionth more against the taker. The
 * model does the same, unless the exact answer was observed.
 */
public final class MakerRounding {
  /** The error of the arithmetic, relative to the value, is below this. */
  private static final BigDecimal ERROR = new BigDecimal("1e-12");

  /**
   * A trade with a market maker that was seen.
   *
   * @param order number of the order that made it; {@link #ESTIMATE} for an estimate's
   */
  public record Seen(long order, long quantity, long cost) {}

  /** Stands for the order of an estimate, which has no number. */
  public static final long ESTIMATE = 0;

  private Set<Long> fundings = Set.of();
  private List<Seen> trades = List.of();

  /** Number of the order now planned, should it be accepted. */
  private long order;

  /** Estimated trades of the command that come before those now planned. */
  private int before;

  private boolean doubted;

  /** What the exchange under test traded and was given in the command now predicted. */
  void observe(Set<Long> seenFundings, List<Seen> seenTrades) {
    fundings = seenFundings;
    trades = seenTrades;
    before = 0;
    doubted = false;
  }

  /** An order is planned next. */
  void plan(long number) {
    order = number;
  }

  /** An order of the same command is done, or planned to be carried out. */
  void advance(int itsTrades) {
    before += itsTrades;
  }

  /** Whether a cost came up since then that the arithmetic cannot be sure of. */
  boolean doubted() {
    return doubted;
  }

  /**
   * What the exchange under test traded in this place; 0 for nothing.
   *
   * @param tradesBefore of the same order with the maker
   */
  long quantitySeen(int tradesBefore) {
    Seen seen = seen(tradesBefore);
    return seen == null ? 0 : seen.quantity();
  }

  private @Nullable Seen seen(int tradesBefore) {
    boolean estimated = !trades.isEmpty() && trades.getFirst().order() == ESTIMATE;
    return trades.stream()
        .filter(trade -> estimated || trade.order() == order)
        .skip(estimated ? before + tradesBefore : tradesBefore)
        .findFirst()
        .orElse(null);
  }

  /**
   * @param tradesBefore of the same order with the maker
   * @param most what the shares can pay, which no cost exceeds
   */
  long cost(Side side, BigDecimal exact, int tradesBefore, long quantity, long most) {
    boolean buys = side == Side.BUY;
    long whole = whole(side, exact);
    long cost = whole;
    if (isClose(exact, whole, exact)) {
      Seen seen = seen(tradesBefore);
      boolean sure = seen != null && seen.quantity() == quantity && seen.cost() == whole;
      cost = sure ? whole : buys ? whole + 1 : whole - 1;
    }
    return Math.clamp(cost, buys ? 1 : 0, most);
  }

  /**
   * @param scale of what the arithmetic works with to get there, which its error goes by
   */
  long funding(BigDecimal exact, BigDecimal scale) {
    long whole = whole(Side.BUY, exact);
    return isClose(exact, whole, scale) && !fundings.contains(whole) ? whole + 1 : whole;
  }

  /** Against the taker. */
  private static long whole(Side side, BigDecimal exact) {
    RoundingMode against = side == Side.BUY ? RoundingMode.CEILING : RoundingMode.FLOOR;
    return exact.setScale(0, against).longValueExact();
  }

  private boolean isClose(BigDecimal exact, long whole, BigDecimal scale) {
    BigDecimal distance = exact.subtract(BigDecimal.valueOf(whole)).abs();
    boolean close = distance.compareTo(scale.multiply(ERROR)) < 0;
    doubted |= close;
    return close;
  }
}
