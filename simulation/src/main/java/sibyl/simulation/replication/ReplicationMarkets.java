package sibyl.simulation.replication;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The studies and trades of all projects, read from this module's resources. Provenance, licence
 * and meaning of the columns stand in the README beside the files.
 *
 * @param studies in the order of their numbers
 * @param trades as published: within a market in the order they happened
 */
public record ReplicationMarkets(List<Study> studies, List<RecordedTrade> trades) {
  private static final String FOLDER = "/replication-markets/";

  /**
   * @throws UncheckedIOException if the resources cannot be read
   * @throws IllegalArgumentException if a row is not as expected
   */
  public static ReplicationMarkets load() {
    return new ReplicationMarkets(
        rows("study_data.csv").map(ReplicationMarkets::study).toList(),
        rows("market_data.csv").map(ReplicationMarkets::trade).toList());
  }

  public List<Study> studies(Project project) {
    return studies.stream().filter(study -> study.project() == project).toList();
  }

  public List<RecordedTrade> trades(Project project) {
    return trades.stream().filter(trade -> trade.project() == project).toList();
  }

  private static Study study(List<String> row) {
    return new Study(
        Project.valueOf(row.get(0)),
        Integer.parseInt(row.get(1)),
        row.get(2).strip(),
        row.get(3).strip(),
        row.get(4).equals("1"));
  }

  private static RecordedTrade trade(List<String> row) {
    return new RecordedTrade(
        Project.valueOf(row.get(0)),
        Integer.parseInt(row.get(1)),
        Long.parseLong(row.get(2)),
        Instant.parse(row.get(3)),
        row.get(4),
        row.get(5).equals("buy"),
        figure(row.get(6)),
        figure(row.get(8)),
        figure(row.get(9)));
  }

  private static double figure(String text) {
    return text.equals("NA") ? Double.NaN : Double.parseDouble(text);
  }

  private static Stream<List<String>> rows(String file) {
    try (InputStream in = ReplicationMarkets.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IOException("no resource " + FOLDER + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(CsvLine::fields);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
