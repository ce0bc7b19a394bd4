package sibyl.app.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What the exchange has told the replay so far, on the replay's own side: one line per order with
 * the price read after it. It is never needed to go on, which is decided by what the exchange says;
 * it is the witness against which the exchange can be held after a crash.
 *
 * <p>A line is {@code client order id,order id,price}. The first two are written, and handed to the
 * operating system, as soon as the order is acknowledged; a crash may leave the price out.
 */
final class Acknowledged implements AutoCloseable {
  private final Path file;
  private final Map<String, OptionalDouble> prices = new LinkedHashMap<>();
  private final BufferedWriter writer;

  /**
   * @throws UncheckedIOException if the file cannot be read or written
   */
  Acknowledged(Path file) {
    this.file = file;
    try {
      boolean torn = false;
      if (Files.exists(file)) {
        String text = Files.readString(file);
        text.lines().forEach(this::remember);
        torn = !text.isEmpty() && !text.endsWith("\n");
      }
      writer =
          Files.newBufferedWriter(
              file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (torn) {
        write("\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
  }

  private void remember(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length < 3) {
      return;
    }
    boolean priced = !fields[2].isEmpty();
    if (priced || !prices.containsKey(fields[0])) {
      prices.put(
          fields[0],
          priced ? OptionalDouble.of(Double.parseDouble(fields[2])) : OptionalDouble.empty());
    }
  }

  void order(String clientOrderId, String orderId) {
    write(clientOrderId + "," + orderId + ",");
  }

  /** Follows {@link #order}: the market's price after it. */
  void price(String clientOrderId, String price) {
    write(price + "\n");
    prices.put(clientOrderId, OptionalDouble.of(Double.parseDouble(price)));
  }

  /** The price that was read after the order; empty if that is not known. */
  OptionalDouble priceAfter(String clientOrderId) {
    return prices.getOrDefault(clientOrderId, OptionalDouble.empty());
  }

  private void write(String text) {
    try {
      writer.write(text);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
