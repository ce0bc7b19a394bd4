package sibyl.accounts.payment.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's own books: a file that is only ever added to, a line per thing that happened, and
 * what the lines say in memory. A line that the end of the process cut off is dropped at the next
 * start. Thread-safe.
 */
public final class SandboxBooks implements AutoCloseable {
  /** Payments it has room for; one more is refused. */
  static final int PAYMENTS_MAX = 1_000_000;

  /** Which way the money goes. */
  public enum Direction {
    IN,
    OUT
  }

  /**
   * A payment and what is known of it.
   *
   * @param amount millionths
   * @param paid null until decided
   * @param told whether the exchange has taken the callback
   */
  public record Payment(
      UUID id, Direction direction, long amount, @Nullable Boolean paid, boolean told) {}

  private final Map<UUID, Payment> payments;
  private final FileChannel file;

  private SandboxBooks(Map<UUID, Payment> payments, FileChannel file) {
    this.payments = payments;
    this.file = file;
  }

  static SandboxBooks open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    String whole = wholeLines(path);
    file.truncate(whole.length()); // the text is ASCII: characters are bytes
    file.position(whole.length());
    return new SandboxBooks(payments(whole), file);
  }

  /** All payments in a file of books; whoever keeps it may be writing. */
  public static Collection<Payment> read(Path path) throws IOException {
    return payments(wholeLines(path)).values();
  }

  private static String wholeLines(Path path) throws IOException {
    String text = Files.readString(path);
    return text.substring(0, text.lastIndexOf('\n') + 1);
  }

  private static Map<UUID, Payment> payments(String lines) {
    Map<UUID, Payment> payments = new LinkedHashMap<>();
    lines.lines().forEach(line -> apply(payments, line));
    return payments;
  }

  /**
   * Enters a payment, or finds it entered.
   *
   * @throws IllegalArgumentException if the id stands for another payment
   * @throws IllegalStateException when the books are full
   */
  synchronized Payment enter(UUID id, Direction direction, long amount) {
    Payment known = payments.get(id);
    if (known == null) {
      if (payments.size() >= PAYMENTS_MAX) {
        throw new IllegalStateException("the sandbox has no room for another payment");
      }
      return write("enter " + id + " " + direction + " " + amount);
    }
    if (known.direction() != direction || known.amount() != amount) {
      throw new IllegalArgumentException("payment " + id + " is another one");
    }
    return known;
  }

  /** Null for a payment that was never entered. */
  synchronized @Nullable Payment find(UUID id) {
    return payments.get(id);
  }

  /** Writes down what became of a payment; the first word stands. */
  synchronized Payment decide(UUID id, boolean paid) {
    Payment known = of(payments, id);
    return known.paid() == null ? write((paid ? "paid " : "failed ") + id) : known;
  }

  synchronized void told(UUID id) {
    if (!of(payments, id).told()) {
      write("told " + id);
    }
  }

  synchronized List<Payment> untold() {
    return payments.values().stream().filter(payment -> !payment.told()).toList();
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private Payment write(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return apply(payments, line);
  }

  private static Payment apply(Map<UUID, Payment> payments, String line) {
    List<String> words = List.of(line.split(" "));
    UUID id = UUID.fromString(words.get(1));
    Payment payment =
        switch (words.getFirst()) {
          case "enter" ->
              new Payment(
                  id, Direction.valueOf(words.get(2)), Long.parseLong(words.get(3)), null, false);
          case "paid" -> decided(of(payments, id), true);
          case "failed" -> decided(of(payments, id), false);
          case "told" -> {
            Payment known = of(payments, id);
            yield new Payment(id, known.direction(), known.amount(), known.paid(), true);
          }
          default -> throw new IllegalStateException("the sandbox's books say: " + line);
        };
    payments.put(id, payment);
    return payment;
  }

  private static Payment decided(Payment payment, boolean paid) {
    return new Payment(payment.id(), payment.direction(), payment.amount(), paid, payment.told());
  }

  private static Payment of(Map<UUID, Payment> payments, UUID id) {
    Payment payment = payments.get(id);
    if (payment == null) {
      throw new IllegalStateException("the sandbox does not know payment " + id);
    }
    return payment;
  }
}
