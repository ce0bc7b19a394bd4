package sibyl.gateway.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * Hands out something of which there is a bounded number (sockets, requests under way) so that no
 * holder, and no thousand holders, can use it up. What one holder may have shrinks with the third
 * power of the part that is free: the first come close to the most that one may have, and of 10,000
 * a thousand holders that each take all they can, up to 500, leave about 900 for the next, who may
 * then have one each. When none is free, none is handed out. Safe to use from any thread.
 */
public final class FairShares {
  private final int max;
  private final int perHolderMax;
  private final Map<Object, Integer> held = new HashMap<>();
  private int taken;

  /**
   * @param max in all
   * @param perHolderMax of one holder, while nearly all are free
   */
  public FairShares(int max, int perHolderMax) {
    this.max = max;
    this.perHolderMax = perHolderMax;
  }

  /** Takes one for a holder; false when it has its share or there is none left. */
  public synchronized boolean take(Object holder) {
    int own = held.getOrDefault(holder, 0);
    if (taken >= max || own >= share()) {
      return false;
    }
    taken++;
    held.put(holder, own + 1);
    return true;
  }

  private int share() {
    double free = (double) (max - taken) / max;
    return (int) Math.ceil(perHolderMax * free * free * free);
  }

  /** Gives one back that was taken. */
  public synchronized void giveBack(Object holder) {
    int own = held.getOrDefault(holder, 0);
    if (own == 0) {
      throw new IllegalStateException("given back what was not taken");
    }
    taken--;
    if (own == 1) {
      held.remove(holder);
    } else {
      held.put(holder, own - 1);
    }
  }

  /** How many are taken. */
  public synchronized int taken() {
    return taken;
  }
}
