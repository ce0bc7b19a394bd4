package sibyl.simulation.model;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What an incoming order is going to meet, step by step, worked out before anything changes. */
final class Plan {
  sealed interface Step {
    /** A trade with a resting order, at its price. */
    record Meet(ModelOrder resting, long quantity) implements Step {}

    /** A trade with the market maker. */
    record Buy(long quantity, long cost) implements Step {}

    /** An own resting order is taken down. */
    record CancelOwn(ModelOrder resting) implements Step {}

    /** A quantity is taken off an own resting order and off the incoming one. */
    record Decrement(ModelOrder resting, long quantity) implements Step {}

    /** A resting order whose time is over is taken down. */
    record Expire(ModelOrder resting) implements Step {}
  }

  final List<Step> steps = new ArrayList<>();

  /** What would neither trade nor be decremented. */
  long left;

  long filled;
  long decremented;

  /** Paid or received, before fees. */
  long cost;

  BigInteger feeNumerators = BigInteger.ZERO;
  long fee;

  /** In terms of the order's outcome; 0 without fills. */
  int worstPrice;

  boolean stoppedBySelfTrade;

  /** The allowance of a budget is used up. */
  boolean exhausted;

  /** Cost and fee of the one lot that a budget could not buy. */
  long firstLotCost;

  /** What the market maker would have sold afterwards of what makes this market come true. */
  long net;

  /** The best price at arrival, in YES terms; 0 when nobody is there. */
  int priceBefore;

  /** Whether it meets anybody whose time is not over, be it the account itself. */
  boolean meetsAnyone() {
    return stoppedBySelfTrade || steps.stream().anyMatch(step -> !(step instanceof Step.Expire));
  }

  boolean meetsMaker() {
    return makerTrades() > 0;
  }

  int makerTrades() {
    return (int) steps.stream().filter(step -> step instanceof Step.Buy).count();
  }

  boolean stopped() {
    return stoppedBySelfTrade;
  }
}
