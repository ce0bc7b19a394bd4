package sibyl.engine.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.Outcome;
import sibyl.engine.Side;

/** The maker of several markets: its arithmetic against seventy digits, its loss, its prices. */
class EventMakerTest {
  private static final int PAYOUT = 10_000;

  @Test
  void allMarketsStartAtTheSamePrice() {
    EventMaker maker = maker(4, 1_000);
    for (int place = 0; place < 4; place++) {
      assertThat(maker.member(place).yesPriceBillionths()).isEqualTo(250_000_000);
    }
  }

  @Test
  void aTradeInOneMarketMovesThemAll() {
    EventMaker maker = maker(3, 1_000);
    maker.trade(0, Side.BUY, Outcome.YES, 500);
    // e^0.5 against 1 and 1.
    assertThat(maker.member(0).yesPriceBillionths()).isEqualTo(451_862_762);
    assertThat(maker.member(1).yesPriceBillionths()).isEqualTo(274_068_619);
    assertThat(maker.member(2).yesPriceBillionths()).isEqualTo(274_068_619);
    maker.trade(1, Side.BUY, Outcome.NO, 500);
    // Against it e^−0.5 and 1.
    assertThat(maker.member(1).yesPriceBillionths()).isEqualTo(186_323_723);
  }

  /** Far out prices, near and far trades, liquidity added in between. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void costsAndProceedsAgreeWithTheReferenceToTheUnit(int outcomes) {
    SplittableRandom random = new SplittableRandom(outcomes);
    for (int n = 0; n < 150; n++) {
      final long firstLiquidity = 1 + random.nextLong(n % 2 == 0 ? 1_000 : 10_000_000);
      final EventMaker maker = maker(outcomes, firstLiquidity);
      final Reference reference = new Reference(outcomes, firstLiquidity);
      spread(random, maker, reference);
      if (n % 3 == 0) {
        final long more = 1 + random.nextLong(2 * firstLiquidity);
        maker.addLiquidity(more);
        reference.addLiquidity(more);
        spread(random, maker, reference);
      }
      final long liquidity = maker.liquidity();
      final int place = random.nextInt(outcomes);
      final MarketMaker member = maker.member(place);
      final long quantity =
          1 + random.nextLong(n % 3 == 0 ? 10 : (n % 3 == 1 ? 5 : 80) * liquidity);
      final BigDecimal whole = BigDecimal.valueOf(quantity * PAYOUT);
      final BigDecimal up = reference.costOfYes(place, quantity);
      final BigDecimal down = reference.costOfYes(place, -quantity);
      assertCharged(member, Side.BUY, Outcome.YES, quantity, up);
      assertCharged(member, Side.SELL, Outcome.YES, quantity, down.negate());
      assertCharged(member, Side.BUY, Outcome.NO, quantity, whole.add(down));
      assertCharged(member, Side.SELL, Outcome.NO, quantity, whole.subtract(up));
    }
  }

  private static void assertCharged(
      MarketMaker member, Side side, Outcome outcome, long quantity, BigDecimal exact) {
    long charged = member.cost(member.net(), side, outcome, quantity);
    long off =
        side == Side.BUY
            ? charged - Precise.ceiling(exact).longValueExact()
            : Precise.floor(exact).longValueExact() - charged;
    assertThat(off).as("%s %s %d for %s", side, outcome, quantity, exact).isBetween(0L, 1L);
  }

  /** Sells shares of every market, up to twelve times b each, and all of them far out. */
  private static void spread(SplittableRandom random, EventMaker maker, Reference reference) {
    long far = random.nextLong(1_000 * maker.liquidity());
    for (int place = 0; place < reference.nets.length; place++) {
      long sold = far + random.nextLong(-12 * maker.liquidity(), 12 * maker.liquidity() + 1);
      maker.trade(place, Side.BUY, Outcome.YES, sold);
      reference.nets[place] += sold;
    }
  }

  /** A million trades by all means, each checked: whoever wins, the funding covers the loss. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8})
  void aMillionTradesNeverLoseMoreThanTheFunding(int outcomes) {
    assertThat(tradeAtRandom(outcomes, 250_000)).isEqualTo(tradeAtRandom(outcomes, 250_000));
  }

  /** Golden: other bits here would be another history on another machine. */
  @Test
  void theSameTradesCostTheSameToTheBitOnEveryMachine() {
    assertThat(tradeAtRandom(4, 20_000)).isEqualTo(2_743_235_885_774_500_360L);
  }

  private static long tradeAtRandom(int outcomes, int trades) {
    SplittableRandom random = new SplittableRandom(31L * outcomes);
    EventMaker maker = maker(outcomes, 1 + random.nextLong(3_000));
    long funding = Lmsr.greatestLoss(outcomes, maker.liquidity(), PAYOUT);
    long taken = 0;
    long digest = 0;
    for (int n = 0; n < trades; n++) {
      if (random.nextInt(5_000) == 0) {
        long more = 1 + random.nextLong(1_000);
        funding += maker.costOfLiquidity(more);
        maker.addLiquidity(more);
      }
      int place = random.nextInt(outcomes);
      MarketMaker member = maker.member(place);
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      Outcome outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
      boolean bid = (side == Side.BUY) == (outcome == Outcome.YES);
      long most = member.quantityUpTo(member.net(), bid, bid ? PAYOUT : 0);
      long wanted =
          switch (random.nextInt(8)) {
            case 0, 1, 2 -> 1 + random.nextLong(3);
            case 3 -> most;
            default -> 1 + random.nextLong(3 * maker.liquidity());
          };
      long quantity = Math.min(most, wanted);
      if (quantity == 0) {
        continue;
      }
      long cost = member.cost(member.net(), side, outcome, quantity);
      long sold = side == Side.BUY ? quantity : -quantity;
      maker.trade(place, side, outcome, quantity);
      // NO comes with a set of its market, which costs a payout.
      taken += (side == Side.BUY ? cost : -cost) - (outcome == Outcome.NO ? sold * PAYOUT : 0);
      digest = 31 * digest + cost + member.yesPriceBillionths();
      long loss = maker.sets() * PAYOUT - taken;
      if (loss > funding) {
        throw new AssertionError("loses " + loss + " of " + funding + " at trade " + n);
      }
    }
    return digest;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void addedLiquidityMovesNoPrice(int outcomes) {
    SplittableRandom random = new SplittableRandom(outcomes);
    EventMaker maker = maker(outcomes, 5_000);
    for (int n = 0; n < 2_000; n++) {
      int place = random.nextInt(outcomes);
      maker.trade(place, Side.BUY, Outcome.YES, random.nextLong(-9_000, 9_000));
      long[] before = prices(maker, outcomes);
      long more = 1 + random.nextLong(n % 2 == 0 ? 10 : 10_000);
      maker.addLiquidity(more);
      long[] after = prices(maker, outcomes);
      for (int i = 0; i < outcomes; i++) {
        assertThat(after[i]).isCloseTo(before[i], within(1L));
      }
    }
  }

  @Test
  void addedLiquidityMovesNoPriceOfABinaryMaker() {
    SplittableRandom random = new SplittableRandom(5);
    MarketMaker maker = new MarketMaker(5_000, PAYOUT, 0, 0);
    long funding = Lmsr.greatestLoss(2, 5_000, PAYOUT);
    long taken = 0;
    for (int n = 0; n < 20_000; n++) {
      Outcome outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
      boolean yes = outcome == Outcome.YES;
      long most = maker.quantityUpTo(maker.net(), yes, yes ? PAYOUT : 0);
      long quantity = Math.min(most, 1 + random.nextLong(20_000));
      if (quantity > 0) {
        taken += maker.cost(maker.net(), Side.BUY, outcome, quantity);
        maker.trade(Side.BUY, outcome, quantity);
      }
      if (n % 10 == 0) {
        long before = maker.yesPriceBillionths();
        long more = 1 + random.nextLong(100);
        funding += maker.costOfLiquidity(more);
        maker.addLiquidity(more);
        assertThat(maker.yesPriceBillionths()).isCloseTo(before, within(1L));
      }
      assertThat(maker.sets() * PAYOUT - taken).isLessThanOrEqualTo(funding);
    }
  }

  /** What b ln n is for the start, b more at any prices is for later: nothing less would do. */
  @Test
  void liquidityAddedAtTheStartCostsWhatItWouldHaveFromTheStart() {
    assertThat(maker(3, 1_000).costOfLiquidity(500))
        .isBetween(Lmsr.greatestLoss(3, 500, PAYOUT), Lmsr.greatestLoss(3, 500, PAYOUT) + 1);
    assertThat(new MarketMaker(1_000, PAYOUT, 0, 0).costOfLiquidity(500))
        .isBetween(Lmsr.greatestLoss(2, 500, PAYOUT), Lmsr.greatestLoss(2, 500, PAYOUT) + 1);
  }

  @Test
  void marketsDrivenOutOfReachByTheOthersRestUntilTheyComeBack() {
    EventMaker maker = maker(3, 100);
    maker.trade(0, Side.BUY, Outcome.YES, 30_000);
    MarketMaker lost = maker.member(1);
    assertThat(lost.quantityUpTo(lost.net(), true, PAYOUT)).isZero();
    assertThat(lost.quantityUpTo(lost.net(), false, 0)).isZero();
    assertThat(lost.yesPriceBillionths()).isOne();
    MarketMaker won = maker.member(0);
    assertThat(won.quantityUpTo(won.net(), false, 0)).isZero();
    maker.trade(0, Side.SELL, Outcome.YES, 20_000);
    assertThat(lost.quantityUpTo(lost.net(), true, PAYOUT)).isEqualTo(100 * 64 + 100 * 100);
    assertThat(lost.quantityUpTo(lost.net(), false, 0)).isZero();
  }

  private static long[] prices(EventMaker maker, int outcomes) {
    long[] prices = new long[outcomes];
    for (int place = 0; place < outcomes; place++) {
      prices[place] = maker.member(place).yesPriceBillionths();
    }
    return prices;
  }

  private static EventMaker maker(int outcomes, long liquidity) {
    return new EventMaker(liquidity, PAYOUT, 0, new int[outcomes]);
  }

  /** The same state with seventy digits. */
  private static final class Reference {
    final long[] nets;
    private final BigDecimal[] offsets;
    private long liquidity;

    Reference(int outcomes, long liquidity) {
      this.liquidity = liquidity;
      nets = new long[outcomes];
      offsets = new BigDecimal[outcomes];
      Arrays.fill(offsets, BigDecimal.ZERO);
    }

    void addLiquidity(long more) {
      BigDecimal[] before = potentials();
      liquidity += more;
      for (int place = 0; place < nets.length; place++) {
        offsets[place] = before[place].subtract(perLiquidity(nets[place]), Precise.DIGITS);
      }
    }

    BigDecimal costOfYes(int place, long quantity) {
      BigDecimal before = Precise.potential(potentials(), liquidity, PAYOUT);
      nets[place] += quantity;
      BigDecimal after = Precise.potential(potentials(), liquidity, PAYOUT);
      nets[place] -= quantity;
      return after.subtract(before, Precise.DIGITS);
    }

    private BigDecimal[] potentials() {
      BigDecimal[] potentials = new BigDecimal[nets.length];
      for (int place = 0; place < nets.length; place++) {
        potentials[place] = offsets[place].add(perLiquidity(nets[place]), Precise.DIGITS);
      }
      return potentials;
    }

    private BigDecimal perLiquidity(long net) {
      return BigDecimal.valueOf(net).divide(BigDecimal.valueOf(liquidity), Precise.DIGITS);
    }
  }
}
