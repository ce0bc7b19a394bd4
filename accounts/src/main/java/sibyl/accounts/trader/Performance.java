package sibyl.accounts.trader;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How somebody's trading went. Money in millionths.
 *
 * @param wins markets that are over for the account and brought a profit
 * @param losses those that brought a loss
 * @param volume Σ of the fills' costs
 * @param fees paid
 * @param brierBillionths mean squared distance between the prices at which outcomes were bought and
 *     what became of them, weighted by quantity; null before any of them is decided
 * @param markets by market, the most profitable first
 * @param categories by category, the most profitable first
 * @param equity cash, money under way and holdings at the end of each day, oldest first; the last
 *     day is not over yet and ends with what there is now
 */
public record Performance(
    int wins,
    int losses,
    long trades,
    long volume,
    long fees,
    @Nullable Long brierBillionths,
    List<InMarket> markets,
    List<InCategory> categories,
    List<OnDay> equity) {
  public Performance {
    markets = List.copyOf(markets);
    categories = List.copyOf(categories);
    equity = List.copyOf(equity);
  }

  /** One market; the profits of all add up to those of the account. */
  public record InMarket(
      long market, String title, String category, long realized, long unrealized, boolean over) {}

  /** All markets of one category. */
  public record InCategory(String category, long realized, long unrealized, int markets) {}

  /**
   * The end of a day, UTC.
   *
   * @param endMs when it is over
   */
  public record OnDay(long endMs, long equity) {}
}
