package sibyl.engine.limits;

import java.util.Arrays;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;
import sibyl.engine.table.NumberIndex;

/**
 * 128-bit keys used lately, by owner, each with a few numbers: records in order of use with a hash
 * index over them. A key is forgotten when its time is over; when its owner has as many as one
 * owner may have, the oldest of them is forgotten for the next one; and when there are as many as
 * there may be in all, the oldest of all. Everything depends on the commands alone, so every
 * replica forgets the same.
 *
 * <p>The keys of one owner are a queue inside the queue of all: whatever is forgotten is the oldest
 * of its owner, so one link to the owner's next key is enough.
 */
final class RecentKeys {
  /** Stands for "not known". */
  static final int NONE = -1;

  private static final int OWNER = 0;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int TIME = 3;

  /** The next older key and the next newer one; in a free record the next free one. */
  private static final int NEIGHBOURS = 4;

  /** The owner's next newer key. */
  private static final int NEXT_OF_OWNER = 5;

  private static final int VALUES = 6;
  private static final int FIRST_CAPACITY = 1 << 10;

  // Of an owner that has keys.
  private static final int OLDEST = 0;
  private static final int NEWEST = 1;
  private static final int COUNT = 2;
  private static final int OWNER_FIELDS = 4;

  /** So many keys stay in a processor's own cache. */
  private static final int NEAR = 1 << 14;

  // The index: buckets, each one line of a processor's cache, with room for three times the keys.
  // A bucket has a byte of the hash for each of its cells, four to a field; how many keys found it
  // full and went on to the next bucket; and the cells, which are entries. The first bucket begins
  // where a line does when objects begin where lines do.
  private static final int FIELDS = 16;
  private static final int FIRST = 12;
  private static final int TAG_FIELDS = 3;
  private static final int WENT_ON = 3;
  private static final int CELLS = 4;
  private static final int CELL_COUNT = 12;
  private static final int KEYS_PER_BUCKET = 4;
  private static final int EACH_BYTE = 0x0101_0101;
  private static final int EACH_TOP_BIT = 0x8080_8080;

  private final String name;
  private final int maxKeys;
  private final int maxPerOwner;
  private final long keptForMs;
  private final int fields;
  private final int firstClock;
  private long[] records;
  private int capacity = FIRST_CAPACITY;
  private int used;
  private int firstFree = NONE;
  private int oldest = NONE;
  private int newest = NONE;
  private int size;
  private int[] index = new int[0];
  private int bucketBits;
  private final NumberIndex ownerSlots = new NumberIndex();
  private int[] owners = new int[16 * OWNER_FIELDS];
  private int usedOwners;
  private int firstFreeOwner = NONE;

  /**
   * @param name what the keys are, for error messages
   * @param maxPerOwner most keys of one owner
   * @param values how many numbers come with a key
   * @param clocks how many more of them are clock times or event numbers
   */
  RecentKeys(String name, int maxKeys, int maxPerOwner, long keptForMs, int values, int clocks) {
    this.name = name;
    this.maxKeys = maxKeys;
    this.maxPerOwner = maxPerOwner;
    this.keptForMs = keptForMs;
    firstClock = VALUES + values;
    fields = firstClock + clocks;
    records = new long[FIRST_CAPACITY * fields];
    clearIndex();
  }

  int size() {
    return size;
  }

  /** Whether they are too many to stay in a processor's own cache. */
  boolean areMany() {
    return size > NEAR;
  }

  /** Where a key is, until the next {@link #add}; {@link #NONE} when not known (any more). */
  int find(long owner, long high, long low, long nowMs) {
    long hash = hash(owner, high, low);
    int wanted = tag(hash) * EACH_BYTE;
    int bucket = home(hash);
    while (true) {
      for (int field = 0; field < TAG_FIELDS; field++) {
        int difference = index[bucket + field] ^ wanted;
        // A bit for each byte that is zero, and now and then for one that is not.
        int equal = difference - EACH_BYTE & ~difference & EACH_TOP_BIT;
        for (; equal != 0; equal &= equal - 1) {
          int cell = field * Integer.BYTES + (Integer.numberOfTrailingZeros(equal) >>> 3);
          int entry = index[bucket + CELLS + cell];
          if (entry == NONE) {
            continue;
          }
          int i = entry * fields;
          if (records[i + LOW] == low && records[i + HIGH] == high && records[i + OWNER] == owner) {
            return nowMs - records[i + TIME] < keptForMs ? entry : NONE;
          }
        }
      }
      if (index[bucket + WENT_ON] == 0) {
        return NONE;
      }
      bucket = next(bucket);
    }
  }

  /** Where {@link #find} and {@link #add} will look first, until something is added. */
  int home(long owner, long high, long low) {
    return home(hash(owner, high, low));
  }

  /** Reads such a place, which may be outdated, for no other purpose than to have it near. */
  int fetch(int home) {
    return home < index.length ? index[home] : 0;
  }

  /** One of the numbers that came with a key. */
  long value(int entry, int which) {
    return records[entry * fields + VALUES + which];
  }

  /** Remembers a key that {@link #find} did not know; its numbers are to be set. */
  int add(long owner, long high, long low, long nowMs) {
    while (size > 0 && nowMs - records[oldest * fields + TIME] >= keptForMs) {
      forget(oldest);
    }
    int of = ownerSlots.get(owner);
    if (of != NumberIndex.ABSENT && owners[of * OWNER_FIELDS + COUNT] == maxPerOwner) {
      forget(owners[of * OWNER_FIELDS + OLDEST]);
    } else if (size == maxKeys) {
      forget(oldest);
    }
    int entry = take();
    int i = entry * fields;
    records[i + OWNER] = owner;
    records[i + HIGH] = high;
    records[i + LOW] = low;
    records[i + TIME] = nowMs;
    link(entry, owner);
    insert(entry, hash(owner, high, low));
    return entry;
  }

  void value(int entry, int which, long value) {
    records[entry * fields + VALUES + which] = value;
  }

  void write(StateWriter out) {
    out.putInt(size);
    for (int entry = oldest; entry != NONE; entry = newer(entry)) {
      int i = entry * fields;
      out.putLong(records[i + OWNER]);
      out.putLong(records[i + HIGH]);
      out.putLong(records[i + LOW]);
      out.putClock(records[i + TIME]);
      for (int field = VALUES; field < fields; field++) {
        if (field < firstClock) {
          out.putLong(records[i + field]);
        } else {
          out.putClock(records[i + field]);
        }
      }
    }
  }

  void read(StateReader in) {
    int count = in.getInt(name, 0, maxKeys);
    for (int n = 0; n < count; n++) {
      int entry = take();
      int i = entry * fields;
      records[i + OWNER] = in.getLong();
      records[i + HIGH] = in.getLong();
      records[i + LOW] = in.getLong();
      records[i + TIME] = in.getLong();
      for (int field = VALUES; field < fields; field++) {
        records[i + field] = in.getLong();
      }
      link(entry, records[i + OWNER]);
      insert(entry, hashOf(entry));
    }
  }

  // ---- records and queues -----------------------------------------------------------------------

  /** A record that is free, not yet in any queue. */
  private int take() {
    int entry = firstFree;
    if (entry != NONE) {
      firstFree = newer(entry);
      return entry;
    }
    if (used == capacity) {
      grow();
    }
    return used++;
  }

  /** Puts an entry at the end of both queues. */
  private void link(int entry, long owner) {
    size++;
    neighbours(entry, newest, NONE);
    if (newest == NONE) {
      oldest = entry;
    } else {
      neighbours(newest, older(newest), entry);
    }
    newest = entry;
    records[entry * fields + NEXT_OF_OWNER] = NONE;
    int of = ownerSlots.get(owner);
    if (of == NumberIndex.ABSENT) {
      of = takeOwner(owner);
      owners[of * OWNER_FIELDS + OLDEST] = entry;
    } else {
      records[owners[of * OWNER_FIELDS + NEWEST] * fields + NEXT_OF_OWNER] = entry;
    }
    owners[of * OWNER_FIELDS + NEWEST] = entry;
    owners[of * OWNER_FIELDS + COUNT]++;
  }

  /** Takes out the oldest entry of its owner. */
  private void forget(int entry) {
    remove(entry, hashOf(entry));
    int i = entry * fields;
    int of = ownerSlots.get(records[i + OWNER]);
    if (--owners[of * OWNER_FIELDS + COUNT] == 0) {
      ownerSlots.remove(records[i + OWNER]);
      owners[of * OWNER_FIELDS + OLDEST] = firstFreeOwner;
      firstFreeOwner = of;
    } else {
      owners[of * OWNER_FIELDS + OLDEST] = (int) records[i + NEXT_OF_OWNER];
    }
    int older = older(entry);
    int newer = newer(entry);
    if (older == NONE) {
      oldest = newer;
    } else {
      neighbours(older, older(older), newer);
    }
    if (newer == NONE) {
      newest = older;
    } else {
      neighbours(newer, older, newer(newer));
    }
    neighbours(entry, NONE, firstFree);
    firstFree = entry;
    size--;
  }

  private int takeOwner(long owner) {
    int of = firstFreeOwner;
    if (of == NONE) {
      of = usedOwners++;
      if (usedOwners * OWNER_FIELDS > owners.length) {
        owners = Arrays.copyOf(owners, 2 * owners.length);
      }
    } else {
      firstFreeOwner = owners[of * OWNER_FIELDS + OLDEST];
    }
    ownerSlots.add(owner, of);
    return of;
  }

  private int older(int entry) {
    return (int) (records[entry * fields + NEIGHBOURS] >>> 32);
  }

  private int newer(int entry) {
    return (int) records[entry * fields + NEIGHBOURS];
  }

  private void neighbours(int entry, int older, int newer) {
    records[entry * fields + NEIGHBOURS] = (long) older << 32 | newer & 0xFFFF_FFFFL;
  }

  private void grow() {
    capacity *= 2;
    records = Arrays.copyOf(records, capacity * fields);
    clearIndex();
    for (int entry = oldest; entry != NONE; entry = newer(entry)) {
      insert(entry, hashOf(entry));
    }
  }

  // ---- index ------------------------------------------------------------------------------------

  private void insert(int entry, long hash) {
    int bucket = home(hash);
    while (true) {
      for (int cell = 0; cell < CELL_COUNT; cell++) {
        if (index[bucket + CELLS + cell] == NONE) {
          int shift = cell % Integer.BYTES * Byte.SIZE;
          int at = bucket + cell / Integer.BYTES;
          index[at] = index[at] & ~(0xFF << shift) | tag(hash) << shift;
          index[bucket + CELLS + cell] = entry;
          return;
        }
      }
      index[bucket + WENT_ON]++;
      bucket = next(bucket);
    }
  }

  private void remove(int entry, long hash) {
    int bucket = home(hash);
    while (true) {
      for (int cell = 0; cell < CELL_COUNT; cell++) {
        if (index[bucket + CELLS + cell] == entry) {
          index[bucket + CELLS + cell] = NONE;
          return;
        }
      }
      if (--index[bucket + WENT_ON] < 0) {
        throw new IllegalStateException("one of the " + name + " is not in its index");
      }
      bucket = next(bucket);
    }
  }

  private void clearIndex() {
    bucketBits = Integer.numberOfTrailingZeros(capacity / KEYS_PER_BUCKET);
    index = new int[FIRST + (1 << bucketBits) * FIELDS];
    for (int bucket = FIRST; bucket < index.length; bucket += FIELDS) {
      Arrays.fill(index, bucket + CELLS, bucket + FIELDS, NONE);
    }
  }

  private int next(int bucket) {
    int following = bucket + FIELDS;
    return following == index.length ? FIRST : following;
  }

  /** The bucket in which a key is looked for first. */
  private int home(long hash) {
    return FIRST + (int) (hash >>> Long.SIZE - bucketBits) * FIELDS;
  }

  /** A byte of the hash behind the bits that make the home, which are never that many. */
  private static int tag(long hash) {
    return (int) (hash >>> Integer.SIZE - Byte.SIZE) & 0xFF;
  }

  private long hashOf(int entry) {
    int i = entry * fields;
    return hash(records[i + OWNER], records[i + HIGH], records[i + LOW]);
  }

  private static long hash(long owner, long high, long low) {
    long mixed = (low ^ owner * 0x9E37_79B9_7F4A_7C15L ^ high) * 0xBF58_476D_1CE4_E5B9L;
    return (mixed ^ mixed >>> 32) * 0x9E37_79B9_7F4A_7C15L;
  }
}
