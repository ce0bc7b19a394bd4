package sibyl.gateway.read;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The latest candles of one market, of every interval. An interval without trades takes no room, so
 * a quiet market's candles reach far back.
 */
final class Candles {
  private static final long DAY_MS = CandleInterval.DAY.millis();

  private final Map<CandleInterval, ArrayDeque<Candle>> candles =
      new EnumMap<>(CandleInterval.class);
  private final Set<CandleInterval> forgotten = EnumSet.noneOf(CandleInterval.class);

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
          latest.removeFirst();
          forgotten.add(interval);
        }
      }
    }
  }

  /**
   * Those that begin before {@code beforeMs}, newest first. A candle is kept whole or not at all.
   */
  Page<Candle> page(CandleInterval interval, long beforeMs, int limit) {
    List<Candle> page = new ArrayList<>();
    ArrayDeque<Candle> kept = candles.get(interval);
    if (kept == null) {
      return new Page<>(page, true);
    }
    for (Iterator<Candle> i = kept.descendingIterator(); i.hasNext() && page.size() < limit; ) {
      Candle candle = i.next();
      if (candle.startMs() < beforeMs) {
        page.add(candle);
      }
    }
    return new Page<>(page, page.size() == limit || !forgotten.contains(interval));
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
    for (Candle minute : page(CandleInterval.MINUTE, Long.MAX_VALUE, Integer.MAX_VALUE).items()) {
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
