package sibyl.app.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import sibyl.app.audit.Audit;
import sibyl.app.client.ApiClient;
import sibyl.app.client.Caller;
import sibyl.simulation.replication.ReplicationMarkets;
import sibyl.simulation.replication.Study;

/**
 * The demonstration from the outside of the exchange: everything it does, it does through the
 * public API. Only the report also looks inside, by the audit it is handed.
 */
public final class Demo implements AutoCloseable {
  private static final String DEPOSIT = "1000.00";
  private static final String LIVE_DEPOSIT = "10000.00";
  private static final int LIVE_ACCOUNTS = 7;

  private final ApiClient client;
  private final PrintStream out;
  private final Path acknowledgedFile;
  private final Caller staff;

  /**
   * @param client connected to an exchange that is ready
   * @param directory keeps what the exchange acknowledged
   */
  public Demo(
      ApiClient client,
      String adminUsername,
      String adminPassword,
      Path directory,
      PrintStream out) {
    this.client = client;
    this.out = out;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + directory, e);
    }
    this.acknowledgedFile = directory.resolve("acknowledged.csv");
    this.staff = client.caller();
    staff.logInAsStaff(adminUsername, adminPassword).orThrow();
  }

  /**
   * Replays, resolves and settles, and reports; what earlier runs did is not done again.
   *
   * @param speed how much faster than the trades happened; infinite for as fast as it goes
   * @param limit at most so many trades
   * @param audit takes a look at the inside, after the last trade and after settlement
   */
  public Report replay(double speed, int limit, Supplier<Audit> audit) {
    ReplayPlan plan = ReplayPlan.of(ReplicationMarkets.load(), limit);
    Traders traders = new Traders(client, DEPOSIT);
    ReplayMarkets markets = new ReplayMarkets(staff);
    try (Progress progress = new Progress(out, "traders signed up", plan.traders().size())) {
      traders.ensure(plan.traders(), progress);
    }
    try (Progress progress = new Progress(out, "markets opened", plan.studies().size())) {
      markets.ensure(plan.studies(), progress);
    }
    try (Acknowledged acknowledged = new Acknowledged(acknowledgedFile)) {
      Replay replay = new Replay(plan.orders(), traders, markets, acknowledged, speed);
      try (Progress progress = new Progress(out, "trades replayed", plan.orders().size())) {
        replay.run(progress);
      }
      Audit traded = audit.get();
      try (Progress progress = new Progress(out, "markets settled", plan.studies().size())) {
        for (Study study : plan.studies()) {
          markets.resolve(study);
          progress.advance();
        }
      }
      return Report.of(plan, replay, acknowledged, traded, audit.get());
    }
  }

  /** Opens the order books and lets simulated traders loose on them, until closed. */
  public LiveTraders startLiveTraders() {
    try (Progress progress = new Progress(out, "live traders", LIVE_ACCOUNTS)) {
      return new LiveTraders(new Traders(client, LIVE_DEPOSIT), staff, progress);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
