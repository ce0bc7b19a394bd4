package sibyl.simulation.lobster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A LOBSTER sample: the messages, and the book after each of them. Prices in cents. */
record Recording(List<Event> events, List<Touch> touches, List<long[]> books) {
  private static final int DOLLAR_SCALE_TO_CENTS = 100;
  private static final int LEVELS = 10;

  enum Type {
    ADD,
    REDUCE,
    DELETE,
    EXECUTION,
    HIDDEN_EXECUTION
  }

  /**
   * @param bid the side of the resting order
   */
  record Event(String time, Type type, long order, long size, int price, boolean bid) {
    boolean isExecution() {
      return type == Type.EXECUTION;
    }

    boolean sameAggressor(Event other) {
      return type == other.type && time.equals(other.time) && bid == other.bid;
    }
  }

  record Touch(int bid, int ask) {}

  static Optional<Path> find() {
    Path module = Path.of("").toAbsolutePath();
    return Stream.of(
            System.getProperty("sibyl.lobster.dir"),
            System.getenv("SIBYL_LOBSTER_DIR"),
            module.resolve("../../shared/data/lobster-aapl-999").toString(),
            module.resolve("../shared/data/lobster-aapl-999").toString())
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(Files::isDirectory)
        .findFirst();
  }

  static Recording read(Path folder) throws IOException {
    List<long[]> books = rows(folder, "orderbook").map(Recording::numbers).toList();
    return new Recording(
        rows(folder, "message").map(Recording::event).toList(),
        books.stream().map(row -> new Touch(cents(row[2]), cents(row[0]))).toList(),
        books);
  }

  /** A price of one side and what rests there. */
  record Level(int price, long size) {}

  /** The ten best levels of a side after the message of a row, best first. */
  List<Level> levels(int row, boolean bid) {
    int side = bid ? 2 : 0;
    long[] book = books.get(row);
    return IntStream.range(0, LEVELS)
        .mapToObj(level -> new Level(cents(book[4 * level + side]), book[4 * level + side + 1]))
        .toList();
  }

  private static Stream<String> rows(Path folder, String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(path -> path.getFileName().toString().contains("_" + kind + "_"))
              .findFirst()
              .orElseThrow(() -> new IOException("no " + kind + " file in " + folder));
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long[] numbers(String line) {
    return Stream.of(line.split(",")).mapToLong(text -> Long.parseLong(text.strip())).toArray();
  }

  private static Event event(String line) {
    String[] fields = line.split(",");
    return new Event(
        fields[0],
        type(fields[1]),
        Long.parseLong(fields[2]),
        Long.parseLong(fields[3]),
        cents(Long.parseLong(fields[4])),
        fields[5].strip().equals("1"));
  }

  private static Type type(String code) {
    return switch (code) {
      case "1" -> Type.ADD;
      case "2" -> Type.REDUCE;
      case "3" -> Type.DELETE;
      case "4" -> Type.EXECUTION;
      case "5" -> Type.HIDDEN_EXECUTION;
      default -> throw new IllegalArgumentException("message type " + code);
    };
  }

  private static int cents(long price) {
    return Math.toIntExact(price / DOLLAR_SCALE_TO_CENTS);
  }
}
