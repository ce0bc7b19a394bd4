package sibyl.gateway.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times between the wire (RFC 3339, UTC, milliseconds) and milliseconds since the epoch. */
public final class Times {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Times() {}

  public static String format(long epochMs) {
    return MILLIS.format(Instant.ofEpochMilli(epochMs));
  }

  /** Null for 0, which stands for "none". */
  public static @Nullable String formatOrNull(long epochMs) {
    return epochMs == 0 ? null : format(epochMs);
  }

  /**
   * @throws DateTimeException if it is not an RFC 3339 time with an offset
   */
  public static long parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (ArithmeticException e) {
      throw new DateTimeException("out of range", e);
    }
  }
}
