package sibyl.engine.limits;

import sibyl.engine.event.Rejection;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The client order ids used lately, by account, for orders and baskets alike. How long and how many
 * are remembered, of one account and in all, is in {@link Limits}; the oldest is forgotten first.
 */
public final class ClientOrderIds {
  /** Nothing has this id. */
  public static final long NONE = 0;

  private static final int ORDER = 0;

  private final RecentKeys keys;

  public ClientOrderIds(Limits limits) {
    keys =
        new RecentKeys(
            "client order ids",
            limits.clientOrderIds(),
            limits.clientOrderIdsPerAccount(),
            limits.clientOrderIdsForMs(),
            1,
            0);
  }

  public int size() {
    return keys.size();
  }

  /** Whether they are too many to stay in a processor's own cache. */
  public boolean areMany() {
    return keys.areMany();
  }

  /** Where a key is looked for first, to be {@link #fetch}ed. */
  public int home(long account, long high, long low) {
    return keys.home(account, high, low);
  }

  /** Reads such a place for no other purpose than to have it near. */
  public int fetch(int home) {
    return keys.fetch(home);
  }

  /**
   * The order that has the id, or with its sign turned the basket; {@link #NONE} when it is not
   * known (any more).
   */
  public long find(long account, long high, long low, long nowMs) {
    int entry = keys.find(account, high, low, nowMs);
    return entry == RecentKeys.NONE ? NONE : keys.value(entry, ORDER);
  }

  /** Whether the id is taken; then the refusal gets to know by what. */
  public boolean isTaken(long account, long high, long low, long nowMs, Rejection rejection) {
    long existing = find(account, high, low, nowMs);
    rejection.order = Math.max(existing, 0);
    rejection.basket = Math.max(-existing, 0);
    return existing != NONE;
  }

  /** Remembers the id of an order that {@link #find} did not know. */
  public void add(long account, long high, long low, long order, long nowMs) {
    keys.value(keys.add(account, high, low, nowMs), ORDER, order);
  }

  /** Remembers the id of a basket that {@link #find} did not know. */
  public void addBasket(long account, long high, long low, long basket, long nowMs) {
    add(account, high, low, -basket, nowMs);
  }

  public void write(StateWriter out) {
    keys.write(out);
  }

  public void read(StateReader in) {
    keys.read(in);
  }
}
