package sibyl.simulation.replication;

/** One series of prediction markets, run by one team on one venue. */
public enum Project {
  /**
   * Reproducibility Project: Psychology, 2012 to 2014. Its net shares count the price downwards.
   */
  RPP(100, 100, -1),
  /** Experimental Economics Replication Project, 2015. Published in single precision. */
  EERP(100, 1, 1),
  /** Many Labs 2, 2014. Not one market maker throughout: only the prices can be relied on. */
  ML2(0, 0, 0),
  /** Social Sciences Replication Project, 2016. Only prices were published. */
  SSRP(0, 0, 0);

  private final int liquidity;
  private final int payout;
  private final int netSign;

  Project(int liquidity, int payout, int netSign) {
    this.liquidity = liquidity;
    this.payout = payout;
    this.netSign = netSign;
  }

  /** Whether every price follows from the quantities by the market scoring rule. */
  public boolean followsScoringRule() {
    return liquidity > 0;
  }

  /** The market maker's parameter b, in shares; 0 when it does not apply. */
  public int liquidity() {
    return liquidity;
  }

  /** What a winning share paid, in points; 0 when unknown. */
  public int payout() {
    return payout;
  }

  /** The factor from the published net shares to the net number of YES shares sold. */
  int netSign() {
    return netSign;
  }
}
