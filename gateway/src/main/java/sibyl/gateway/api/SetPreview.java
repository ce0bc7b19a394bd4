package sibyl.gateway.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sibyl.engine.Asset;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.SetAction;
import sibyl.engine.Units;
import sibyl.engine.command.MarketSpec;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.read.EventView;
import sibyl.gateway.read.MarketView;

/**
 * What splitting, merging or converting would move, by asset, signed. The rules are the exchange's;
 * this repeats them for what everybody can see, so that somebody can look before leaping.
 */
record SetPreview(Map<Long, Long> amounts) {

  /**
   * @throws Problem 422 if the exchange would refuse
   */
  static SetPreview ofMarket(MarketView market, SetAction action, long quantity) {
    requireBinary(market);
    requireOpen(market);
    requireQuantity(market.spec(), quantity);
    long sign = action == SetAction.SPLIT ? 1 : -1;
    Map<Long, Long> amounts = new LinkedHashMap<>();
    amounts.put(Asset.CASH, -sign * worth(market.spec(), quantity));
    for (Outcome outcome : Outcome.values()) {
      amounts.put(Asset.of(market.market(), outcome), sign * quantity);
    }
    return new SetPreview(amounts);
  }

  /**
   * Markets that have resolved already are left out: their YES pays nothing.
   *
   * @throws Problem 422 if the exchange would refuse
   */
  static SetPreview ofEvent(EventView event, SetAction action, long quantity) {
    List<MarketView> undecided = undecided(event);
    undecided.forEach(SetPreview::requireOpen);
    MarketSpec spec = undecided.getFirst().spec();
    requireQuantity(spec, quantity);
    long sign = action == SetAction.SPLIT ? 1 : -1;
    Map<Long, Long> amounts = new LinkedHashMap<>();
    amounts.put(Asset.CASH, -sign * worth(spec, quantity));
    for (MarketView market : undecided) {
      amounts.put(Asset.of(market.market(), Outcome.YES), sign * quantity);
    }
    return new SetPreview(amounts);
  }

  /**
   * @param markets whose NO shares are given up
   * @throws Problem 422 if the exchange would refuse
   */
  static SetPreview ofConversion(EventView event, List<Long> markets, long quantity) {
    List<MarketView> undecided = undecided(event);
    List<Long> open = undecided.stream().map(MarketView::market).toList();
    if (!open.containsAll(markets)) {
      throw new Problem(
          422,
          "invalid_command",
          "Every market of market_ids must be one of the event's that is not decided yet.");
    }
    undecided.forEach(SetPreview::requireOpen);
    MarketSpec spec = undecided.getFirst().spec();
    requireQuantity(spec, quantity);
    Map<Long, Long> amounts = new LinkedHashMap<>();
    amounts.put(Asset.CASH, (markets.size() - 1) * worth(spec, quantity));
    for (MarketView market : undecided) {
      boolean given = markets.contains(market.market());
      amounts.put(
          Asset.of(market.market(), given ? Outcome.NO : Outcome.YES),
          given ? -quantity : quantity);
    }
    return new SetPreview(amounts);
  }

  private static List<MarketView> undecided(EventView event) {
    List<MarketView> undecided =
        event.markets().stream()
            .filter(market -> market.resolution() == null || !market.resolution().confirmed())
            .toList();
    if (!event.spec().exclusive() || undecided.isEmpty()) {
      throw new Problem(
          422, "invalid_command", "This takes an exclusive event that is not decided yet.");
    }
    return undecided;
  }

  private static void requireBinary(MarketView market) {
    if (market.spec().rules().kind() != MarketKind.BINARY) {
      throw new Problem(422, "invalid_command", "A good has no sets.");
    }
  }

  private static void requireOpen(MarketView market) {
    if (market.state() != MarketState.OPEN) {
      throw Refusals.marketNotOpen(market.market());
    }
  }

  private static void requireQuantity(MarketSpec spec, long quantity) {
    if (quantity <= 0) {
      throw Refusals.plain(Reason.QUANTITY_OUT_OF_RANGE);
    }
    if (quantity % spec.lot() != 0) {
      throw Refusals.quantityOffLot(quantity - quantity % spec.lot());
    }
  }

  private static long worth(MarketSpec spec, long quantity) {
    try {
      return Units.money(spec.payout(), quantity);
    } catch (ArithmeticException beyondAllMoney) {
      throw Refusals.plain(Reason.QUANTITY_OUT_OF_RANGE);
    }
  }
}
