package sibyl.engine.audit;

import java.math.BigInteger;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Units;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Positions;
import sibyl.engine.market.Market;
import sibyl.engine.market.MarketEvent;

/**
 * What the common pool of an exclusive event must hold. For every market k that can still resolve
 * to something, YES_k + Σ NO_i over the others is the same number, so its YES less its NO is the
 * same surplus D for all of them. NO of a market is then owed one payout each, YES no more than its
 * NO but for D: and D is paid once, by the markets between them, each the fraction it resolves to.
 * So the pool owes
 *
 * <pre>
 *   payout × (Σ NO of the markets not yet paying + D × what of the whole they pay)
 *     + what the holders of a paying market still are to get
 * </pre>
 */
final class EventCollateral {
  private static final BigInteger WHOLE = BigInteger.valueOf(Units.WHOLE_FRACTION);

  private final AccountTable accounts;
  private final Positions positions;

  EventCollateral(AccountTable accounts, Positions positions) {
    this.accounts = accounts;
    this.positions = positions;
  }

  void check(MarketEvent event) {
    String where = "event " + event.id();
    int unpaid = Units.WHOLE_FRACTION - event.resolved();
    require(unpaid >= 0, where, "resolved to more than the whole");
    // Rounding can have left something in the pool if somebody was paid a fraction.
    boolean rounded = false;
    int stillHere = 0;
    long payout = 0;
    long cash = 0;
    Market sharing = null;
    BigInteger owed = BigInteger.ZERO;
    for (int place = 0; place < event.size(); place++) {
      Market market = event.market(place);
      if (market == null) {
        continue;
      }
      cash = accounts.free(market.pool());
      payout = market.payout();
      long yes = issued(market, Outcome.YES);
      long no = issued(market, Outcome.NO);
      boolean resolved = market.state() == MarketState.RESOLVED;
      int fraction = resolved ? market.resolvedFraction() : 0;
      stillHere += fraction;
      if (market.settling()) {
        rounded |= fraction % Units.WHOLE_FRACTION != 0;
        owed = owed.add(product(yes, fraction)).add(product(no, Units.WHOLE_FRACTION - fraction));
        continue;
      }
      unpaid += fraction;
      owed = owed.add(product(no, Units.WHOLE_FRACTION));
      if (!market.isOut()) {
        if (sharing == null) {
          sharing = market;
        }
        equal(where + " surplus of market " + market.id(), yes - no, surplus(sharing));
      }
    }
    if (sharing != null) {
      owed = owed.add(product(surplus(sharing), unpaid));
    }
    rounded |= event.resolved() != stillHere;
    owed = owed.multiply(BigInteger.valueOf(payout));
    BigInteger has = BigInteger.valueOf(cash).multiply(WHOLE);
    int difference = has.compareTo(owed);
    require(
        difference == 0 || (difference > 0 && rounded),
        where,
        has + " in its pool, owes " + owed + " ten-thousandths");
  }

  private long issued(Market market, Outcome outcome) {
    return -positions.free(market.poolPosition(), outcome);
  }

  private long surplus(Market market) {
    return issued(market, Outcome.YES) - issued(market, Outcome.NO);
  }

  private static BigInteger product(long shares, int fraction) {
    return BigInteger.valueOf(shares).multiply(BigInteger.valueOf(fraction));
  }

  private static void equal(String what, long is, long shouldBe) {
    require(is == shouldBe, what, is + ", should be " + shouldBe);
  }

  private static void require(boolean holds, String who, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(who + ": " + otherwise);
    }
  }
}
