package sibyl.app;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import sibyl.app.backup.BackupException;
import sibyl.app.backup.Manifest;
import sibyl.cluster.StateAt;

/**
 * Up to when an exchange is restored.
 *
 * @param timeMs the last moment, log time
 * @param seq the last event
 */
record PointInTime(long timeMs, long seq) implements Predicate<StateAt> {
  /** All there is. */
  static final PointInTime END = new PointInTime(Long.MAX_VALUE, Long.MAX_VALUE);

  /**
   * Reads a time or the number of an event.
   *
   * @throws BackupException if it is neither
   */
  static PointInTime parse(String text) {
    if (text.matches("[0-9]{1,18}")) {
      return new PointInTime(Long.MAX_VALUE, Long.parseLong(text));
    }
    try {
      return new PointInTime(Instant.parse(text).toEpochMilli(), Long.MAX_VALUE);
    } catch (DateTimeParseException e) {
      throw new BackupException(
          "--until takes a time like 2026-11-29T08:00:00Z or the number of an event, not " + text);
    }
  }

  /**
   * @throws BackupException if a backup ends before it
   */
  void requireIn(Manifest backup) {
    boolean isLater =
        seq != Long.MAX_VALUE && seq > backup.state().seq()
            || timeMs != Long.MAX_VALUE && timeMs > backup.made().toEpochMilli();
    if (isLater) {
      throw new BackupException(
          "the backup ends before that, at "
              + Backup.shown(backup.state())
              + ": use a later one, or leave out --until");
    }
  }

  @Override
  public boolean test(StateAt state) {
    return state.timeMs() <= timeMs && state.seq() <= seq;
  }
}
