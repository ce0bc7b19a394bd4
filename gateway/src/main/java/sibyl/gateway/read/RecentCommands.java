package sibyl.gateway.read;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the latest commands did, so that one repeated under its idempotency key can be answered as
 * the first time. Bounded by the number of events; the oldest makes room. Being made from the
 * journal, it is the same after a restart.
 */
final class RecentCommands {
  private final Map<Long, Applied> byLastSeq = new LinkedHashMap<>();
  private final int eventsMax;
  private int events;

  RecentCommands(int eventsMax) {
    this.eventsMax = eventsMax;
  }

  void add(Applied applied) {
    if (!isRepeatable(applied.events())) {
      return;
    }
    byLastSeq.put(applied.seq(), applied);
    events += applied.events().changes().size();
    for (Iterator<Applied> oldest = byLastSeq.values().iterator();
        events > eventsMax && oldest.hasNext(); ) {
      events -= oldest.next().events().changes().size();
      oldest.remove();
    }
  }

  @Nullable Applied endingAt(long lastSeq) {
    return byLastSeq.get(lastSeq);
  }

  /** Neither timers nor what had no effect is ever repeated. */
  private static boolean isRepeatable(CommandEvents command) {
    return command.actor() != 0
        && !command.changes().isEmpty()
        && switch (command.changes().getFirst()) {
          case Change.Rejected _, Change.Quoted _, Change.Repeated _ -> false;
          default -> true;
        };
  }
}
