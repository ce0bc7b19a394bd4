package sibyl.protocol.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sibyl.engine.Outcome;
import sibyl.engine.Units;

/**
 * What holdings are worth: the one definition, which every view of value and profit uses.
 *
 * <ul>
 *   <li>What is decided is worth what it pays, rounded as settlement rounds.
 *   <li>Complete sets are worth what they pay, whatever prices say: in a market the smaller of YES
 *       and NO; of what remains, in an exclusive event one YES of every market that can still win.
 *   <li>What remains then is worth its mark ({@link YesMark}), rounded down; without one, the part
 *       of its cost.
 * </ul>
 *
 * <p>A complete set's value is shared over the shares of it by their marks, so that the values of
 * single holdings add up to that of all. Mutable while it counts; one thread.
 */
public final class Valuation {
  private final MarketPrices prices;
  private final SortedMap<Long, Holding> holdings = new TreeMap<>();

  private Valuation(MarketPrices prices) {
    this.prices = prices;
  }

  /** One market's holding: what of it has been valued with complete sets, and how high. */
  private static final class Holding {
    private final MarketPosition position;
    private final PricedMarket market;
    private long yesInSets;
    private long noInSets;
    private long yesValue;
    private long noValue;

    Holding(MarketPosition position, PricedMarket market) {
      this.position = position;
      this.market = market;
    }

    long yesLeft() {
      return position.yes().quantity() - yesInSets;
    }
  }

  /**
   * Values what an account holds.
   *
   * @param positions by market; those that are no longer held may be among them
   * @return one item for each market and outcome held, by market
   */
  public static List<HeldValue> of(Map<Long, MarketPosition> positions, MarketPrices prices) {
    Valuation valuation = new Valuation(prices);
    positions.forEach(valuation::add);
    valuation.countSetsOfMarkets();
    valuation.countSetsOfEvents();
    return valuation.values();
  }

  /** One outcome of a market, as {@link #of} values it, of which nothing may be held. */
  public static HeldValue of(
      long market, Outcome outcome, Map<Long, MarketPosition> positions, MarketPrices prices) {
    for (HeldValue held : of(positions, prices)) {
      if (held.market() == market && held.outcome() == outcome) {
        return held;
      }
    }
    MarketPosition position = positions.getOrDefault(market, MarketPosition.NONE);
    Valuation valuation = new Valuation(prices);
    Holding holding = new Holding(position, prices.market(market));
    return value(market, holding, outcome, valuation.mark(holding));
  }

  private void add(long market, MarketPosition position) {
    if (position.isHeld()) {
      holdings.put(market, new Holding(position, prices.market(market)));
    }
  }

  private void countSetsOfMarkets() {
    for (Map.Entry<Long, Holding> entry : holdings.entrySet()) {
      Holding holding = entry.getValue();
      PositionCost yes = holding.position.yes();
      PositionCost no = holding.position.no();
      long sets = Math.min(yes.quantity(), no.quantity());
      if (sets > 0 && holding.market.decided() == null) {
        long paid = Units.money(holding.market.payout(), sets);
        YesMark mark = mark(holding);
        long yesPart =
            mark.isKnown()
                ? Portions.of(paid, mark.billionths(), Units.WHOLE_MARK)
                : Portions.byWeight(paid, new long[] {yes.costOf(sets), no.costOf(sets)})[0];
        holding.yesInSets = sets;
        holding.noInSets = sets;
        holding.yesValue = yesPart;
        holding.noValue = paid - yesPart;
      }
    }
  }

  private void countSetsOfEvents() {
    Map<Long, List<Holding>> byEvent = new LinkedHashMap<>();
    for (Holding holding : holdings.values()) {
      if (holding.market.exclusiveEvent() != 0
          && holding.market.decided() == null
          && holding.yesLeft() > 0) {
        byEvent
            .computeIfAbsent(holding.market.exclusiveEvent(), _ -> new ArrayList<>())
            .add(holding);
      }
    }
    byEvent.forEach(
        (event, held) -> {
          if (held.size() == undecided(event)) {
            countSets(held, leftToPay(event));
          }
        });
  }

  /**
   * One YES of every market of an event that is not decided yet: one of them pays what the decided
   * ones leave.
   */
  private static void countSets(List<Holding> held, int fraction) {
    long sets = held.stream().mapToLong(Holding::yesLeft).min().orElseThrow();
    long whole = Units.money(held.getFirst().market.payout(), sets);
    long paid = Portions.of(whole, fraction, Units.WHOLE_FRACTION);
    long[] values = new long[held.size()];
    for (int i = 0; i < values.length; i++) {
      YesMark mark = held.get(i).market.mark();
      PositionCost yes = held.get(i).position.yes();
      values[i] =
          mark.isKnown()
              ? Portions.of(whole, mark.billionths(), Units.WHOLE_MARK)
              : yes.costOf(sets);
    }
    long[] parts = Portions.byWeight(paid, values);
    for (int i = 0; i < parts.length; i++) {
      held.get(i).yesInSets += sets;
      held.get(i).yesValue += parts[i];
    }
  }

  private int undecided(long event) {
    int count = 0;
    for (long market : prices.marketsOf(event)) {
      count += prices.market(market).decided() == null ? 1 : 0;
    }
    return count;
  }

  /** What the undecided markets of an exclusive event pay YES between them, ten-thousandths. */
  private int leftToPay(long event) {
    int left = Units.WHOLE_FRACTION;
    for (long market : prices.marketsOf(event)) {
      Integer decided = prices.market(market).decided();
      left -= decided == null ? 0 : decided;
    }
    return left;
  }

  private List<HeldValue> values() {
    List<HeldValue> values = new ArrayList<>();
    holdings.forEach(
        (market, holding) -> {
          YesMark mark = mark(holding);
          for (Outcome outcome : Outcome.values()) {
            if (holding.position.of(outcome).quantity() > 0) {
              values.add(value(market, holding, outcome, mark));
            }
          }
        });
    return values;
  }

  /** Of the market, or of the event: when its decided markets pay all, the others pay nothing. */
  private YesMark mark(Holding holding) {
    Integer decided = holding.market.decided();
    if (decided != null) {
      return YesMark.decided(decided);
    }
    long event = holding.market.exclusiveEvent();
    return event != 0 && leftToPay(event) == 0 ? YesMark.decided(0) : holding.market.mark();
  }

  private static HeldValue value(long market, Holding holding, Outcome outcome, YesMark mark) {
    PositionCost cost = holding.position.of(outcome);
    boolean yes = outcome == Outcome.YES;
    long left = cost.quantity() - (yes ? holding.yesInSets : holding.noInSets);
    long inSets = yes ? holding.yesValue : holding.noValue;
    if (!mark.isKnown()) {
      return new HeldValue(
          market,
          outcome,
          cost,
          HeldValue.averageCost(cost),
          MarkSource.COST,
          Math.addExact(inSets, cost.costOf(left)));
    }
    int payout = holding.market.payout();
    boolean worthless = holding.market.isGood() && mark.source() == MarkSource.DECIDED;
    long billionths = worthless ? 0 : mark.of(outcome);
    return new HeldValue(
        market,
        outcome,
        cost,
        worth(payout, Units.QUANTITY_PER_CONTRACT, billionths),
        mark.source(),
        Math.addExact(inSets, worth(payout, left, billionths)));
  }

  private static long worth(int payout, long quantity, long billionths) {
    return Portions.of(Units.money(payout, quantity), billionths, Units.WHOLE_MARK);
  }
}
