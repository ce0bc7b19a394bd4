package sibyl.engine.settlement;

import java.util.Arrays;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/** Markets that still have something to be done, first come first served. */
final class WorkQueue {
  private int[] markets = new int[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  boolean contains(int market) {
    for (int i = 0; i < size; i++) {
      if (markets[i] == market) {
        return true;
      }
    }
    return false;
  }

  void add(int market) {
    if (size == markets.length) {
      markets = Arrays.copyOf(markets, 2 * size);
    }
    markets[size++] = market;
  }

  /** Takes out the one that has waited longest. */
  int remove() {
    int first = markets[0];
    removeAt(0);
    return first;
  }

  /** Takes one out if it is here. */
  void remove(int market) {
    for (int i = 0; i < size; i++) {
      if (markets[i] == market) {
        removeAt(i);
        return;
      }
    }
  }

  private void removeAt(int place) {
    System.arraycopy(markets, place + 1, markets, place, --size - place);
  }

  void write(StateWriter out) {
    out.putInt(size);
    for (int i = 0; i < size; i++) {
      out.putInt(markets[i]);
    }
  }

  void read(StateReader in) {
    int count = in.getInt("markets at work", 0, Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      add(in.getInt());
    }
  }
}
