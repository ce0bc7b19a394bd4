package sibyl.store.projection;

import sibyl.engine.event.EventHandler;

/** The whole journal, to be read again from its first event. */
@FunctionalInterface
public interface JournalSource {
  /**
   * Hands every event from the first to the last one there is now to {@code handler}, in order, on
   * the calling thread or on one of its own that has ended when this returns.
   *
   * @return the number of the last event
   */
  long replay(EventHandler handler) throws InterruptedException;
}
