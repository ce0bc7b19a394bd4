package sibyl.engine.market;

import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.book.Orders;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.limits.Limits;

/** The market that a reusable object points to while it is not in use. */
final class NoMarket {
  static final Market INSTANCE =
      new Market(
          0,
          new MarketEvent(0, false, 0, 1),
          new MarketSpec("", 2, 1, 1, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0),
          Limits.defaults(),
          new Orders(1));

  private NoMarket() {}
}
