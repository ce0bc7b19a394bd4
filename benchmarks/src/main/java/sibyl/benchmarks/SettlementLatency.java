package sibyl.benchmarks;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.protocol.EventEncoder;
import sibyl.simulation.check.EventTee;

/**
 * How long the commands of one market take while another, with a million holders, is settled.
 *
 * <p>Commands fall due at a steady rate, whether or not the engine is free; what counts is the time
 * from there to their end, so a wait for the settlement counts in full. Between commands the engine
 * gets its timers when it asks for them. Percentiles are those of each second, and of these the
 * median, so that a second in which the machine did something else does not decide.
 *
 * <p>On a machine whose cores are shared, time can be that of the processor spent on the measuring
 * thread instead of the clock's: what others take away then counts for nobody, while every wait for
 * the settlement still does, because waiting here is spinning.
 */
@Command(
    name = "settlement",
    description =
        "Measures the commands of one market while another, with a million holders, is settled.")
final class SettlementLatency implements Callable<Integer> {
  private static final long COMMAND_EVERY_NS = 20_000;
  private static final long SECOND_NS = 1_000_000_000;
  private static final long START_MS = 1_000_000;
  private static final int SETTLED = 1;
  private static final int TRADED = 2;

  @Spec private CommandSpec spec;

  @Option(names = "--holders", description = "Of the market settled (default: 1000000)")
  private int holders = 1_000_000;

  @Option(names = "--seconds", description = "Of quiet, to compare with (default: 20)")
  private int seconds = 20;

  @Option(
      names = "--processor-time",
      description = "Count the thread's processor time, for machines with other work")
  private boolean processorTime;

  @Option(
      names = "--per-ms",
      description = "Holders paid per millisecond, see Limits; 0 for as many as there is time for")
  private int perMs = Limits.defaults().slicePerMs();

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OtherMarket other = new OtherMarket(TRADED);
  private final CommandHeader header = new CommandHeader();
  private final Histogram second = new Histogram(SECOND_NS * 60, 3);
  private final Percentiles quiet = new Percentiles();
  private final Percentiles during = new Percentiles();
  private long startNs;
  private long dueNs;
  private long timersNs;

  @Override
  public Integer call() {
    Limits limits = Limits.defaults().with(to -> to.slicePerMs = perMs);
    EventEncoder encoder = new EventEncoder((buffer, offset, length, firstSeq, lastSeq) -> {});
    Engine engine = new Engine(limits, new EventTee(other, encoder));
    prepare(engine);
    startNs = clockNs();
    dueNs = startNs;
    trade(engine, seconds / 2, new Percentiles());
    trade(engine, seconds, quiet);
    engine.changeMarketState(now(), new ChangeMarketState(SETTLED, MarketState.CLOSED));
    engine.proposeResolution(now(), new ProposeResolution(SETTLED, 10_000, ""));
    engine.confirmResolution(now(), new ConfirmResolution(SETTLED));
    final long settlingNs = clockNs();
    engine.settleMarket(now(), new SettleMarket(SETTLED));
    while (engine.market(SETTLED) != null) {
      trade(engine, 1, during);
    }
    double took = (clockNs() - settlingNs) / (double) SECOND_NS;
    double timers = timersNs / (double) SECOND_NS;
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%,d holders settled in %.1f s, by %s; %.2f us each, %.1f %% of the time%n",
        holders,
        took,
        processorTime ? "processor time" : "the clock",
        1e6 * timers / holders,
        100 * timers / took);
    quiet.print("quiet", out);
    during.print("during", out);
    out.printf(
        "during / quiet: p50 %.2f, p99 %.2f%n",
        during.p50() / quiet.p50(), during.p99() / quiet.p99());
    out.flush();
    return 0;
  }

  private long clockNs() {
    return processorTime ? threads.getCurrentThreadCpuTime() : System.nanoTime();
  }

  private void trade(Engine engine, int forSeconds, Percentiles percentiles) {
    for (int i = 0; i < forSeconds; i++) {
      long endNs = dueNs + SECOND_NS;
      second.reset();
      while (dueNs < endNs) {
        long nowNs = clockNs();
        if (nowNs >= dueNs) {
          other.next(engine, header.set(logMs(nowNs), 1, 0, 0));
          second.recordValue(clockNs() - dueNs);
          dueNs += COMMAND_EVERY_NS;
        } else if (engine.nextTimerMs() <= logMs(nowNs)) {
          engine.onTimer(logMs(nowNs));
          timersNs += clockNs() - nowNs;
        } else {
          Thread.onSpinWait();
        }
      }
      percentiles.add(second);
    }
  }

  private CommandHeader now() {
    return header.set(logMs(clockNs()), 1, 0, 0);
  }

  private long logMs(long nowNs) {
    return START_MS + (nowNs - startNs) / 1_000_000;
  }

  /** Everybody holds one contract of the market to be settled. */
  private void prepare(Engine engine) {
    header.set(START_MS, 1, 0, 0);
    MarketSpec market =
        new MarketSpec("Rain?", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    engine.createEvent(
        header, new CreateEvent("Weather", "", "", "", "", 0, false, List.of(market, market)));
    engine.changeMarketState(header, new ChangeMarketState(SETTLED, MarketState.OPEN));
    engine.changeMarketState(header, new ChangeMarketState(TRADED, MarketState.OPEN));
    PlaceOrder order = new PlaceOrder();
    for (int i = 0; i < holders; i++) {
      long account = Accounts.FIRST_PERSON + i;
      long money = 1_000_000 * Units.MONEY_PER_UNIT;
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header, new Transfer(0, i + 1, Accounts.EXTERNAL, account, money, TransferKind.DEPOSIT));
      order.clear();
      order.account = account;
      order.market = SETTLED;
      order.side = Side.BUY;
      order.outcome = i % 2 == 0 ? Outcome.YES : Outcome.NO;
      order.price = 5_000;
      order.quantity = 100;
      engine.placeOrder(header, order);
    }
  }

  /** Percentiles of single seconds, microseconds. */
  private static final class Percentiles {
    private double[] p50 = new double[0];
    private double[] p99 = new double[0];

    void add(Histogram second) {
      p50 = with(p50, second.getValueAtPercentile(50) / 1e3);
      p99 = with(p99, second.getValueAtPercentile(99) / 1e3);
    }

    double p50() {
      return p50[p50.length / 2];
    }

    double p99() {
      return p99[p99.length / 2];
    }

    void print(String name, PrintWriter out) {
      out.printf(
          "%s, medians of %d seconds: p50 %.2f us, p99 %.2f us (p99 from %.2f to %.2f)%n",
          name, p99.length, p50(), p99(), p99[0], p99[p99.length - 1]);
    }

    private static double[] with(double[] values, double value) {
      double[] more = Arrays.copyOf(values, values.length + 1);
      more[values.length] = value;
      Arrays.sort(more);
      return more;
    }
  }
}
