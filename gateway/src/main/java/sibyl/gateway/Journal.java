package sibyl.gateway;

/** How far the follower that feeds {@link Gateway#events()} has come. From any thread; quick. */
public interface Journal {
  /** Whether everything there was a moment ago has been read. */
  boolean isLive();

  /** Bytes still to be read; negative when not connected. */
  long lagBytes();
}
