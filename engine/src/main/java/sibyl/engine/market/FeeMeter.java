package sibyl.engine.market;

/**
 * Charges the fills of one order on their cumulative sum, so that however an order is split into
 * fills its fees add up to the same: fee of fill k = ceil(exact sum so far) − fees so far. The
 * exact sum is kept as whole millionths and a rest over the schedule's denominator. Mutable and
 * reused.
 */
final class FeeMeter {
  private long whole;
  private long rest;

  FeeMeter load(long whole, long rest) {
    this.whole = whole;
    this.rest = rest;
    return this;
  }

  FeeMeter load(FeeMeter other) {
    return load(other.whole, other.rest);
  }

  long whole() {
    return whole;
  }

  long rest() {
    return rest;
  }

  /** Fees so far, millionths. */
  long charged() {
    return rest > 0 ? whole + 1 : whole;
  }

  /**
   * Adds a fill at one price and returns its fee.
   *
   * @param price of the fill in the order's own outcome
   */
  long add(FeeSchedule schedule, int rate, int price, long quantity) {
    if (schedule.isFree() || rate == 0) {
      return 0;
    }
    long before = charged();
    long denominator = schedule.denominator();
    long perQuantity = schedule.perQuantity(rate, price);
    // Taken apart so that nothing exceeds a long: the limits keep denominator × quantity below 2⁶³.
    long fraction = perQuantity % denominator * quantity + rest;
    whole += perQuantity / denominator * quantity + fraction / denominator;
    rest = fraction % denominator;
    return charged() - before;
  }

  /**
   * Adds a fill at an average price and returns its fee: a flat one on the exact cost, a quadratic
   * one at the average price.
   */
  long addAverage(FeeSchedule schedule, int rate, int averagePrice, long quantity, long cost) {
    return switch (schedule.kind()) {
      case NONE -> 0;
      case FLAT -> {
        long before = charged();
        long exact = Math.addExact(Math.multiplyExact(cost, rate), rest);
        whole += exact / schedule.denominator();
        rest = exact % schedule.denominator();
        yield charged() - before;
      }
      case QUADRATIC -> add(schedule, rate, averagePrice, quantity);
    };
  }
}
