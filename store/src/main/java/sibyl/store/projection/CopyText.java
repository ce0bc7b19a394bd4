package sibyl.store.projection;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of {@code COPY … FROM STDIN}: columns parted by tabs, rows by line feeds,
 * null as {@code \N}, and backslashes before what would be taken for any of them (PostgreSQL
 * manual, COPY, "Text Format").
 */
final class CopyText {
  private final StringBuilder text = new StringBuilder();
  private boolean inRow;

  CopyText add(long value) {
    column().append(value);
    return this;
  }

  CopyText add(boolean value) {
    column().append(value ? 't' : 'f');
    return this;
  }

  CopyText add(Enum<?> value) {
    column().append(value.name());
    return this;
  }

  CopyText addOptional(@Nullable Long value) {
    return value == null ? addNull() : add((long) value);
  }

  CopyText addNull() {
    column().append("\\N");
    return this;
  }

  CopyText add(@Nullable String value) {
    if (value == null) {
      return addNull();
    }
    StringBuilder out = column();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        // The one character PostgreSQL cannot store; what the journal says must still get in.
        case '\0' -> out.append('\uFFFD');
        default -> out.append(c);
      }
    }
    return this;
  }

  void endRow() {
    text.append('\n');
    inRow = false;
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private StringBuilder column() {
    if (inRow) {
      text.append('\t');
    }
    inRow = true;
    return text;
  }
}
