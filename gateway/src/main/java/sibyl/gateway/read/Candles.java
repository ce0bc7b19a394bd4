package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The latest candles of one market, of every interval. An interval without trades takes no room, so
 * a quiet market's candles reach far back.
 */
final class Candles {
  private static final long DAY_MS = CandleInterval.DAY.millis();

  private final Map<CandleInterval, ArrayDeque<Candle>> candles =
      new EnumMap<>(CandleInterval.class);
  private final Map<CandleInterval, Forgotten> forgotten = new EnumMap<>(CandleInterval.class);

  /**
   * What had to make room.
   *
   * @param lastStartMs of the latest such candle
   * @param throughSeq it has no trade after this event
   */
  private record Forgotten(long lastStartMs, long throughSeq) {}

  void traded(TradeView trade, int kept) {
    for (CandleInterval interval : CandleInterval.values()) {
      ArrayDeque<Candle> latest = candles.computeIfAbsent(interval, any -> new ArrayDeque<>());
      long start = Math.floorDiv(trade.atMs(), interval.millis()) * interval.millis();
      Candle last = latest.peekLast();
      if (last != null && last.startMs() == start) {
        latest.removeLast();
        latest.addLast(last.with(trade));
      } else {
        latest.addLast(Candle.of(start, trade));
        if (latest.size() > kept) {
          forgotten.put(interval, new Forgotten(latest.removeFirst().startMs(), trade.seq()));
        }
      }
    }
  }

  /**
   * Those that begin before {@code beforeMs}, newest first. A candle is kept whole or not at all.
   */
  Remembered<Candle> page(CandleInterval interval, long beforeMs, int limit) {
    ArrayDeque<Candle> kept = candles.get(interval);
    if (kept == null) {
      return Remembered.none(beforeMs, limit);
    }
    Collection<Candle> newestFirst = kept.reversed();
    Forgotten gone = forgotten.get(interval);
    return gone == null
        ? Remembered.whole(newestFirst, Candle::startMs, any -> true, beforeMs, limit)
        : Remembered.of(
            newestFirst,
            Candle::startMs,
            any -> true,
            beforeMs,
            limit,
            gone.lastStartMs() + 1,
            gone.throughSeq());
  }

  /** The last 24 hours before {@code nowMs}, to the minute, as one candle; empty volume if none. */
  Candle lastDay(long nowMs) {
    long from = nowMs - DAY_MS;
    long volume = 0;
    long trades = 0;
    int open = 0;
    int high = 0;
    int low = Integer.MAX_VALUE;
    int close = 0;
    ArrayDeque<Candle> kept = candles.get(CandleInterval.MINUTE);
    for (Candle minute : kept == null ? List.<Candle>of() : kept.reversed()) {
      if (minute.startMs() + CandleInterval.MINUTE.millis() <= from) {
        break;
      }
      close = close == 0 ? minute.close() : close;
      open = minute.open();
      high = Math.max(high, minute.high());
      low = Math.min(low, minute.low());
      volume += minute.volume();
      trades += minute.trades();
    }
    return new Candle(from, open, high, trades == 0 ? 0 : low, close, volume, trades);
  }
}
