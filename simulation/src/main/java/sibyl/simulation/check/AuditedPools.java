package sibyl.simulation.check;

import java.math.BigInteger;
import java.util.List;
import sibyl.engine.Asset;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.simulation.model.Holder;

/**
 * Whether a pool holds exactly what can be asked of it. Amounts are counted in ten-thousandths of a
 * millionth here, so that fractions of the payout are whole.
 */
final class AuditedPools {
  private static final String CHECK = "I2 pool is the worst outcome";

  private final AuditedLedger ledger;
  private final Checks checks;

  AuditedPools(AuditedLedger ledger, Checks checks) {
    this.ledger = ledger;
    this.checks = checks;
  }

  void check(AuditedMarket market) {
    if (market.good) {
      checkNothingOwned(market);
    } else if (market.event.exclusive) {
      checkEvent(market.event);
    } else {
      checkAlone(market);
    }
  }

  /** Nothing backs a good. */
  private void checkNothingOwned(AuditedMarket market) {
    checks.require(
        cash(market.pool()) == 0 && supply(market, Outcome.NO) == 0,
        CHECK,
        () -> "market " + market.number + " of a good has cash or NO shares");
  }

  /**
   * While nothing is decided both outcomes would pay the same. Then what is left is owed, but for
   * what rounding left of those already paid. A settled market neither owns nor owes anything.
   */
  private void checkAlone(AuditedMarket market) {
    long yes = supply(market, Outcome.YES);
    long no = supply(market, Outcome.NO);
    long cash = cash(market.pool());
    boolean backed =
        switch (market.state) {
          case CREATED, OPEN, HALTED, CLOSED ->
              yes == no && cash == Units.money(market.payout, yes);
          case RESOLVED -> covers(cash, owedWhenDecided(market), market.event.paid);
          case SETTLED -> yes == 0 && no == 0 && cash == 0;
        };
    checks.require(
        backed,
        CHECK,
        () ->
            "market %d, %s: %d YES, %d NO, %d in the pool"
                .formatted(market.number, market.state, yes, no, cash));
  }

  /**
   * For every outcome k that is possible, YES of k less NO of k is one number d: what is owed is
   * all NO shares that can still win and d times what is not given to a resolved market.
   */
  private void checkEvent(AuditedEvent event) {
    long cash = cash(event.pool());
    if (event.markets.stream().allMatch(market -> market.state == MarketState.SETTLED)) {
      boolean empty = event.markets.stream().allMatch(this::isEmpty);
      checks.require(empty && cash == 0, CHECK, () -> "event " + event.number + " leaves " + cash);
      return;
    }
    List<AuditedMarket> undecided =
        event.markets.stream().filter(market -> !market.decided()).toList();
    BigInteger owed = BigInteger.ZERO;
    int left = Units.WHOLE_FRACTION;
    for (AuditedMarket market : event.markets) {
      if (market.decided()) {
        left -= market.yesFraction;
        owed = owed.add(owedWhenDecided(market));
      } else {
        owed = owed.add(pays(market, supply(market, Outcome.NO), Units.WHOLE_FRACTION));
      }
    }
    if (!undecided.isEmpty()) {
      AuditedMarket first = undecided.getFirst();
      long surplus = surplus(first);
      owed = owed.add(pays(first, surplus, left));
      for (AuditedMarket market : undecided) {
        checks.require(
            surplus(market) == surplus,
            CHECK,
            () ->
                "market %d has %d more YES than NO, market %d %d"
                    .formatted(first.number, surplus, market.number, surplus(market)));
      }
    }
    int undistributed = undecided.isEmpty() ? left : 0;
    checks.require(
        undistributed == 0,
        "resolutions add up",
        () -> "event " + event.number + " leaves " + undistributed);
    BigInteger owes = owed;
    checks.require(
        covers(cash, owed, event.paid),
        CHECK,
        () -> "event %d: %d in the pool, owes %s / 10,000".formatted(event.number, cash, owes));
  }

  private boolean covers(long cash, BigInteger owed, long paid) {
    BigInteger whole = BigInteger.valueOf(Units.WHOLE_FRACTION);
    BigInteger residue = BigInteger.valueOf(cash).multiply(whole).subtract(owed);
    BigInteger most = whole.multiply(BigInteger.valueOf(2 * paid));
    return residue.signum() >= 0 && residue.compareTo(most) <= 0;
  }

  private BigInteger owedWhenDecided(AuditedMarket market) {
    int no = Units.WHOLE_FRACTION - market.yesFraction;
    return pays(market, supply(market, Outcome.YES), market.yesFraction)
        .add(pays(market, supply(market, Outcome.NO), no));
  }

  private static BigInteger pays(AuditedMarket market, long shares, int fraction) {
    return BigInteger.valueOf(shares)
        .multiply(BigInteger.valueOf(market.payout))
        .multiply(BigInteger.valueOf(fraction));
  }

  private boolean isEmpty(AuditedMarket market) {
    return supply(market, Outcome.YES) == 0 && supply(market, Outcome.NO) == 0;
  }

  private long surplus(AuditedMarket market) {
    return supply(market, Outcome.YES) - supply(market, Outcome.NO);
  }

  private long cash(long account) {
    return ledger.of(new Holder(account, Asset.CASH)).total();
  }

  private long supply(AuditedMarket market, Outcome outcome) {
    return -ledger.of(new Holder(market.pool(), Asset.of(market.number, outcome))).total();
  }
}
