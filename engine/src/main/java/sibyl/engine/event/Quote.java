package sibyl.engine.event;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.Side;

/**
 * What an order, or the amendment of one, would do now. Mutable and reused; money in millionths,
 * prices in ten-thousandths of the asked outcome, quantities in hundredths.
 */
public final class Quote {
  public long account;
  public long market;
  public Side side = Side.BUY;
  public Outcome outcome = Outcome.YES;

  /** Why the order would be refused; null when it would be accepted. */
  public @Nullable Reason refusal;

  /** What would be filled at once. */
  public long filled;

  /** What would rest in the book. */
  public long resting;

  /** Paid (buying) or received (selling) for {@link #filled}, before the fee. */
  public long cost;

  public long fee;

  /** The worst price of any fill; 0 without fills. */
  public int worstPrice;

  /** YES price of the market before and after, ten-thousandths; 0 when there is none. */
  public int yesPriceBefore;

  public int yesPriceAfter;

  /** What would be reserved for the resting part, in the asset it reserves. */
  public long hold;

  /** What the acquired shares pay if the outcome comes true; 0 when selling. */
  public long payoutIfRight;

  /** Which order of a command with several this is about, from 0. */
  public int item;

  /** Whether it is an amendment after which the order would stand where it stands. */
  public boolean keepsPriority;

  public void clear() {
    account = 0;
    market = 0;
    side = Side.BUY;
    outcome = Outcome.YES;
    refusal = null;
    filled = 0;
    resting = 0;
    cost = 0;
    fee = 0;
    worstPrice = 0;
    yesPriceBefore = 0;
    yesPriceAfter = 0;
    hold = 0;
    payoutIfRight = 0;
    item = 0;
    keepsPriority = false;
  }
}
