package sibyl.engine.ledger;

import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.event.EventStream;
import sibyl.engine.limits.Limits;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * Moves cash and shares, one posting at a time. What an account has of an asset is free or held by
 * its open orders; neither ever stands below zero, but for the accounts that stand for the world
 * and the house (cash) and the pools that issue shares.
 *
 * <p>Whoever moves must have asked before whether there is enough: a movement that would break the
 * rule is an error of the engine, not of a user, and stops it.
 */
public final class Ledger {
  private final EventStream events;
  private final AccountTable accounts;
  private final Positions positions;

  public Ledger(Limits limits, EventStream events) {
    this.events = events;
    accounts = new AccountTable(limits.accounts());
    positions = new Positions(limits.positions(), limits.positionsPerAccount());
  }

  public AccountTable accounts() {
    return accounts;
  }

  public Positions positions() {
    return positions;
  }

  /** Makes an account known; it starts with nothing. */
  public int openAccount(long account, boolean netting) {
    return accounts.open(account, netting);
  }

  /** Forgets an account with nothing in it. */
  public void removeAccount(int account) {
    accounts.remove(account);
  }

  /**
   * Changes what an account has in cash, and reports it.
   *
   * @param free added to the free cash, millionths
   * @param held added to the held cash
   */
  public void moveCash(int account, long free, long held, PostingReason reason) {
    long newFree = Math.addExact(accounts.free(account), free);
    long newHeld = Math.addExact(accounts.held(account), held);
    long id = accounts.id(account);
    if ((newFree < 0 && !Accounts.mayOwe(id)) || newHeld < 0) {
      throw new IllegalStateException(
          "account " + id + " would have cash free " + newFree + ", held " + newHeld);
    }
    accounts.set(account, newFree, newHeld);
    events.posting(id, Asset.CASH, free + held, newFree, newHeld, reason);
  }

  /**
   * Changes what a position has of one outcome's shares, and reports it.
   *
   * @param free added to the free shares, hundredths
   * @param held added to the held shares
   */
  public void moveShares(
      int position, Outcome outcome, long free, long held, PostingReason reason) {
    long newFree = Math.addExact(positions.free(position, outcome), free);
    long newHeld = Math.addExact(positions.held(position, outcome), held);
    long id = accounts.id(positions.account(position));
    int market = positions.market(position);
    if ((newFree < 0 && !Accounts.isPool(id)) || newHeld < 0) {
      throw new IllegalStateException(
          "account "
              + id
              + " would have "
              + outcome
              + " of market "
              + market
              + " free "
              + newFree
              + ", held "
              + newHeld);
    }
    positions.set(position, outcome, newFree, newHeld);
    events.posting(id, Asset.of(market, outcome), free + held, newFree, newHeld, reason);
  }

  /** Writes accounts and cash; each market writes its positions. */
  public void write(StateWriter out) {
    accounts.write(out);
  }

  public void read(StateReader in) {
    accounts.read(in);
  }
}
