package sibyl.cluster.client;

/** What a reader of the journal may want to hear besides the events. */
public interface FollowerListener {
  /**
   * Nothing more is there to read for now: the moment to finish what was gathered. From the
   * follower's thread, once after each run of frames.
   */
  default void onIdle() {}

  /** The follower has stopped for good, see {@link JournalFollower}. From a thread of its own. */
  default void onFailure(Throwable cause) {}
}
