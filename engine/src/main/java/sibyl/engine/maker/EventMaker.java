package sibyl.engine.maker;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The one market maker that the markets of an exclusive event share. With q the net sale of YES of
 * each market (NO sold counts as YES bought), C(q) = b·ln Σ e^(q/b): the prices of all markets are
 * one distribution, and a trade in one of them moves them all.
 *
 * <p>Each market's log odds against all others are u − ln Σ e^u over the others, where u = q/b plus
 * the market's offset; offsets are zero until liquidity is added. From there on the rule of two
 * outcomes applies to it; see {@link Lmsr}.
 *
 * <p>It holds YES only: whole-event sets bought are the greatest q, so what it has of a market's
 * YES is that less the market's q. NO it delivers comes from a set of the market whose YES it
 * keeps.
 */
public final class EventMaker {
  private final MarketMaker[] members;
  private final double[] offsets;
  private final int payout;
  private long liquidity;

  // Of the state above: the greatest q, and per market u with the greatest q taken out of q.
  private long sets;
  private final double[] potentials;
  private final double[] weights;

  /**
   * @param liquidity b, hundredths
   * @param account slot of its account
   * @param positions slots of its positions, market by market
   */
  public EventMaker(long liquidity, int payout, int account, int[] positions) {
    this.liquidity = liquidity;
    this.payout = payout;
    members = new MarketMaker[positions.length];
    for (int place = 0; place < positions.length; place++) {
      members[place] = new MarketMaker(liquidity, payout, account, positions[place]);
    }
    offsets = new double[positions.length];
    potentials = new double[positions.length];
    weights = new double[positions.length];
    reprice();
  }

  /** The maker as one of the markets sees it. */
  public MarketMaker member(int place) {
    return members[place];
  }

  public int account() {
    return members[0].account();
  }

  public long liquidity() {
    return liquidity;
  }

  /** Sets of the whole event that it has bought from the pool; negative when it redeemed more. */
  public long sets() {
    return sets;
  }

  /** Records a trade with a taker in one of the markets, which moves the prices of all. */
  public void trade(int place, Side side, Outcome outcome, long quantity) {
    members[place].trade(side, outcome, quantity);
    reprice();
  }

  /** Takes over what was sold in one of the markets from another that prices as it does. */
  public void sold(int place, long yes, long no) {
    members[place].sold(yes, no);
    reprice();
  }

  /** What {@link #addLiquidity} can make it lose more, millionths: it must be funded with that. */
  public long costOfLiquidity(long more) {
    double top = max(potentials, -1);
    double lowest = 0;
    double kept = 0;
    double sum = 0;
    for (int place = 0; place < members.length; place++) {
      lowest = Math.max(lowest, top - potentials[place]);
      kept = Math.max(kept, StrictMath.abs(Lmsr.logOdds(net(place) - sets, liquidity)));
      sum += StrictMath.exp(potentials[place] - top);
    }
    double surprise = lowest + StrictMath.log(sum);
    double blur = 2 * (kept + StrictMath.abs(top) + surprise + members.length);
    return Lmsr.greatestLossOf(surprise, blur, liquidity, more, payout);
  }

  /**
   * Makes it deeper; its prices stay.
   *
   * @param more added to b, hundredths
   */
  public void addLiquidity(long more) {
    liquidity += more;
    for (int place = 0; place < members.length; place++) {
      offsets[place] = potentials[place] - Lmsr.logOdds(net(place) - sets, liquidity);
    }
    reprice();
  }

  /** Works out every market's log odds anew. */
  private void reprice() {
    sets = Long.MIN_VALUE;
    for (int place = 0; place < members.length; place++) {
      sets = Math.max(sets, net(place));
    }
    double largestOffset = 0;
    for (int place = 0; place < members.length; place++) {
      potentials[place] = offsets[place] + Lmsr.logOdds(net(place) - sets, liquidity);
      largestOffset = Math.max(largestOffset, StrictMath.abs(offsets[place]));
    }
    int leader = leader();
    double top = potentials[leader];
    double sum = 0;
    for (int place = 0; place < members.length; place++) {
      weights[place] = StrictMath.exp(potentials[place] - top);
      sum += weights[place];
    }
    double roundings = 2 * (members.length + largestOffset);
    for (int place = 0; place < members.length; place++) {
      // Taking one out of the sum is exact enough while the leader stays in it.
      double others =
          place == leader ? withoutLeader(leader) : top + StrictMath.log(sum - weights[place]);
      members[place].move(liquidity, sets, offsets[place] - others, roundings);
    }
  }

  /** ln Σ e^u over all but the leader, with the greatest of them taken out. */
  private double withoutLeader(int leader) {
    double second = max(potentials, leader);
    double sum = 0;
    for (int place = 0; place < members.length; place++) {
      if (place != leader) {
        sum += StrictMath.exp(potentials[place] - second);
      }
    }
    return second + StrictMath.log(sum);
  }

  private int leader() {
    int leader = 0;
    for (int place = 1; place < members.length; place++) {
      if (potentials[place] > potentials[leader]) {
        leader = place;
      }
    }
    return leader;
  }

  private static double max(double[] values, int except) {
    double max = Double.NEGATIVE_INFINITY;
    for (int place = 0; place < values.length; place++) {
      if (place != except) {
        max = Math.max(max, values[place]);
      }
    }
    return max;
  }

  private long net(int place) {
    return members[place].net();
  }

  public void write(StateWriter out) {
    out.putLong(liquidity);
    for (int place = 0; place < members.length; place++) {
      out.putLong(Double.doubleToLongBits(offsets[place]));
      members[place].writeSales(out);
    }
  }

  public void read(StateReader in) {
    liquidity = in.getLong();
    for (int place = 0; place < members.length; place++) {
      offsets[place] = Double.longBitsToDouble(in.getLong());
      members[place].readSales(in);
    }
    reprice();
  }
}
