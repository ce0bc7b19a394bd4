package sibyl.engine.market;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.CloseReason;
import sibyl.engine.GroupAction;
import sibyl.engine.GroupState;
import sibyl.engine.Reason;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;
import sibyl.engine.table.LongIndex;

/**
 * Order groups: what the orders of one group may fill within a rolling window. When the fills pass
 * the limit, the group is triggered at the end of that command: its orders are canceled and new
 * ones refused until it is reset.
 *
 * <p>The window is kept in {@value #BUCKETS} buckets of log time, cut at multiples of their length,
 * which is the window's sixteenth part rounded up. A fill is forgotten with its bucket; so it
 * counts for at most the whole window and for no less than fifteen sixteenths of it.
 */
public final class OrderGroups {
  public static final int NONE = LongIndex.ABSENT;

  private static final int BUCKETS = 16;

  private static final int ID = 0;
  private static final int ACCOUNT = 1;
  private static final int LIMIT = 2;
  private static final int WINDOW_MS = 3;
  private static final int TRIGGERED = 4;
  // From here on what depends on when things happened.
  private static final int BUCKET = 5;
  private static final int SUM = 6;
  private static final int FILLS = 7;
  private static final int FIELDS = FILLS + BUCKETS;

  private final int maxGroups;
  private final int maxPerAccount;
  private final AccountTable accounts;
  private final OwnOrders ownOrders;
  private final EventStream events;
  private final LongIndex index = new LongIndex();
  private long[] records = new long[16 * FIELDS];
  private int[] freeSlots = new int[16];
  private int freeCount;
  private int used;

  /** How many groups each account has. */
  private int[] countOfAccount = new int[16];

  private long lastGroup;

  // Of the command being carried out: its time, and the groups that it took over their limits.
  private long nowMs;
  private int[] passed = new int[16];
  private int passedCount;

  public OrderGroups(Limits limits, Ledger ledger, OwnOrders ownOrders, EventStream events) {
    maxGroups = limits.orderGroups();
    maxPerAccount = limits.orderGroupsPerAccount();
    this.ownOrders = ownOrders;
    this.events = events;
    accounts = ledger.accounts();
  }

  /** Log time of the command that follows. */
  public void begin(long timeMs) {
    nowMs = timeMs;
  }

  /** The slot of an account's group, or {@link #NONE}. */
  int find(long group, int account) {
    int slot = index.get(group);
    return slot != NONE && at(slot, ACCOUNT) == account ? slot : NONE;
  }

  /** Whether the group takes no orders until it is reset. */
  public boolean isTriggered(int slot) {
    return at(slot, TRIGGERED) != 0;
  }

  public int size() {
    return index.size();
  }

  // ---- commands ---------------------------------------------------------------------------------

  public @Nullable Reason check(ChangeOrderGroup command, Rejection rejection) {
    rejection.account = command.account();
    int account = accounts.find(command.account());
    if (account == AccountTable.NONE || !Accounts.isPerson(command.account())) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    boolean create = command.action() == GroupAction.CREATE;
    if (create || command.action() == GroupAction.CHANGE) {
      if (command.limit() <= 0 || command.windowMs() <= 0 || create != (command.group() == 0)) {
        return Reason.INVALID_COMMAND;
      }
      if (command.limit() > ChangeOrderGroup.LIMIT_MAX
          || command.windowMs() > ChangeOrderGroup.WINDOW_MS_MAX
          || (create && (size() >= maxGroups || countOf(account) >= maxPerAccount))) {
        return Reason.LIMIT_EXCEEDED;
      }
    } else if ((command.limit() | command.windowMs()) != 0) {
      return Reason.INVALID_COMMAND;
    }
    return create || find(command.group(), account) != NONE ? null : Reason.UNKNOWN_GROUP;
  }

  public void change(ChangeOrderGroup command) {
    int account = accounts.find(command.account());
    if (command.action() == GroupAction.CREATE) {
      create(account, command.limit(), command.windowMs());
      return;
    }
    int slot = find(command.group(), account);
    switch (command.action()) {
      case CREATE -> throw new IllegalStateException("a new group was found");
      case CHANGE -> {
        change(slot, command.limit(), command.windowMs());
        report(slot, isTriggered(slot) ? GroupState.TRIGGERED : GroupState.ACTIVE);
        noteIfPassed(slot);
      }
      case RESET -> {
        put(slot, TRIGGERED, 0);
        forgetFills(slot);
        report(slot, GroupState.ACTIVE);
      }
      case DELETE -> {
        report(slot, GroupState.DELETED);
        ownOrders.cancel(account, 0, 0, slot, CloseReason.CANCELED);
        remove(slot);
      }
    }
  }

  private void create(int account, long limit, long windowMs) {
    int slot = freeCount > 0 ? freeSlots[--freeCount] : used++;
    if (used * FIELDS > records.length) {
      records = Arrays.copyOf(records, 2 * records.length);
      freeSlots = Arrays.copyOf(freeSlots, 2 * freeSlots.length);
    }
    Arrays.fill(records, slot * FIELDS, (slot + 1) * FIELDS, 0);
    put(slot, ID, ++lastGroup);
    put(slot, ACCOUNT, account);
    put(slot, LIMIT, limit);
    put(slot, WINDOW_MS, windowMs);
    put(slot, BUCKET, nowMs / bucketMs(slot));
    index.add(lastGroup, slot);
    count(account, 1);
    report(slot, GroupState.ACTIVE);
  }

  /** With another window, what was filled so far counts as if it had been filled now. */
  private void change(int slot, long limit, long windowMs) {
    put(slot, LIMIT, limit);
    if (windowMs == at(slot, WINDOW_MS)) {
      forgetOldFills(slot);
      return;
    }
    forgetOldFills(slot);
    final long sum = at(slot, SUM);
    put(slot, WINDOW_MS, windowMs);
    forgetFills(slot);
    add(slot, sum);
  }

  private void remove(int slot) {
    index.remove(at(slot, ID));
    count((int) at(slot, ACCOUNT), -1);
    put(slot, ID, 0);
    freeSlots[freeCount++] = slot;
  }

  // ---- fills ------------------------------------------------------------------------------------

  /** Counts a fill of one of the group's orders. */
  void filled(int slot, long quantity) {
    forgetOldFills(slot);
    add(slot, quantity);
    noteIfPassed(slot);
  }

  /** Cancels the orders of the groups that have passed their limits since the last call. */
  public void enforce() {
    for (int i = 0; i < passedCount; i++) {
      int slot = passed[i];
      put(slot, TRIGGERED, 1);
      report(slot, GroupState.TRIGGERED);
      ownOrders.cancel((int) at(slot, ACCOUNT), 0, 0, slot, CloseReason.GROUP_TRIGGERED);
    }
    passedCount = 0;
  }

  private void noteIfPassed(int slot) {
    if (at(slot, SUM) <= at(slot, LIMIT) || isTriggered(slot)) {
      return;
    }
    for (int i = 0; i < passedCount; i++) {
      if (passed[i] == slot) {
        return;
      }
    }
    if (passedCount == passed.length) {
      passed = Arrays.copyOf(passed, 2 * passedCount);
    }
    passed[passedCount++] = slot;
  }

  private void add(int slot, long quantity) {
    int bucket = FILLS + (int) (at(slot, BUCKET) % BUCKETS);
    put(slot, bucket, Math.addExact(at(slot, bucket), quantity));
    put(slot, SUM, Math.addExact(at(slot, SUM), quantity));
  }

  /** Moves the window up to now. */
  private void forgetOldFills(int slot) {
    long bucket = nowMs / bucketMs(slot);
    long last = at(slot, BUCKET);
    if (bucket - last >= BUCKETS) {
      forgetFills(slot);
      return;
    }
    for (long passing = last + 1; passing <= bucket; passing++) {
      int field = FILLS + (int) (passing % BUCKETS);
      put(slot, SUM, at(slot, SUM) - at(slot, field));
      put(slot, field, 0);
    }
    put(slot, BUCKET, bucket);
  }

  private void forgetFills(int slot) {
    int i = slot * FIELDS;
    Arrays.fill(records, i + SUM, i + FIELDS, 0);
    put(slot, BUCKET, nowMs / bucketMs(slot));
  }

  private long bucketMs(int slot) {
    return Math.ceilDiv(at(slot, WINDOW_MS), BUCKETS);
  }

  private void report(int slot, GroupState state) {
    events.orderGroupChanged(
        at(slot, ID),
        accounts.id((int) at(slot, ACCOUNT)),
        at(slot, LIMIT),
        at(slot, WINDOW_MS),
        state);
  }

  // ---- state ------------------------------------------------------------------------------------

  /**
   * @throws IllegalStateException if a sum is not that of its buckets, or a group over its limit is
   *     not triggered
   */
  public void check() {
    int live = 0;
    int[] counted = new int[countOfAccount.length];
    for (int slot = 0; slot < used; slot++) {
      if (at(slot, ID) == 0) {
        continue;
      }
      live++;
      counted[(int) at(slot, ACCOUNT)]++;
      long sum = 0;
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        sum += at(slot, FILLS + bucket);
      }
      if (sum != at(slot, SUM)
          || (sum > at(slot, LIMIT) && !isTriggered(slot))
          || index.get(at(slot, ID)) != slot) {
        throw new IllegalStateException("order group " + at(slot, ID) + " filled " + sum);
      }
    }
    if (live != size()
        || live > maxGroups
        || passedCount != 0
        || !Arrays.equals(counted, countOfAccount)) {
      throw new IllegalStateException(live + " order groups, " + passedCount + " over limit");
    }
  }

  /** Whether a slot has a group of this account, for checks. */
  public boolean belongsTo(int slot, int account) {
    return slot >= 0 && slot < used && at(slot, ID) != 0 && at(slot, ACCOUNT) == account;
  }

  public void write(StateWriter out) {
    out.putLong(lastGroup);
    out.putInt(used);
    for (int slot = 0; slot < used; slot++) {
      for (int field = 0; field < FIELDS; field++) {
        if (field < BUCKET) {
          out.putLong(at(slot, field));
        } else {
          out.putClock(at(slot, field));
        }
      }
    }
    out.putInt(freeCount);
    for (int i = 0; i < freeCount; i++) {
      out.putInt(freeSlots[i]);
    }
  }

  public void read(StateReader in) {
    lastGroup = in.getLong();
    used = in.getInt("order group slots", 0, maxGroups);
    records = new long[Math.max(16, used) * FIELDS];
    freeSlots = new int[Math.max(16, used)];
    for (int slot = 0; slot < used; slot++) {
      for (int field = 0; field < FIELDS; field++) {
        put(slot, field, in.getLong());
      }
      if (at(slot, ID) != 0) {
        index.add(at(slot, ID), slot);
        count((int) at(slot, ACCOUNT), 1);
      }
    }
    freeCount = in.getInt("free order group slots", 0, used);
    for (int i = 0; i < freeCount; i++) {
      freeSlots[i] = in.getInt("free order group slot", 0, used - 1);
    }
  }

  private int countOf(int account) {
    return account < countOfAccount.length ? countOfAccount[account] : 0;
  }

  private void count(int account, int more) {
    if (account >= countOfAccount.length) {
      countOfAccount = Arrays.copyOf(countOfAccount, 2 * account);
    }
    countOfAccount[account] += more;
  }

  private long at(int slot, int field) {
    return records[slot * FIELDS + field];
  }

  private void put(int slot, int field, long value) {
    records[slot * FIELDS + field] = value;
  }
}
