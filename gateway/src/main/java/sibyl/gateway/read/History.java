package sibyl.gateway.read;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has left the read model's memory, from the database. Every method blocks and is called on a
 * virtual thread. Lists are newest first and hold only what is older than the event {@code
 * beforeSeq}.
 */
public interface History {
  /**
   * Waits briefly until it has all events up to this one.
   *
   * @return false if it has not got them in time
   */
  boolean reaches(long seq);

  Optional<OrderView> order(long account, long order);

  Optional<OrderView> orderByClientId(long account, String clientOrderId);

  List<OrderView> orders(
      long account, @Nullable OrderStatus status, @Nullable Long market, long beforeSeq, int limit);

  List<FillView> fills(long account, @Nullable Long market, long beforeSeq, int limit);

  /** Oldest first. */
  List<FillView> fillsOf(long account, long order);

  List<LedgerEntry> ledger(long account, long beforeSeq, int limit);

  List<SettlementView> settlements(long account, long beforeSeq, int limit);

  List<TradeView> trades(long market, long beforeSeq, int limit);

  /** Candles that begin before {@code beforeMs}, newest first. */
  List<Candle> candles(long market, CandleInterval interval, long beforeMs, int limit);

  List<InventoryEntry> inventory(long account, @Nullable Long market, long beforeSeq, int limit);

  Optional<BasketView> basket(long account, long basket);

  /** The latest basket that was placed under this id. */
  Optional<BasketView> basketByClientId(long account, String clientOrderId);

  List<BasketSummary> baskets(long account, long beforeSeq, int limit);
}
