package sibyl.engine.snapshot;

/**
 * Where the engine reads back what it wrote to a {@link StateSink}, value for value.
 *
 * @throws IllegalStateException from either method when the state ends early
 */
public interface StateSource {
  long getLong();

  int getInt();
}
