package sibyl.gateway.read;

import java.util.List;
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
 * @param accounts people's accounts with changed holdings
 * @param positions people's positions that changed
 * @param markets markets of which anything changed
 */
public record Applied(
    CommandEvents events,
    List<OrderView> orders,
    List<FillView> fills,
    List<TradeView> trades,
    List<LevelChange> levels,
    Set<Long> accounts,
    Set<PositionKey> positions,
    Set<Long> markets) {

  /** A level's absolute quantity now; 0 when it is gone. */
  public record LevelChange(long market, boolean bid, int yesPrice, long quantity) {}

  /** Names one account's position in one market. */
  public record PositionKey(long account, long market) {}

  public long seq() {
    return events.lastSeq();
  }

  /** The first change of the type, if the command made one. */
  public <T extends Change> Optional<T> first(Class<T> type) {
    return events.changes().stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
