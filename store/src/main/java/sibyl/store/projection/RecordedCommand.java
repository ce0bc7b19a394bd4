package sibyl.store.projection;

import java.util.List;

/**
 * The events of one command, whole.
 *
 * @param timeMs log time
 * @param actor on whose behalf; 0 for the system
 * @param firstSeq its first event
 * @param lastSeq its last event; {@code firstSeq - 1} when it had none
 * @param changes those of its events that leave a row
 */
record RecordedCommand(long timeMs, long actor, long firstSeq, long lastSeq, List<Change> changes) {
  long events() {
    return lastSeq - firstSeq + 1;
  }
}
