package sibyl.app;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the log from being flooded, by requests above all: of one kind of line (its logger, level
 * and text without arguments) a few are let through at once and then one every second. The first
 * line after others were left out is preceded by one that says how many. Kinds are bounded; the one
 * unused longest is forgotten. Safe to use from any thread.
 */
final class RepeatedLines extends Filter<ILoggingEvent> {
  private static final int AT_ONCE = 50;
  private static final long BACK_AFTER_MS = 1_000;
  private static final int KINDS_MAX = 4_096;
  private static final String OWN = "sibyl.log";

  /** Has a measure of its own, by operation and status. */
  private static final String ACCESS = "sibyl.access";

  private final LoggerContext loggers;
  private final Map<Kind, Lines> kinds =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Lines> eldest) {
          return size() > KINDS_MAX;
        }
      };

  private record Kind(String logger, int level, String text) {}

  private static final class Lines {
    private long left = AT_ONCE;
    private long since;
    private long suppressed;
  }

  RepeatedLines(LoggerContext loggers) {
    this.loggers = loggers;
  }

  @Override
  public FilterReply decide(ILoggingEvent line) {
    if (line.getLoggerName().equals(OWN) || line.getLoggerName().equals(ACCESS)) {
      return FilterReply.NEUTRAL;
    }
    long suppressed = admit(line);
    if (suppressed < 0) {
      return FilterReply.DENY;
    }
    if (suppressed > 0) {
      Logger log = loggers.getLogger(OWN);
      log.atWarn()
          .addKeyValue("suppressed", suppressed)
          .addKeyValue("logger", line.getLoggerName())
          .addKeyValue("text", line.getMessage())
          .log("lines were left out");
    }
    return FilterReply.NEUTRAL;
  }

  /** How many lines of the kind were left out since the last one; negative to leave this out. */
  private long admit(ILoggingEvent line) {
    Kind kind =
        new Kind(line.getLoggerName(), line.getLevel().toInt(), String.valueOf(line.getMessage()));
    synchronized (kinds) {
      Lines lines = kinds.computeIfAbsent(kind, any -> new Lines());
      long back = Math.max(0, line.getTimeStamp() - lines.since) / BACK_AFTER_MS;
      if (back > 0) {
        lines.left = Math.min(AT_ONCE, lines.left + back);
        lines.since = line.getTimeStamp();
      }
      if (lines.left == 0) {
        lines.suppressed++;
        return -1;
      }
      lines.left--;
      long suppressed = lines.suppressed;
      lines.suppressed = 0;
      return suppressed;
    }
  }
}
