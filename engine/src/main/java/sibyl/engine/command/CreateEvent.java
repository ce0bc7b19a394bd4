package sibyl.engine.command;

import java.util.List;

/**
 * Creates an event with all its markets. The texts are carried to the events and then forgotten.
 *
 * @param exclusive whether exactly one of the markets resolves YES
 * @param closeAtMs announced end of trading, milliseconds since the epoch; 0 when not announced
 */
public record CreateEvent(
    String title,
    String description,
    String category,
    String rules,
    String source,
    long closeAtMs,
    boolean exclusive,
    List<MarketSpec> markets) {
  public CreateEvent {
    markets = List.copyOf(markets);
  }
}
