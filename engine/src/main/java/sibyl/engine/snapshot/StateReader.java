package sibyl.engine.snapshot;

/** Reads back what a {@link StateWriter} wrote for a snapshot. */
public final class StateReader {
  private final StateSource source;

  public StateReader(StateSource source) {
    this.source = source;
  }

  public long getLong() {
    return source.getLong();
  }

  public int getInt() {
    return source.getInt();
  }

  public boolean getBoolean() {
    return source.getInt() != 0;
  }

  public long getClock() {
    return source.getLong();
  }

  /**
   * Reads one of a fixed list.
   *
   * @param values the list, in the order of its codes
   */
  public <E extends Enum<E>> E getEnum(E[] values) {
    return values[getInt("code of " + values[0].getDeclaringClass(), 0, values.length - 1)];
  }

  /**
   * Reads a count or position that must lie in a range.
   *
   * @throws IllegalStateException naming {@code what} if it does not
   */
  public int getInt(String what, int min, int max) {
    int value = source.getInt();
    if (value < min || value > max) {
      throw new IllegalStateException(
          "snapshot: " + what + " is " + value + ", not in " + min + ".." + max);
    }
    return value;
  }
}
