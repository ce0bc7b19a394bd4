package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the latest commands did, so that one repeated under its idempotency key can be answered as
 * the first time. Bounded by the number of events, of one actor and in all; the actor's oldest
 * makes room for its next one, though its last one stays however long it is, and at the bound of
 * all the oldest. Being made from the journal, it is the same after a restart.
 */
final class RecentCommands {
  private final Map<Long, Applied> byLastSeq = new LinkedHashMap<>();
  private final Map<Long, Own> ofActors = new HashMap<>();
  private final int eventsMax;
  private final int eventsPerActorMax;
  private int events;

  /** The commands of one actor. */
  private static final class Own {
    private final Deque<Applied> commands = new ArrayDeque<>();
    private int events;
  }

  RecentCommands(int eventsMax, int eventsPerActorMax) {
    this.eventsMax = eventsMax;
    this.eventsPerActorMax = eventsPerActorMax;
  }

  void add(Applied applied) {
    if (!isRepeatable(applied.events())) {
      return;
    }
    byLastSeq.put(applied.seq(), applied);
    int more = applied.events().changes().size();
    Own own = ofActors.computeIfAbsent(applied.events().actor(), any -> new Own());
    own.commands.add(applied);
    own.events += more;
    events += more;
    while (own.events > eventsPerActorMax && own.commands.size() > 1) {
      forget(own.commands.getFirst());
    }
    while (events > eventsMax) {
      forget(byLastSeq.values().iterator().next());
    }
  }

  /** Forgets a command that is the oldest of its actor. */
  private void forget(Applied gone) {
    byLastSeq.remove(gone.seq());
    long actor = gone.events().actor();
    Own own = Objects.requireNonNull(ofActors.get(actor));
    int less = gone.events().changes().size();
    own.commands.removeFirst();
    own.events -= less;
    events -= less;
    if (own.commands.isEmpty()) {
      ofActors.remove(actor);
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
