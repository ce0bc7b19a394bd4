package sibyl.gateway.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one command changed in the read model: the state after it of all that it touched. Handed to
 * listeners on the thread that follows the journal, right after readers can see it.
 *
 * @param orders touched orders as they are now, in the order they were first touched
 * @param fills of people's accounts, in the order they happened
 * @param trades as everybody may see them
 * @param levels book levels with the quantity they have now
 * @param synthetic markets in which the AMM may offer something else now
 * @param cash of people's accounts with changed holdings, as it is now
 * @param positions people's positions that changed
 * @param markets markets of which anything changed
 * @param goods markets of goods that changed, so that somebody's offers may have
 * @param groups accounts with changed order groups
 */
public record Applied(
    CommandEvents events,
    List<OrderView> orders,
    List<FillView> fills,
    List<TradeView> trades,
    List<LevelChange> levels,
    Set<Long> synthetic,
    Map<Long, Holding> cash,
    Set<PositionKey> positions,
    Set<Long> markets,
    Set<Long> goods,
    Set<Long> groups) {

  /** A level's absolute quantity now; 0 when it is gone. */
  public record LevelChange(long market, boolean bid, int yesPrice, long quantity) {}

  /** Names one account's position in one market. */
  public record PositionKey(long account, long market) {}

  /** People's accounts with changed holdings. */
  public Set<Long> accounts() {
    return cash.keySet();
  }

  public long seq() {
    return events.lastSeq();
  }

  /** All changes of the type, in order. */
  public <T extends Change> List<T> all(Class<T> type) {
    return events.changes().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The first change of the type, if the command made one. */
  public <T extends Change> Optional<T> first(Class<T> type) {
    return events.changes().stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /**
   * The order as the command left it.
   *
   * @throws IllegalStateException if the command did not touch it
   */
  public OrderView order(long order) {
    return orders.stream()
        .filter(view -> view.order() == order)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the command has no order " + order));
  }

  /** The fills that the command gave an order, in order. */
  public List<FillView> fillsOf(long order) {
    return fills.stream().filter(fill -> fill.order() == order).toList();
  }
}
