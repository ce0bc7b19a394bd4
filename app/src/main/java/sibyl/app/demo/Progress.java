package sibyl.app.demo;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a step is: one line that is rewritten on a terminal, a line every few seconds elsewhere.
 */
final class Progress implements AutoCloseable {
  private static final int BAR_WIDTH = 28;
  private static final Duration TERMINAL_INTERVAL = Duration.ofMillis(100);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

  private final PrintStream out;
  private final String label;
  private final long total;
  private final boolean terminal;
  private final long startedNs = System.nanoTime();
  private long done;
  private long skipped;
  private long shownNs = startedNs;

  Progress(PrintStream out, String label, long total) {
    this.out = out;
    this.label = label;
    this.total = total;
    this.terminal = onTerminal();
  }

  @SuppressWarnings("SystemConsoleNull") // It is null again in JDK 25 where there is no terminal.
  private static boolean onTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  void advance() {
    done++;
    long sinceShownNs = System.nanoTime() - shownNs;
    Duration interval = terminal ? TERMINAL_INTERVAL : LINE_INTERVAL;
    if (sinceShownNs >= interval.toNanos()) {
      show();
    }
  }

  /** That much was there before: it does not count for the rate. */
  void advanceTo(long position) {
    skipped += position - done;
    done = position;
  }

  private void show() {
    shownNs = System.nanoTime();
    double seconds = (shownNs - startedNs) / 1e9;
    double rate = (done - skipped) / Math.max(seconds, 1e-3);
    String pace = rate > 0 ? String.format(Locale.ROOT, "%,.0f/s", rate) : "there already";
    if (terminal) {
      int filled = total == 0 ? BAR_WIDTH : (int) (BAR_WIDTH * done / total);
      String bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
      String left = rate > 0 && done < total ? time((total - done) / rate) + " left" : "";
      out.printf(
          Locale.ROOT, "\r  %-22s %s %,d/%,d  %s  %-12s", label, bar, done, total, pace, left);
    } else {
      out.printf(Locale.ROOT, "  %-22s %,d of %,d, %s%n", label, done, total, pace);
    }
    out.flush();
  }

  private static String time(double seconds) {
    long whole = (long) Math.ceil(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }

  @Override
  public void close() {
    show();
    if (terminal) {
      out.println();
    }
  }
}
