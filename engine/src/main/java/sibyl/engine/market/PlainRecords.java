package sibyl.engine.market;

import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.book.Orders;
import sibyl.engine.event.EventStream;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;

/**
 * The steps of the short path, each on the tables' own records, which the caller hands over: {@code
 * records} of orders, {@code shares} of positions, {@code cash} of accounts, where {@code a} is the
 * place of an account's record.
 */
final class PlainRecords {
  private static final int NONE = Orders.NONE;
  private static final long LOW = 0xFFFF_FFFFL;
  private static final long HIGH = ~LOW;
  private static final long ONE_ORDER = 1L << 32;

  private final Positions positions;
  private final EventStream events;

  PlainRecords(Ledger ledger, EventStream events) {
    this.events = events;
    positions = ledger.positions();
  }

  // ---- the owner's orders -----------------------------------------------------------------------

  /** Puts an order first in its owner's list and counts it. */
  void list(long[] records, int slot, long[] shares, int position, long[] cash, int a) {
    int p = position * Positions.FIELDS;
    long ofOwner = shares[p + Positions.ORDERS];
    int first = (int) (ofOwner >>> 32) - 1;
    records[slot * Orders.FIELDS + Orders.OWNER_LINKS] = pair(first, NONE);
    if (first != NONE) {
      int f = first * Orders.FIELDS + Orders.OWNER_LINKS;
      records[f] = records[f] & HIGH | slot;
    }
    shares[p + Positions.ORDERS] = pair(slot + 1, (int) ofOwner + 1);
    cash[a + AccountTable.ORDERS_FLAGS] += ONE_ORDER;
  }

  /** Takes an order off its owner's list and counts. */
  void forget(long[] records, int slot, long[] shares, int position, long[] cash, int a) {
    long links = records[slot * Orders.FIELDS + Orders.OWNER_LINKS];
    int next = (int) (links >>> 32);
    int previous = (int) links;
    int p = position * Positions.FIELDS;
    long ofOwner = shares[p + Positions.ORDERS];
    int first = (int) (ofOwner >>> 32) - 1;
    if (next != NONE) {
      int n = next * Orders.FIELDS + Orders.OWNER_LINKS;
      records[n] = records[n] & HIGH | previous & LOW;
    }
    if (previous == NONE) {
      first = next;
    } else {
      int b = previous * Orders.FIELDS + Orders.OWNER_LINKS;
      records[b] = links & HIGH | records[b] & LOW;
    }
    shares[p + Positions.ORDERS] = pair(first + 1, (int) ofOwner - 1);
    cash[a + AccountTable.ORDERS_FLAGS] -= ONE_ORDER;
  }

  void closeIfEmpty(int position, Market market) {
    if (positions.isEmpty(position)) {
      positions.close(position, market.holders());
    }
  }

  // ---- what orders hold and pay -----------------------------------------------------------------

  /** Moves what an order holds for a quantity that came into the book or, negative, left it. */
  void reserve(
      Market market, long terms, int tick, long quantity, int position, long[] cash, int a) {
    long account = cash[a + AccountTable.ID];
    Outcome outcome = (terms & Orders.NO) == 0 ? Outcome.YES : Outcome.NO;
    long[] shares = positions.records();
    int p = position * Positions.FIELDS;
    if ((terms & Orders.SELL) == 0) {
      long amount = quantity * market.ownPrice(outcome, tick);
      long free = cash[a + AccountTable.FREE] - amount;
      long held = cash[a + AccountTable.HELD] + amount;
      shares[p + Positions.RESTING_BUYS] += quantity;
      cash[a + AccountTable.FREE] = free;
      cash[a + AccountTable.HELD] = held;
      requireNotBelowZero(account, free, held);
      events.posting(account, Asset.CASH, 0, free, held, PostingReason.HOLD);
    } else {
      int own = p + Positions.of(outcome);
      long free = shares[own] - quantity;
      long held = shares[own + 1] + quantity;
      shares[own] = free;
      shares[own + 1] = held;
      requireNotBelowZero(account, free, held);
      long asset = Asset.of(market.id(), outcome);
      events.posting(account, asset, 0, free, held, PostingReason.HOLD);
    }
  }

  /** Moves cash in a trade, and reports it. */
  void pay(long[] cash, int a, long freeMore, long heldMore) {
    long free = cash[a + AccountTable.FREE] + freeMore;
    long held = cash[a + AccountTable.HELD] + heldMore;
    cash[a + AccountTable.FREE] = free;
    cash[a + AccountTable.HELD] = held;
    long account = cash[a + AccountTable.ID];
    requireNotBelowZero(account, free, held);
    events.posting(account, Asset.CASH, freeMore + heldMore, free, held, PostingReason.TRADE);
  }

  /** Moves shares in a trade, and reports it. */
  void deliver(
      long[] shares,
      int position,
      Outcome outcome,
      long freeMore,
      long heldMore,
      long account,
      Market market) {
    int own = position * Positions.FIELDS + Positions.of(outcome);
    long free = shares[own] + freeMore;
    long held = shares[own + 1] + heldMore;
    shares[own] = free;
    shares[own + 1] = held;
    requireNotBelowZero(account, free, held);
    events.posting(
        account,
        Asset.of(market.id(), outcome),
        freeMore + heldMore,
        free,
        held,
        PostingReason.TRADE);
  }

  private static void requireNotBelowZero(long account, long free, long held) {
    if ((free | held) < 0) {
      throw new IllegalStateException(
          "account " + account + " would have free " + free + ", held " + held);
    }
  }

  static long pair(int high, int low) {
    return (long) high << 32 | low & LOW;
  }
}
