package sibyl.gateway.json;

/**
 * A table as comma-separated values (RFC 4180). What a spreadsheet would take for a formula is
 * given with an apostrophe before it.
 */
public final class Csv {
  private final StringBuilder text = new StringBuilder();

  public Csv(String... heads) {
    row(heads);
  }

  public void row(String... cells) {
    for (int i = 0; i < cells.length; i++) {
      if (i > 0) {
        text.append(',');
      }
      text.append(cell(cells[i]));
    }
    text.append("\r\n");
  }

  private static String cell(String value) {
    boolean number = value.matches("-?[0-9]+(\\.[0-9]+)?");
    boolean formula = !number && !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    String safe = formula ? "'" + value : value;
    boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
