package sibyl.engine.snapshot;

/**
 * One walk over the engine's state serves both the snapshot and the state hash. They differ in one
 * thing: what depends on when commands came and not on what they said (clock times, event numbers)
 * goes into the snapshot only.
 */
public final class StateWriter {
  private final StateSink sink;
  private final boolean withClock;

  private StateWriter(StateSink sink, boolean withClock) {
    this.sink = sink;
    this.withClock = withClock;
  }

  /** Writes everything. */
  public static StateWriter forSnapshot(StateSink sink) {
    return new StateWriter(sink, true);
  }

  /** Leaves out clock times and event numbers. */
  public static StateWriter forHash(StateSink sink) {
    return new StateWriter(sink, false);
  }

  public void putLong(long value) {
    sink.putLong(value);
  }

  public void putInt(int value) {
    sink.putInt(value);
  }

  public void putBoolean(boolean value) {
    sink.putInt(value ? 1 : 0);
  }

  /** One of a fixed list: its place, which for these enums is their code and never changes. */
  @SuppressWarnings("EnumOrdinal")
  public void putEnum(Enum<?> value) {
    sink.putInt(value.ordinal());
  }

  /** A clock time or an event number. */
  public void putClock(long value) {
    if (withClock) {
      sink.putLong(value);
    }
  }
}
