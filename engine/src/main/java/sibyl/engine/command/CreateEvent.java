package sibyl.engine.command;

import java.util.List;

/**
 * Creates an event with all its markets. The texts are carried to the events and then forgotten.
 *
 * @param closeAtMs log time at which its markets close by themselves; 0 for never
 * @param exclusive whether exactly one of the markets resolves YES; it takes two of them or more,
 *     alike in payout and lot, with one market maker for all or none
 * @param openAtMs log time at which its markets open by themselves; 0 for never
 * @param image where its picture is; empty for none
 */
public record CreateEvent(
    String title,
    String description,
    String category,
    String rules,
    String source,
    long closeAtMs,
    boolean exclusive,
    List<MarketSpec> markets,
    long openAtMs,
    String image) {
  public CreateEvent {
    markets = List.copyOf(markets);
  }

  /** An event without a picture. */
  public CreateEvent(
      String title,
      String description,
      String category,
      String rules,
      String source,
      long closeAtMs,
      boolean exclusive,
      List<MarketSpec> markets,
      long openAtMs) {
    this(title, description, category, rules, source, closeAtMs, exclusive, markets, openAtMs, "");
  }

  /** An event that does not open by itself. */
  public CreateEvent(
      String title,
      String description,
      String category,
      String rules,
      String source,
      long closeAtMs,
      boolean exclusive,
      List<MarketSpec> markets) {
    this(title, description, category, rules, source, closeAtMs, exclusive, markets, 0);
  }
}
