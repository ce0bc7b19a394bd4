package sibyl.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.ClusterNodeConfig;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.RoutedCommands;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.gateway.TableAudit;
import sibyl.protocol.CommandEncoder;
import sibyl.store.Database;
import sibyl.store.DatabaseAddress;
import sibyl.store.Rows;
import sibyl.store.TestServer;
import sibyl.store.projection.Projection;

/** On a node with a log and tables: what differs is found, and what is only behind is not. */
@Timeout(180)
class RunningAuditIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int ACCOUNTS = 12;
  private static final int MARKETS = 3;

  @TempDir private Path directory;

  private final AtomicReference<Throwable> broken = new AtomicReference<>();
  private final CommandEncoder encoder = new CommandEncoder();
  private final CommandHeader header = new CommandHeader().set(0, 7, 1, 0);
  private DatabaseAddress owner;
  private Database database;
  private ClusterNode node;
  private Projection projection;
  private JournalFollower follower;
  private RoutedCommands commands;

  @BeforeEach
  void start() {
    owner = TestServer.migratedDatabase();
    database = Database.open(owner, 4);
    node =
        ClusterNode.launch(
            ClusterNodeConfig.singleNode(
                    directory, SessionSecret.of("a secret for tests only"), Limits.defaults())
                .withFileSyncLevel(0));
    node.awaitReady(PATIENCE);
    projection = Projection.start(database);
    follower =
        JournalFollower.start(node.address(), "tables", 0, projection, new FollowerListener() {});
    commands = RoutedCommands.start(node.address(), new ClusterClient.Listener() {});
    assertThat(commands.awaitConnected(PATIENCE)).isTrue();
    openMarketsAndAccounts();
  }

  @AfterEach
  void stop() {
    commands.close();
    follower.close();
    projection.close();
    node.close();
    database.close();
  }

  @Test
  void tablesThatAreOnlyBehindAreNoDifference() throws Exception {
    try (RunningAudit audit = audit(1_000)) {
      Random random = new Random(7);
      for (int round = 0; round < 5; round++) {
        audit.compareAll();
        while (isComparing(audit)) {
          trade(random);
        }
        TableAudit.Standing now = audit.now();
        assertThat(now.full().trouble()).isEmpty();
        assertThat(now.full().differences()).isEmpty();
        assertThat(now.full().accounts()).isGreaterThanOrEqualTo(2L * ACCOUNTS);
        assertThat(now.full().rows()).isGreaterThan(0);
      }
      assertThat(audit.now().differing()).isZero();
    }
    assertThat(broken.get()).isNull();
  }

  @Test
  void whatDiffersIsFoundByTheSampleAndIsForgottenOnceItIsRight() throws Exception {
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      trade(random);
    }
    settle();
    try (RunningAudit audit = audit(1_000)) {
      execute("UPDATE balances SET free = free + 1 WHERE account_id = 16 AND asset = 0");
      await(audit, 1);
      assertThat(audit.now().differences()).singleElement().asString().contains("account 16");
      execute("UPDATE balances SET free = free - 1 WHERE account_id = 16 AND asset = 0");
      await(audit, 0);

      execute("UPDATE markets SET state = 'HALTED' WHERE market_id = 1");
      await(audit, 1);
      execute("UPDATE markets SET state = 'OPEN' WHERE market_id = 1");
      await(audit, 0);

      // A row of no account, one that is missing, and one that claims to be of the future.
      execute("INSERT INTO balances VALUES (99, 0, 5, 0, 1)");
      await(audit, 1);
      execute("DELETE FROM balances WHERE account_id = 99");
      await(audit, 0);
      execute("CREATE TABLE kept AS SELECT * FROM balances WHERE account_id = 17");
      execute("DELETE FROM balances WHERE account_id = 17");
      await(audit, 1);
      execute("INSERT INTO balances SELECT * FROM kept");
      await(audit, 0);
      execute("UPDATE balances SET updated_seq = 1000000000 WHERE account_id = 18");
      await(audit, 1);
      assertThat(audit.now().differences()).first().asString().contains("after the tables' last");
    }
    assertThat(broken.get()).isNull();
  }

  @Test
  void aPostingThatIsMissingShowsInTheComparisonOfEverything() throws Exception {
    settle();
    execute("DELETE FROM ledger_postings WHERE account_id = 16 AND amount > 0");
    try (RunningAudit audit = audit(0)) {
      audit.compareAll();
      Awaitility.await().atMost(PATIENCE).until(() -> !isComparing(audit));
      assertThat(audit.now().full().differences()).singleElement().asString().contains("add up to");
    }
  }

  private RunningAudit audit(int perSecond) {
    return RunningAudit.start(node, projection, database, perSecond, broken::set);
  }

  private static boolean isComparing(RunningAudit audit) {
    TableAudit.Full full = audit.now().full();
    return full == null || full.endedMs() == 0;
  }

  private static void await(RunningAudit audit, int differing) {
    Awaitility.await().atMost(PATIENCE).until(() -> audit.now().differing() == differing);
  }

  private void execute(String sql) {
    Rows.executeAsOwner(owner, sql);
  }

  private void openMarketsAndAccounts() {
    for (long i = 0; i < ACCOUNTS; i++) {
      long account = Accounts.FIRST_PERSON + i;
      encoder.openAccount(header, new OpenAccount(account, i % 2 == 0));
      send();
      encoder.transfer(
          header,
          new Transfer(
              1, account, Accounts.EXTERNAL, account, 9_000_000_000L, TransferKind.DEPOSIT));
      send();
    }
    MarketSpec spec =
        new MarketSpec(
            "m", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.FLAT, 100, 50, MarketRules.PLAIN);
    encoder.createEvent(
        header, new CreateEvent("e", "", "", "", "", 0, false, List.of(spec, spec, spec)));
    send();
    for (long market = 1; market <= MARKETS; market++) {
      encoder.changeMarketState(header, new ChangeMarketState(market, MarketState.OPEN));
      send();
    }
  }

  private void trade(Random random) {
    PlaceOrder order = new PlaceOrder();
    order.account = Accounts.FIRST_PERSON + random.nextInt(ACCOUNTS);
    order.market = 1L + random.nextInt(MARKETS);
    order.side = random.nextInt(3) == 0 ? Side.SELL : Side.BUY;
    order.outcome = random.nextBoolean() ? Outcome.YES : Outcome.NO;
    order.price = 100 * (30 + random.nextInt(40));
    order.quantity = 100L * (1 + random.nextInt(8));
    encoder.placeOrder(header, order);
    send();
  }

  private void send() {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> commands.offer(encoder.buffer(), 0, encoder.length()));
  }

  /** Waits until the tables have all that was sent. */
  private void settle() throws Exception {
    long[] last = {-1};
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              long now = node.inspect(Engine::lastSeq).get();
              boolean still = now == last[0];
              last[0] = now;
              return still && now > 3 * ACCOUNTS;
            });
    assertThat(projection.awaitPosition(last[0], PATIENCE)).isTrue();
  }
}
