package sibyl.gateway.read;

import java.util.List;
import sibyl.engine.command.CreateEvent;

/** An event and its markets as they stand now. */
public record EventView(long event, CreateEvent spec, List<MarketView> markets, long createdAtMs) {
  public EventView {
    markets = List.copyOf(markets);
  }

  public long volume() {
    return markets.stream().mapToLong(MarketView::volume).sum();
  }
}
