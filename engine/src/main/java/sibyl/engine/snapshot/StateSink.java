package sibyl.engine.snapshot;

/** Where the engine writes its state in canonical order, to keep it or to hash it. */
public interface StateSink {
  void putLong(long value);

  void putInt(int value);
}
