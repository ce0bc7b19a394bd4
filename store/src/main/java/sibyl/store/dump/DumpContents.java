package sibyl.store.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a dump has. It stands in the file {@code contents} beside the rows, one line for each part.
 *
 * @param schema the version of the newest migration
 * @param position the last event in the tables that are written from the journal
 * @param tables in an order in which each refers only to those before it
 */
public record DumpContents(
    String schema, long position, List<Table> tables, List<Sequence> sequences) {
  private static final String FILE = "contents";

  /**
   * One table, whose rows are in the file of its name.
   *
   * @param columns comma-separated, those that are computed left out
   */
  public record Table(String name, String columns) {
    Path rows(Path directory) {
      return directory.resolve(name + ".rows");
    }
  }

  /** Where a sequence was. */
  public record Sequence(String name, long last, boolean called) {}

  public DumpContents {
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
  }

  void write(Path directory) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("schema " + schema);
    lines.add("position " + position);
    tables.forEach(table -> lines.add("table " + table.name() + " " + table.columns()));
    sequences.forEach(
        sequence ->
            lines.add(
                "sequence " + sequence.name() + " " + sequence.last() + " " + sequence.called()));
    Files.write(directory.resolve(FILE), lines, StandardCharsets.UTF_8);
  }

  /**
   * Reads what a dump has.
   *
   * @throws IOException if the directory holds none, or one of another build
   */
  public static DumpContents read(Path directory) throws IOException {
    String schema = "";
    long position = 0;
    List<Table> tables = new ArrayList<>();
    List<Sequence> sequences = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(FILE), StandardCharsets.UTF_8)) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "schema" -> schema = words[1];
        case "position" -> position = Long.parseLong(words[1]);
        case "table" -> tables.add(new Table(words[1], words[2]));
        case "sequence" ->
            sequences.add(
                new Sequence(words[1], Long.parseLong(words[2]), Boolean.parseBoolean(words[3])));
        default -> throw new IOException("not known in a dump of tables: " + line);
      }
    }
    return new DumpContents(schema, position, tables, sequences);
  }
}
