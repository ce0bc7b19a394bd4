package sibyl.app;

import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.JournalFollower;
import sibyl.gateway.Journal;

/** How far the gateway's reader is. The gateway is made before its reader, which feeds it. */
final class FollowedJournal implements Journal {
  private static final long NOT_CONNECTED = -1;

  private volatile @Nullable JournalFollower follower;

  void follow(JournalFollower follower) {
    this.follower = follower;
  }

  @Override
  public boolean isLive() {
    JournalFollower reader = follower;
    return reader != null && reader.isLive();
  }

  @Override
  public long lagBytes() {
    JournalFollower reader = follower;
    return reader == null ? NOT_CONNECTED : reader.lagBytes();
  }
}
