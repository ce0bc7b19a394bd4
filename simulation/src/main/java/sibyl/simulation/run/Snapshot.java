package sibyl.simulation.run;

import java.util.Arrays;
import sibyl.engine.snapshot.StateSink;
import sibyl.engine.snapshot.StateSource;

/** A snapshot kept in memory, value for value. */
final class Snapshot implements StateSink {
  private long[] values = new long[1 << 10];
  private int size;

  @Override
  public void putLong(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  @Override
  public void putInt(int value) {
    putLong(value);
  }

  /** Reads it back from the start. */
  StateSource source() {
    return new StateSource() {
      private int next;

      @Override
      public long getLong() {
        if (next == size) {
          throw new IllegalStateException("snapshot ends after " + size + " values");
        }
        return values[next++];
      }

      @Override
      public int getInt() {
        return Math.toIntExact(getLong());
      }
    };
  }
}
