package sibyl.simulation.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.CommandHeader;

/** Which idempotency keys were used lately, with what body, and by which command. */
final class Keys {
  private record Key(long actor, long high, long low) {}

  record Use(long bodyHash, long correlation, long timeMs) {}

  private final int most;
  private final int mostOfOne;
  private final long forMs;

  /** In order of use. */
  private final SequencedMap<Key, Use> uses = new LinkedHashMap<>();

  Keys(int most, int mostOfOne, long forMs) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.forMs = forMs;
  }

  @Nullable Use find(CommandHeader header) {
    Use use = uses.get(key(header));
    return use == null || forgotten(use, header.timeMs) ? null : use;
  }

  void remember(CommandHeader header) {
    uses.values().removeIf(use -> forgotten(use, header.timeMs));
    List<Key> own = uses.keySet().stream().filter(used -> used.actor() == header.actor).toList();
    if (own.size() == mostOfOne) {
      uses.remove(own.getFirst());
    } else if (uses.size() == most) {
      uses.pollFirstEntry();
    }
    uses.put(key(header), new Use(header.bodyHash, header.correlation, header.timeMs));
  }

  private static Key key(CommandHeader header) {
    return new Key(header.actor, header.keyHigh, header.keyLow);
  }

  private boolean forgotten(Use use, long nowMs) {
    return nowMs - use.timeMs() >= forMs;
  }
}
