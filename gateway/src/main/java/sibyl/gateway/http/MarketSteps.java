package sibyl.gateway.http;

import sibyl.engine.MarketState;

/** What can be done with a market in each of its states, for those who tried something else. */
final class MarketSteps {
  private MarketSteps() {}

  /** For staff, who change it. */
  static String wayOut(MarketState state) {
    return switch (state) {
      case CREATED -> "The market is not open yet: it can be opened (POST …/open).";
      case OPEN -> "The market is open: it can be halted (POST …/halt) or closed (POST …/close).";
      case HALTED ->
          "The market is halted: it can be opened again (POST …/open) or closed (POST …/close).";
      case CLOSED ->
          "The market is closed: an outcome can be proposed (POST …/resolution) and, once it is, and"
              + " every market of an event that shares an AMM is closed, confirmed (POST"
              + " …/resolution/confirm).";
      case RESOLVED ->
          "The market is resolved: the outcome can be challenged within its challenge window (POST"
              + " …/resolution/challenge), and the market settled after it (POST …/settle).";
      case SETTLED -> "The market is settled: nothing changes it any more.";
    };
  }

  /** For traders, who wanted to trade in it. */
  static String whyNotOpen(MarketState state) {
    return switch (state) {
      case CREATED ->
          "The market is not open yet. GET /markets/{market_id} tells when it opens, if that is set.";
      case OPEN ->
          "The market was not open when the exchange reached the request, and is now. Repeat it.";
      case HALTED ->
          "The market is halted for now. Orders in it can be canceled; try again when it is open.";
      case CLOSED, RESOLVED ->
          "The market is closed: trading in it has ended, and its outcome is being decided.";
      case SETTLED -> "The market is settled: nothing changes it.";
    };
  }
}
