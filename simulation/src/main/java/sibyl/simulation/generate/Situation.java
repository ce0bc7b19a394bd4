package sibyl.simulation.generate;

import java.util.List;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;

/**
 * What the generator may know of the exchange, so that most of what it asks for makes sense. It
 * must come from the model, never from the engine: a script depends on its seed alone.
 */
public interface Situation {
  /** An open order, by its label in the script. */
  record OpenOrder(
      int label,
      long account,
      int market,
      Side side,
      Outcome outcome,
      int price,
      long quantity,
      long remaining) {}

  /** Newest last; may be only some of them. */
  List<OpenOrder> openOrders();

  /** Hundredths. */
  long freeShares(long account, int market, Outcome outcome);

  /** Millionths. */
  long freeCash(long account);

  MarketState state(int market);

  /** What the resolved markets of this one's event leave, in ten-thousandths. */
  int undecided(int market);

  /** Whether all other markets of this one's event are resolved. */
  boolean isLastUndecided(int market);

  /** Whether the exchange as a whole does not take everything now. */
  boolean isStopped();
}
