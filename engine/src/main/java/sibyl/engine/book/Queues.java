package sibyl.engine.book;

import java.util.Arrays;

/**
 * Any number of linked lists of slots, in nodes of twelve, all in one array. Whoever has a place in
 * a list keeps it, so that it can be taken out in one step; a node is one line of a processor's
 * cache, so that this reads nobody else's record, and neighbours share what they need.
 *
 * <p>A list is known by its first and its last node, which its owner keeps; an empty one has none.
 */
final class Queues {
  /** Stands for "no node", "no slot" and "no place". */
  static final int NONE = -1;

  private static final int VALUES = 12;
  private static final int PLACE_BITS = 4;
  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
  private static final int FULL = (1 << VALUES) - 1;

  // A node: its neighbours, its number, which of its places are taken, and what is there. The first
  // one begins where a line does when objects begin where lines do.
  private static final int FIELDS = 16;
  private static final int FIRST = 12;
  private static final int NEXT = FIRST;
  private static final int PREVIOUS = FIRST + 1;
  private static final int NUMBER = FIRST + 2;
  private static final int NUMBER_TAKEN = FIRST + 3;
  private static final int VALUE = FIRST + 4;

  private int[] nodes;
  private int capacity;
  private int used;
  private int firstFree = NONE;
  private long lastNumber;

  /**
   * @param capacity for how many nodes there is room at first
   */
  Queues(int capacity) {
    this.capacity = capacity;
    nodes = new int[FIRST + capacity * FIELDS];
  }

  /** The node that a place is in. */
  static int node(int place) {
    return place >> PLACE_BITS;
  }

  /**
   * Puts a slot last into a list.
   *
   * @param last the list's last node, or {@link #NONE}
   * @return its place, in that node or in a new one, which is the last from then on
   */
  int append(int last, int slot) {
    if (last != NONE) {
      int i = last * FIELDS;
      int taken = nodes[i + NUMBER_TAKEN];
      int index = Integer.SIZE - Integer.numberOfLeadingZeros(taken & FULL);
      if (index < VALUES) {
        nodes[i + NUMBER_TAKEN] = taken | 1 << index;
        nodes[i + VALUE + index] = slot;
        return last << PLACE_BITS | index;
      }
    }
    int node = newNode(last);
    nodes[node * FIELDS + NUMBER_TAKEN] |= 1;
    nodes[node * FIELDS + VALUE] = slot;
    return node << PLACE_BITS;
  }

  /** Empties a place; returns whether its node is empty now, and so has to be {@link #drop}ped. */
  boolean remove(int place) {
    int i = (place & ~PLACE_MASK) + NUMBER_TAKEN;
    int left = nodes[i] & ~(1 << (place & PLACE_MASK));
    nodes[i] = left;
    return (left & FULL) == 0;
  }

  /** Takes an empty node out of its list; its neighbours can still be asked for. */
  void drop(int node) {
    int next = next(node);
    int previous = previous(node);
    if (next != NONE) {
      nodes[next * FIELDS + PREVIOUS] = previous;
    }
    if (previous != NONE) {
      nodes[previous * FIELDS + NEXT] = next;
    }
    nodes[node * FIELDS + NUMBER] = firstFree;
    firstFree = node;
  }

  int next(int node) {
    return nodes[node * FIELDS + NEXT];
  }

  int previous(int node) {
    return nodes[node * FIELDS + PREVIOUS];
  }

  /** The first slot of a node, or {@link #NONE} when there is no node. */
  int first(int node) {
    return node == NONE
        ? NONE
        : nodes[node * FIELDS + VALUE + Integer.numberOfTrailingZeros(taken(node))];
  }

  /** The slot after a place, in its node or in the next one, or {@link #NONE}. */
  int after(int place) {
    int node = node(place);
    int later = taken(node) & -2 << (place & PLACE_MASK);
    return later == 0
        ? first(next(node))
        : nodes[node * FIELDS + VALUE + Integer.numberOfTrailingZeros(later)];
  }

  int at(int place) {
    return nodes[node(place) * FIELDS + VALUE + (place & PLACE_MASK)];
  }

  /**
   * Of two places in a list that was only ever appended to, the later one has the larger number.
   */
  long number(int place) {
    int i = node(place) * FIELDS;
    int upper = nodes[i + NUMBER_TAKEN] >>> VALUES;
    return ((long) upper << Integer.SIZE | nodes[i + NUMBER] & 0xFFFF_FFFFL) << PLACE_BITS
        | place & PLACE_MASK;
  }

  /** Reads a node, if there is one of that number, for no other purpose than to have it near. */
  int fetch(int node) {
    return node >= 0 && node < capacity ? nodes[node * FIELDS + NEXT] : NONE;
  }

  private int taken(int node) {
    return nodes[node * FIELDS + NUMBER_TAKEN] & FULL;
  }

  private int newNode(int previous) {
    int node = firstFree;
    if (node == NONE) {
      node = used++;
      if (used > capacity) {
        capacity *= 2;
        nodes = Arrays.copyOf(nodes, FIRST + capacity * FIELDS);
      }
    } else {
      firstFree = nodes[node * FIELDS + NUMBER];
    }
    int i = node * FIELDS;
    long number = ++lastNumber;
    nodes[i + NEXT] = NONE;
    nodes[i + PREVIOUS] = previous;
    nodes[i + NUMBER] = (int) number;
    nodes[i + NUMBER_TAKEN] = (int) (number >>> Integer.SIZE) << VALUES;
    if (previous != NONE) {
      nodes[previous * FIELDS + NEXT] = node;
    }
    return node;
  }
}
