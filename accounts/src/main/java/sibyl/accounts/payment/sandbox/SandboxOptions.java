package sibyl.accounts.payment.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the sandbox behaves. What happens to a payment follows from the seed and the payment's id, so
 * that it is the same in whatever order things happen.
 *
 * @param books the file it keeps its books in
 * @param delayMax longest time until a payment is decided; each takes some part of it
 * @param failurePercent of payments that fail for good
 * @param duplicatePercent of callbacks that are sent twice
 * @param lostPercent of payments whose callback is never sent: they must be asked about
 */
public record SandboxOptions(
    Path books,
    Duration delayMax,
    int failurePercent,
    int duplicatePercent,
    int lostPercent,
    long seed) {
  public SandboxOptions {
    if (delayMax.isNegative()
        || isNoPercentage(failurePercent)
        || isNoPercentage(duplicatePercent)
        || isNoPercentage(lostPercent)) {
      throw new IllegalArgumentException("sandbox options out of range");
    }
  }

  /** Everything works, once, at once. */
  public static SandboxOptions smooth(Path books) {
    return new SandboxOptions(books, Duration.ZERO, 0, 0, 0, 0);
  }

  private static boolean isNoPercentage(int value) {
    return value < 0 || value > 100;
  }
}
