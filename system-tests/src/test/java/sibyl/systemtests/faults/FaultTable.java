package sibyl.systemtests.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each fault did, as the table of docs/guarantees.md. It is written after every cycle, so that
 * a run that is cut short has one too.
 */
final class FaultTable {
  private static final Path FILE = Path.of("target/faults.md");

  /** Of one fault. */
  private static final class Row {
    private int cycles;
    private int answers;
    private int lost;
    private int doubled;
    private int wrong;
    private String remark = "";
    private final List<Long> startsMs = new ArrayList<>();
  }

  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** One more cycle is over, with these findings. */
  void cycle(String fault, Findings findings) {
    Row row = row(fault);
    row.cycles++;
    row.lost += findings.lost().size();
    row.doubled += findings.doubled().size();
    row.wrong += findings.wrong().size();
    write();
  }

  /** How many orders and ends of orders had been answered, in all cycles. */
  void answers(String fault, int answers) {
    row(fault).answers += answers;
    write();
  }

  /** How long the program took from its start until it served. */
  void served(String fault, long ms) {
    row(fault).startsMs.add(ms);
  }

  void remark(String fault, String remark) {
    row(fault).remark = remark;
    write();
  }

  private Row row(String fault) {
    return rows.computeIfAbsent(fault, _ -> new Row());
  }

  private void write() {
    StringBuilder text =
        new StringBuilder(
            """
            | fault | cycles | orders answered | lost | doubled | silently wrong | start p50 | worst | |
            |---|---:|---:|---:|---:|---:|---:|---:|---|
            """);
    rows.forEach(
        (fault, row) -> {
          List<Long> starts = row.startsMs.stream().sorted().toList();
          text.append(
              String.format(
                  Locale.ROOT,
                  "| %s | %d | %,d | %d | %d | %d | %s | %s | %s |%n",
                  fault,
                  row.cycles,
                  row.answers,
                  row.lost,
                  row.doubled,
                  row.wrong,
                  starts.isEmpty() ? "" : seconds(starts.get((starts.size() - 1) / 2)),
                  starts.isEmpty() ? "" : seconds(starts.getLast()),
                  row.remark));
        });
    try {
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
  }

  @Override
  public String toString() {
    try {
      return Files.exists(FILE) ? Files.readString(FILE) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
