package sibyl.gateway.read;

import java.util.List;

/**
 * Everything one command (or one timer) of the exchange did.
 *
 * @param timeMs log time
 * @param origin who sent the command; 0 for a timer
 * @param correlation the sender's number for it
 * @param actor the user on whose behalf; 0 for the system
 * @param lastSeq the number of the last change
 */
public record CommandEvents(
    long timeMs, long origin, long correlation, long actor, long lastSeq, List<Change> changes) {
  public CommandEvents {
    changes = List.copyOf(changes);
  }
}
