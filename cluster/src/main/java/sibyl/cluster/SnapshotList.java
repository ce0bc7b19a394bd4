package sibyl.cluster;

import java.util.List;
import java.util.Set;

/** What a member that does not run has written down about its snapshots and its log. */
interface SnapshotList {
  /**
   * One snapshot.
   *
   * @param logPosition of the log up to which it stands for it
   * @param recordings of the consensus module and of the service
   */
  record Snapshot(long logPosition, List<Long> recordings) {}

  /** The recordings of all snapshots that were not set aside. */
  Set<Long> recordings();

  /** The newest that was not set aside; one without recordings at 0 if there is none. */
  Snapshot newest();

  /** Sets the newest aside, on disk when it returns; false if that cannot be. */
  boolean setAsideNewest();

  /** The recording that is the log. */
  long logRecording();
}
