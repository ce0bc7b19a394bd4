package sibyl.engine.market;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.Units;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.maker.EventMaker;
import sibyl.engine.maker.Lmsr;
import sibyl.engine.maker.MarketMaker;

/**
 * What the automated market maker of a market, or of an exclusive event, offers at each price, for
 * those who follow the exchange's events. It is told what the maker sold ({@code onMakerMoved}) and
 * how deep it is ({@code onLiquidityChanged}), and prices with the very code the engine trades
 * with, so that what it shows is what an order gets.
 *
 * <p>A level is what the maker trades, in whole lots, between the level before it and its price.
 * However many levels an order takes from the best on, it pays for them together no more than they
 * show, or gets no less, whether it buys one outcome or sells the other.
 *
 * <p>Changed by one thread; read by any number while that one waits.
 */
public final class AmmDepth {
  private final List<MarketSpec> specs;
  private final PriceGrid[] grids;
  private final MarketMaker[] makers;
  private final @Nullable EventMaker shared;
  private long liquidity;

  /** Takes levels, the best first. */
  @FunctionalInterface
  public interface Levels {
    /**
     * @param yesPrice ten-thousandths
     * @param quantity hundredths, more than 0
     */
    void level(int yesPrice, long quantity);
  }

  /**
   * A maker that has sold nothing yet.
   *
   * @param specs the market it makes, or in order all markets of the exclusive event
   */
  public AmmDepth(List<MarketSpec> specs) {
    this.specs = List.copyOf(specs);
    MarketSpec first = specs.getFirst();
    int markets = specs.size();
    liquidity = first.liquidity();
    grids = new PriceGrid[markets];
    makers = new MarketMaker[markets];
    // Of accounts and positions, which only the engine has, it needs none.
    shared = markets == 1 ? null : new EventMaker(liquidity, first.payout(), 0, new int[markets]);
    for (int place = 0; place < markets; place++) {
      grids[place] = new PriceGrid(specs.get(place));
      makers[place] =
          shared == null ? new MarketMaker(liquidity, first.payout(), 0, 0) : shared.member(place);
    }
  }

  /**
   * What the maker of a market takes from the house when it opens: the most that it can lose,
   * millionths.
   *
   * @param outcomes 2 for a market by itself, otherwise how many markets the exclusive event has
   */
  public static long funding(MarketSpec market, int outcomes) {
    return market.liquidity() == 0
        ? 0
        : Lmsr.greatestLoss(outcomes, market.liquidity(), market.payout());
  }

  /** What the maker has sold in one of its markets by now, hundredths. */
  public void sold(int place, long yes, long no) {
    MarketMaker maker = makers[place];
    if (maker.yesSold() == yes && maker.noSold() == no) {
      return;
    }
    if (shared == null) {
      maker.sold(yes, no);
    } else {
      shared.sold(place, yes, no);
    }
  }

  /** Its b by now, hundredths. The prices stay. */
  public void liquidity(long now) {
    long more = now - liquidity;
    liquidity = now;
    if (more == 0) {
      return;
    }
    if (shared == null) {
      makers[0].addLiquidity(more);
    } else {
      shared.addLiquidity(more);
    }
  }

  /** What deepening it by {@code more}, hundredths, can make it lose more, millionths. */
  public long costOfLiquidity(long more) {
    return shared == null ? makers[0].costOfLiquidity(more) : shared.costOfLiquidity(more);
  }

  /** Its marginal price of YES in a market, billionths of the payout. */
  public long yesPriceBillionths(int place) {
    return makers[place].yesPriceBillionths();
  }

  /** What it sells YES at in a market, or buys NO: what a buyer of YES meets. */
  public void asks(int place, int depth, Levels levels) {
    walk(place, true, depth, levels);
  }

  /** What it buys YES at in a market, or sells NO: what a seller of YES meets. */
  public void bids(int place, int depth, Levels levels) {
    walk(place, false, depth, levels);
  }

  /**
   * @param bid whether orders that take these levels move the YES price up
   */
  private void walk(int place, boolean bid, int depth, Levels levels) {
    MarketMaker maker = makers[place];
    PriceGrid grid = grids[place];
    int payout = specs.get(place).payout();
    long lot = specs.get(place).lot();
    // In terms of the outcome that becomes dearer, so that prices only go up.
    long start = maker.net();
    long taken = 0;
    long shown = 0;
    int price = 0;
    for (int level = 0; level < depth; ) {
      // No price below that after one more lot has a lot to give.
      long next = bid ? start + taken + lot : start - taken - lot;
      price = Math.max(grid.after(price), grid.atMost(maker.priceBelow(next, bid)));
      if (price >= payout) {
        return;
      }
      int yesPrice = bid ? price : payout - price;
      long within = maker.quantityUpTo(start, bid, yesPrice);
      within -= within % lot;
      while (within > taken
          && !isCovered(maker, bid, within, shown + Units.money(price, within - taken), payout)) {
        within -= lot;
      }
      if (within > taken) {
        levels.level(yesPrice, within - taken);
        shown += Units.money(price, within - taken);
        taken = within;
        level++;
      }
    }
  }

  /** Whether an order for all of a quantity pays no more than is shown, or gets no less. */
  private static boolean isCovered(
      MarketMaker maker, boolean bid, long quantity, long shown, int payout) {
    Outcome dearer = bid ? Outcome.YES : Outcome.NO;
    long whole = Units.money(payout, quantity);
    return maker.cost(maker.net(), Side.BUY, dearer, quantity) <= shown
        && maker.cost(maker.net(), Side.SELL, dearer.opposite(), quantity) >= whole - shown;
  }
}
