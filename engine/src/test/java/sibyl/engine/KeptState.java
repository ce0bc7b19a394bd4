package sibyl.engine;

import java.util.Arrays;
import sibyl.engine.snapshot.StateSink;
import sibyl.engine.snapshot.StateSource;

/** A snapshot kept in memory. */
final class KeptState implements StateSink, StateSource {
  private long[] values = new long[1024];
  private int size;
  private int read;

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

  @Override
  public long getLong() {
    if (read == size) {
      throw new IllegalStateException("the state ends early");
    }
    return values[read++];
  }

  @Override
  public int getInt() {
    return Math.toIntExact(getLong());
  }

  int size() {
    return size;
  }

  /** Forgets all but the first {@code newSize} values. */
  KeptState cutTo(int newSize) {
    size = newSize;
    return this;
  }

  boolean isReadToTheEnd() {
    return read == size;
  }

  boolean sameAs(KeptState other) {
    return size == other.size && Arrays.equals(values, 0, size, other.values, 0, size);
  }
}
