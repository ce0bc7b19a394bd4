package sibyl.store.server;

/** Hears what a starting server is doing, so that the first start is not a silent wait. */
@FunctionalInterface
public interface StartProgress {
  /** Hears nothing. */
  StartProgress SILENT = step -> {};

  /** The server begins with {@code step}, a few words for a person. */
  void step(String step);
}
