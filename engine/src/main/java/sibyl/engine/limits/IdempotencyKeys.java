package sibyl.engine.limits;

import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The idempotency keys of the commands carried out lately, by actor, each with a fingerprint of the
 * command's body and the numbers of its events. How long and how many are remembered, of one actor
 * and in all, is in {@link Limits}; the oldest is forgotten first.
 */
public final class IdempotencyKeys {
  /** Stands for a key that is not known (any more). */
  public static final int NONE = RecentKeys.NONE;

  private static final int BODY = 0;
  private static final int FIRST_SEQ = 1;
  private static final int LAST_SEQ = 2;

  private final RecentKeys keys;

  public IdempotencyKeys(Limits limits) {
    keys =
        new RecentKeys(
            "idempotency keys", limits.keys(), limits.keysPerActor(), limits.keysForMs(), 1, 2);
  }

  public int size() {
    return keys.size();
  }

  /** Whether they are too many to stay in a processor's own cache. */
  public boolean areMany() {
    return keys.areMany();
  }

  /** Where a key is looked for first, to be {@link #fetch}ed. */
  public int home(long actor, long high, long low) {
    return keys.home(actor, high, low);
  }

  /** Reads such a place for no other purpose than to have it near. */
  public int fetch(int home) {
    return keys.fetch(home);
  }

  /** Where a key is remembered, until the next {@link #add}; {@link #NONE} when it is not. */
  public int find(long actor, long high, long low, long nowMs) {
    return keys.find(actor, high, low, nowMs);
  }

  public long bodyHash(int entry) {
    return keys.value(entry, BODY);
  }

  /** Number of the first event of the command that had the key. */
  public long firstSeq(int entry) {
    return keys.value(entry, FIRST_SEQ);
  }

  public long lastSeq(int entry) {
    return keys.value(entry, LAST_SEQ);
  }

  /** Remembers a key that {@link #find} did not know. */
  public void add(
      long actor, long high, long low, long bodyHash, long firstSeq, long lastSeq, long nowMs) {
    int entry = keys.add(actor, high, low, nowMs);
    keys.value(entry, BODY, bodyHash);
    keys.value(entry, FIRST_SEQ, firstSeq);
    keys.value(entry, LAST_SEQ, lastSeq);
  }

  public void write(StateWriter out) {
    keys.write(out);
  }

  public void read(StateReader in) {
    keys.read(in);
  }
}
