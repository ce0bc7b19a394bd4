package sibyl.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How many commands the engine carries out per second, and how many another engine. */
@Command(
    name = "engine",
    description =
        "Measures the whole engine in one thread, with every event encoded, and beside it"
            + " exchange-core's risk engine and order book on the same commands.")
final class EngineCommand implements Callable<Integer> {
  private static final int SIBYL = 0;
  private static final int EXCHANGE_CORE = 1;

  @Spec private CommandSpec spec;

  @Option(names = "--markets", description = "How many markets (default: ${DEFAULT-VALUE})")
  private int markets = 1;

  @Option(
      names = "--resting",
      description = "Orders resting per market (default: 2000; from 5,000 markets on 500)")
  private int resting;

  @Option(names = "--accounts", description = "How many accounts (default: ${DEFAULT-VALUE})")
  private int accounts = 1_000;

  @Option(names = "--commands", description = "Commands per round (default: ${DEFAULT-VALUE})")
  private int commandsPerRound = 1_000_000;

  @Option(names = "--seconds", description = "How long to measure (default: ${DEFAULT-VALUE})")
  private long seconds = 20;

  @Option(
      names = "--keys",
      description = "Every order carries a client order id and an idempotency key")
  private boolean keys;

  @Option(names = "--alone", description = "Without exchange-core beside it")
  private boolean alone;

  @Option(names = "--unheard", description = "Without anybody to encode the events for")
  private boolean unheard;

  @Option(names = "--sealed", description = "With the checksum that the journal adds to a frame")
  private boolean sealed;

  @Option(names = "--seed", description = "Other commands of the same kind")
  private long seed = 1;

  @Option(names = "--json", description = "Print one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    int perMarket = resting > 0 ? resting : markets < 5_000 ? 2_000 : 500;
    Shape shape = new Shape(markets, accounts, perMarket, commandsPerRound, keys, seed);
    Commands commands = Draft.draw(shape);
    SibylEngine sibyl = new SibylEngine(shape, commands, hearing());
    EngineComparison comparison =
        alone
            ? new EngineComparison(commands, sibyl)
            : new EngineComparison(commands, sibyl, new ExchangeCoreEngine(shape, commands));
    comparison.run(seconds);
    Histogram times = comparison.serviceTimes(SIBYL);
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? json(shape, comparison, times) : text(shape, commands, comparison, times));
    out.flush();
    return 0;
  }

  private Hearing hearing() {
    if (unheard) {
      return Hearing.UNHEARD;
    }
    return sealed ? Hearing.SEALED : Hearing.ENCODED;
  }

  private String text(
      Shape shape, Commands commands, EngineComparison comparison, Histogram times) {
    EngineComparison.Measured sibyl = comparison.of(SIBYL);
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%,d markets, %,d accounts, %,d orders resting at first, %,d commands a round,"
                + " %,d matches, %,d contracts traded%n",
            shape.markets(),
            shape.accounts(),
            commands.opening(),
            commands.size() - commands.opening(),
            commands.trades(),
            commands.traded()));
    text.append(line("sibyl", sibyl));
    if (!alone) {
      EngineComparison.Measured other = comparison.of(EXCHANGE_CORE);
      text.append(line("exchange-core", other));
      text.append(String.format(Locale.ROOT, "sibyl is %.2f times as fast%n", ratio(comparison)));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "service time of sibyl, ns: p50 %,d, p99 %,d, p99.9 %,d, p99.99 %,d, worst %,d"
                + " (reading the clock takes %.0f of it)",
            times.getValueAtPercentile(50),
            times.getValueAtPercentile(99),
            times.getValueAtPercentile(99.9),
            times.getValueAtPercentile(99.99),
            times.getMaxValue(),
            EngineComparison.clockNanos()));
    return text.toString();
  }

  private static String line(String name, EngineComparison.Measured measured) {
    return String.format(
        Locale.ROOT,
        "%-14s %,12.0f commands/s, %6.1f ns/command (%.1f of processor time, at least %.1f), %.1f"
            + " bytes allocated per command; median of %d rounds%n",
        name,
        1e9 / measured.nanosPerCommand(),
        measured.nanosPerCommand(),
        measured.cpuNanosPerCommand(),
        measured.leastCpuNanosPerCommand(),
        measured.bytesPerCommand(),
        measured.rounds());
  }

  private String json(Shape shape, EngineComparison comparison, Histogram times) {
    EngineComparison.Measured sibyl = comparison.of(SIBYL);
    StringBuilder text = new StringBuilder("{");
    text.append(
        String.format(
            Locale.ROOT,
            "\"markets\": %d, \"commands_per_second\": %.0f, \"ns_per_command\": %.2f,"
                + " \"cpu_ns_per_command\": %.2f, \"bytes_per_command\": %.2f",
            shape.markets(),
            1e9 / sibyl.nanosPerCommand(),
            sibyl.nanosPerCommand(),
            sibyl.cpuNanosPerCommand(),
            sibyl.bytesPerCommand()));
    if (!alone) {
      EngineComparison.Measured other = comparison.of(EXCHANGE_CORE);
      text.append(
          String.format(
              Locale.ROOT,
              ", \"ratio_to_exchange_core\": %.3f, \"exchange_core_ns_per_command\": %.2f",
              ratio(comparison),
              other.nanosPerCommand()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            ", \"keys\": %b, \"accounts\": %d, \"resting_per_market\": %d, \"rounds\": %d,"
                + " \"p50_ns\": %d, \"p99_ns\": %d, \"p99_9_ns\": %d, \"p99_99_ns\": %d,"
                + " \"clock_ns\": %.1f}",
            shape.keys(),
            shape.accounts(),
            shape.resting(),
            sibyl.rounds(),
            times.getValueAtPercentile(50),
            times.getValueAtPercentile(99),
            times.getValueAtPercentile(99.9),
            times.getValueAtPercentile(99.99),
            EngineComparison.clockNanos()));
    return text.toString();
  }

  /** Of processor time, which other programs on the machine disturb less than the clock. */
  private static double ratio(EngineComparison comparison) {
    return comparison.of(EXCHANGE_CORE).cpuNanosPerCommand()
        / comparison.of(SIBYL).cpuNanosPerCommand();
  }
}
