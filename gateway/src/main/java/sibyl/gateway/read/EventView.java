package sibyl.gateway.read;

import java.util.List;
import sibyl.engine.command.CreateEvent;

/**
 * An event and its markets as they stand now.
 *
 * @param spec as it is now: its words, and when it was last said to close
 * @param rules every version, the first one first
 * @param editedAtMs when anything of it was changed last; 0 for never
 */
public record EventView(
    long event,
    CreateEvent spec,
    List<MarketView> markets,
    List<RulesVersion> rules,
    long createdAtMs,
    long editedAtMs) {
  public EventView {
    markets = List.copyOf(markets);
    rules = List.copyOf(rules);
  }

  public long volume() {
    return markets.stream().mapToLong(MarketView::volume).sum();
  }
}
