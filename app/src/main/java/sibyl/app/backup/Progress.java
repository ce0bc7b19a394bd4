package sibyl.app.backup;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Says how far something long is, about once a second. For one thread at a time. */
public final class Progress implements LongConsumer {
  private static final long SAY_EVERY_NS = Duration.ofSeconds(1).toNanos();
  private static final double MEGABYTE = 1_000_000;

  private final PrintWriter out;
  private final String what;
  private final long expected;
  private long done;
  private long saidNs = System.nanoTime();

  /**
   * @param expected bytes, about
   */
  public Progress(PrintWriter out, String what, long expected) {
    this.out = out;
    this.what = what;
    this.expected = expected;
  }

  /** So many bytes more are done. */
  @Override
  public void accept(long bytes) {
    done += bytes;
    long nowNs = System.nanoTime();
    if (nowNs - saidNs >= SAY_EVERY_NS) {
      saidNs = nowNs;
      say("%.1f of %.1f MB".formatted(done / MEGABYTE, Math.max(done, expected) / MEGABYTE));
    }
  }

  /** All of it is done. */
  public void end() {
    say("%.1f MB".formatted(done / MEGABYTE));
  }

  /** The same for commands that are applied; the number is the sum. */
  public static LongConsumer commands(PrintWriter out) {
    return applied -> {
      out.println("  log: " + applied + " commands applied");
      out.flush();
    };
  }

  private void say(String much) {
    out.println("  " + what + ": " + much);
    out.flush();
  }
}
