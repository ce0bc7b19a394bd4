package sibyl.gateway.read;

import java.util.Arrays;
import java.util.Optional;

/** How long a candle is. Candles begin at whole multiples of it since the epoch, UTC. */
public enum CandleInterval {
  MINUTE("1m", 1),
  FIVE_MINUTES("5m", 5),
  QUARTER("15m", 15),
  HOUR("1h", 60),
  FOUR_HOURS("4h", 4 * 60),
  DAY("1d", 24 * 60);

  private final String label;
  private final long millis;

  CandleInterval(String label, long minutes) {
    this.label = label;
    this.millis = minutes * 60_000;
  }

  public String label() {
    return label;
  }

  public long millis() {
    return millis;
  }

  public static Optional<CandleInterval> of(String label) {
    return Arrays.stream(values()).filter(interval -> interval.label.equals(label)).findFirst();
  }
}
