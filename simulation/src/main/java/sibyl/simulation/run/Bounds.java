package sibyl.simulation.run;

import sibyl.engine.limits.Limits;

/** The limits of simulated exchanges: small, so that scripts run into them. */
final class Bounds {
  private static final long UNIT = 1_000_000L;

  private Bounds() {}

  static Limits small() {
    Limits usual = Limits.defaults();
    return new Limits(
        usual.accounts(),
        120,
        12,
        usual.positions(),
        usual.markets(),
        usual.marketsPerEvent(),
        usual.levels(),
        usual.eventText(),
        usual.payout(),
        200_000 * UNIT,
        20_000 * UNIT,
        usual.houseDebt(),
        usual.transfers(),
        10,
        30_000,
        3);
  }
}
