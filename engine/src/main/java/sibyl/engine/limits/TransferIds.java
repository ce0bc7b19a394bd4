package sibyl.engine.limits;

import java.util.Arrays;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * The ids of all transfers ever made, so that none is made twice. They are never forgotten; at the
 * bound no further transfer is accepted. How many an account has taken part in is kept with them,
 * so that one account cannot use them up.
 */
public final class TransferIds {
  private static final int ABSENT = -1;

  private final int maxIds;
  private long[] ids = new long[2 * 64];
  private int[] index = new int[2 * 64];
  private int size;

  /** By the slot of the account. */
  private int[] ofAccounts = new int[64];

  private final int maxPerAccount;

  public TransferIds(Limits limits) {
    maxIds = limits.transfers();
    maxPerAccount = limits.transfersPerAccount();
    Arrays.fill(index, ABSENT);
  }

  public boolean isFull() {
    return size == maxIds;
  }

  /** Whether an account has taken part in as many as it may. */
  public boolean isFull(int account) {
    return account < ofAccounts.length && ofAccounts[account] >= maxPerAccount;
  }

  /** Counts one more that a person's or a team's account takes part in. */
  public void count(int account) {
    if (account >= ofAccounts.length) {
      ofAccounts = Arrays.copyOf(ofAccounts, 2 * account);
    }
    ofAccounts[account]++;
  }

  public boolean contains(long high, long low) {
    int mask = index.length - 1;
    int at = hash(high, low) & mask;
    while (index[at] != ABSENT) {
      if (ids[2 * index[at]] == high && ids[2 * index[at] + 1] == low) {
        return true;
      }
      at = (at + 1) & mask;
    }
    return false;
  }

  /** Remembers an id that is not here yet. */
  public void add(long high, long low) {
    if (2 * size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * ids.length);
      index = new int[ids.length];
      Arrays.fill(index, ABSENT);
      for (int entry = 0; entry < size; entry++) {
        insert(entry);
      }
    }
    ids[2 * size] = high;
    ids[2 * size + 1] = low;
    insert(size++);
  }

  public void write(StateWriter out) {
    out.putInt(size);
    for (int i = 0; i < 2 * size; i++) {
      out.putLong(ids[i]);
    }
    int accounts = ofAccounts.length;
    while (accounts > 0 && ofAccounts[accounts - 1] == 0) {
      accounts--;
    }
    out.putInt(accounts);
    for (int account = 0; account < accounts; account++) {
      out.putInt(ofAccounts[account]);
    }
  }

  public void read(StateReader in) {
    int count = in.getInt("transfer ids", 0, maxIds);
    for (int i = 0; i < count; i++) {
      add(in.getLong(), in.getLong());
    }
    int accounts = in.getInt("accounts with transfers", 0, Integer.MAX_VALUE / 2);
    ofAccounts = new int[Math.max(64, accounts)];
    for (int account = 0; account < accounts; account++) {
      ofAccounts[account] = in.getInt("transfers of an account", 0, maxIds);
    }
  }

  private void insert(int entry) {
    int mask = index.length - 1;
    int at = hash(ids[2 * entry], ids[2 * entry + 1]) & mask;
    while (index[at] != ABSENT) {
      at = (at + 1) & mask;
    }
    index[at] = entry;
  }

  private static int hash(long high, long low) {
    return (int) ((low ^ high * 0x9E37_79B9_7F4A_7C15L) * 0xBF58_476D_1CE4_E5B9L >>> 32);
  }
}
