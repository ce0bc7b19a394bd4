package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;

/** An account's side of the exchange with a pool: what it has, what it may have, what it gets. */
public final class Handover {
  private final Ledger ledger;
  private final AccountTable accounts;
  private final Positions positions;

  public Handover(Ledger ledger) {
    this.ledger = ledger;
    accounts = ledger.accounts();
    positions = ledger.positions();
  }

  /** The slot of a person's account; {@link AccountTable#NONE} for any other number. */
  public int person(long account) {
    return Accounts.isPerson(account) ? accounts.find(account) : AccountTable.NONE;
  }

  public static @Nullable Reason checkQuantity(Market market, long quantity, Rejection rejection) {
    if (quantity <= 0 || quantity > market.mostPerOrder()) {
      rejection.nearest = Math.clamp(quantity, market.lot(), market.mostPerOrder());
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    if (quantity % market.lot() != 0) {
      rejection.nearest = Math.max(market.lot(), quantity - quantity % market.lot());
      return Reason.QUANTITY_OFF_LOT;
    }
    return null;
  }

  public @Nullable Reason checkCash(int account, long needed, Rejection rejection) {
    if (accounts.free(account) >= needed) {
      return null;
    }
    rejection.asset = Asset.CASH;
    rejection.needed = needed;
    rejection.available = accounts.free(account);
    rejection.held = accounts.held(account);
    return Reason.INSUFFICIENT_BALANCE;
  }

  public @Nullable Reason checkShares(
      int account, Market market, Outcome outcome, long needed, Rejection rejection) {
    int position = positions.find(account, market.holders());
    long free = position == Positions.NONE ? 0 : positions.free(position, outcome);
    if (free >= needed) {
      return null;
    }
    rejection.market = market.id();
    rejection.asset = Asset.of(market.id(), outcome);
    rejection.needed = needed;
    rejection.available = free;
    rejection.held = position == Positions.NONE ? 0 : positions.held(position, outcome);
    return Reason.INSUFFICIENT_HOLDINGS;
  }

  /** The slot of an account's position in a market, or {@link Positions#NONE}. */
  int position(int account, Market market) {
    return positions.find(account, market.holders());
  }

  public boolean hasPosition(int account, Market market) {
    return position(account, market) != Positions.NONE;
  }

  public boolean hasRoomForPositions(int account, int more) {
    return positions.hasRoomFor(account, more);
  }

  /** Whether an account may have so many more shares, all its resting buys counted as filled. */
  public boolean mayHaveMore(int account, Market market, Outcome outcome, long more) {
    int position = positions.find(account, market.holders());
    long has =
        position == Positions.NONE
            ? 0
            : positions.free(position, outcome)
                + positions.held(position, outcome)
                + positions.restingBuys(position);
    return has + more <= market.mostPerPosition();
  }

  public void cash(int account, long amount, PostingReason reason) {
    ledger.moveCash(account, amount, 0, reason);
  }

  /** Gives shares to an account, or takes them when negative. */
  public void shares(
      int account, Market market, Outcome outcome, long quantity, PostingReason reason) {
    int position = positions.find(account, market.holders());
    if (position == Positions.NONE) {
      position = positions.open(account, market.id(), market.holders());
    }
    ledger.moveShares(position, outcome, quantity, 0, reason);
    if (positions.isEmpty(position)) {
      positions.close(position, market.holders());
    }
  }
}
