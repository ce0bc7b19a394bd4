package sibyl.accounts.export;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How rows become text.
 *
 * <p>A spreadsheet takes a cell that begins with one of {@code = + - @} for a formula, and what
 * people wrote may begin so. In CSV such a text gets an apostrophe before it; a number does not.
 */
public enum ExportFormat {
  CSV("text/csv; charset=utf-8") {
    @Override
    String begin(List<String> columns) {
      return String.join(",", columns) + "\r\n";
    }

    @Override
    void row(
        StringBuilder into, List<String> columns, List<@Nullable String> cells, boolean first) {
      for (int i = 0; i < cells.size(); i++) {
        into.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
      }
      into.append("\r\n");
    }

    @Override
    String end() {
      return "";
    }
  },
  JSON("application/json") {
    @Override
    String begin(List<String> columns) {
      return "[";
    }

    @Override
    void row(
        StringBuilder into, List<String> columns, List<@Nullable String> cells, boolean first) {
      into.append(first ? "\n{" : ",\n{");
      for (int i = 0; i < cells.size(); i++) {
        into.append(i == 0 ? "" : ",");
        quote(into, columns.get(i));
        into.append(':');
        String cell = cells.get(i);
        if (cell == null) {
          into.append("null");
        } else {
          quote(into, cell);
        }
      }
      into.append('}');
    }

    @Override
    String end() {
      return "\n]\n";
    }
  };

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final String FORMULA_BEGINS = "=+-@\t\r\n";

  private final String mediaType;

  ExportFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  abstract String begin(List<String> columns);

  abstract void row(
      StringBuilder into, List<String> columns, List<@Nullable String> cells, boolean first);

  abstract String end();

  static String cell(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "";
    }
    boolean formula =
        FORMULA_BEGINS.indexOf(value.charAt(0)) >= 0 && !NUMBER.matcher(value).matches();
    String safe = formula ? "'" + value : value;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }

  private static void quote(StringBuilder into, String text) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> into.append("\\\"");
        case '\\' -> into.append("\\\\");
        default -> {
          if (c < ' ') {
            into.append("\\u%04x".formatted((int) c));
          } else {
            into.append(c);
          }
        }
      }
    }
    into.append('"');
  }
}
