package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.accounts.payment.sandbox.SandboxBooks;
import sibyl.accounts.wallet.Deposits;
import sibyl.accounts.wallet.Withdrawals;
import sibyl.store.Database;
import sibyl.store.schema.DerivedTables;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;
import sibyl.store.server.StartProgress;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/**
 * Deposits, withdrawals, bonuses and referral rewards, while the program and its database are
 * killed at random moments and payments fail, come late, are told twice or never. In the end four
 * books agree to the last unit: the provider's, PostgreSQL's, the engine's and the journal's.
 *
 * <p>{@code -Dsibyl.money.operations=10000} makes it long; a failure names the seed, and {@code
 * -Dsibyl.seed=…} repeats it.
 */
class MoneyUnderFireIT {
  private static final int OPERATIONS = Integer.getInteger("sibyl.money.operations", 120);
  private static final int KILL_EVERY = Math.max(60, OPERATIONS / 20);
  private static final int PEOPLE = Math.max(6, OPERATIONS / 100);
  private static final long BONUS = 15_000_000;
  private static final long REWARD = 20_000_000;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path directory;
  private EmbeddedPostgres postgres;
  private int port;
  private Sibyl sibyl;
  private final List<Person> people = new ArrayList<>();
  private final List<Long> accounts = new ArrayList<>();
  private final Map<Integer, Long> rewards = new HashMap<>();

  @Test
  void whateverIsKilledEveryBookAgreesInTheEnd() throws Exception {
    long seed = Long.getLong("sibyl.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    postgres = startPostgres(0);
    port = Integer.parseInt(postgres.address().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
    sibyl = startSibyl();
    try {
      for (int i = 0; i < PEOPLE; i++) {
        join(i);
      }
      verifyAll();
      List<String> withdrawn = new ArrayList<>();
      List<String> deposited = new ArrayList<>();
      for (int i = 0; i < OPERATIONS; i++) {
        if (i % KILL_EVERY == KILL_EVERY / 2) {
          kill(random);
        }
        int who = random.nextInt(PEOPLE);
        boolean in = random.nextInt(10) < 6;
        String amount = BigDecimal.valueOf(1 + random.nextInt(2_000), 2).toPlainString();
        String path = in ? "/wallet/deposits" : "/wallet/withdrawals";
        String key = "operation " + i;
        persist(() -> people.get(who).postOnce(path, Map.of("amount", amount), key));
        (in ? deposited : withdrawn).add(who + " " + key);
      }
      awaitQuiet();
      compare(deposited, withdrawn, seed);
    } finally {
      sibyl.close();
      postgres.close();
    }
  }

  private Sibyl startSibyl() {
    return aSibyl()
        .running(
            "up",
            "--dev",
            "--database-url",
            url(),
            "--payments-sandbox-delay-ms",
            "30",
            "--payments-sandbox-failure-percent",
            "10",
            "--payments-sandbox-duplicate-percent",
            "20",
            "--payments-sandbox-lost-percent",
            "10",
            "--bonus-multiple", // what is withdrawn here is decided by balances alone
            "0")
        .withSignupBonus("15")
        .withData(directory.resolve("data"))
        .start()
        .awaitReady();
  }

  private String url() {
    return postgres
        .address()
        .jdbcUrl()
        .replace(
            "jdbc:postgresql://",
            "postgresql://"
                + postgres.address().user()
                + ":"
                + postgres.address().password()
                + "@");
  }

  private EmbeddedPostgres startPostgres(int onPort) {
    return EmbeddedPostgres.start(
        new EmbeddedPostgresOptions(directory.resolve("database"), onPort), StartProgress.SILENT);
  }

  private void join(int number) {
    String name = "fire" + number;
    Person person = Person.signUp(sibyl.url(), name);
    people.add(person);
    accounts.add(Long.parseLong(person.get("/auth/me").expect(200).at("/user/user_id")));
    if (number > 0) {
      int referrer = number / 2;
      String code = people.get(referrer).get("/referrals").expect(200).at("/code");
      person.post("/referrals", Map.of("code", code)).expect(204);
      rewards.merge(referrer, REWARD, Long::sum);
    }
    person
        .post(
            "/kyc",
            Map.of(
                "identity",
                Map.of(
                    "pan", "ABCPD%04dE".formatted(number),
                    "name", "Ada Lovelace",
                    "date_of_birth", "1990-12-10"),
                "payout_method",
                Map.of("upi_id", name + "@okbank")))
        .expect(201);
  }

  private void verifyAll() {
    Staff staff = Staff.signIn(sibyl.url());
    for (JsonNode item : staff.get("/identity?limit=500").expect(200).json().path("items")) {
      staff.post("/identity/" + item.path("item_id").asText() + "/approve").expect(200);
    }
  }

  /** The program, its database, or both. */
  private void kill(Random random) throws IOException {
    int what = random.nextInt(3);
    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(40)));
    if (what != 1) {
      sibyl.kill();
    }
    if (what != 0) {
      Path pidFile = directory.resolve("database/cluster/postmaster.pid");
      long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> ProcessHandle.of(pid).flatMap(p -> p.info().commandLine()).isEmpty());
      postgres.close(); // lets go of the directory: there is nothing left to stop
      postgres = startPostgres(port);
    }
    if (what != 1) {
      sibyl = startSibyl();
      people.replaceAll(person -> person.at(sibyl.url()));
    }
  }

  /** Repeats a request, under its key, until it has an answer that says what became of it. */
  private static void persist(Supplier<Reply> request) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(() -> request.get().status() < 500);
  }

  /** Until nothing is on its way any more. */
  private void awaitQuiet() {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () ->
                query(
                            """
                            SELECT (SELECT count(*) FROM deposits
                                    WHERE state NOT IN ('CREDITED', 'FAILED'))
                                 + (SELECT count(*) FROM withdrawals
                                    WHERE state IN ('TAKING', 'PAYING', 'RETURNING'))
                                 + (SELECT count(*) FROM outbox WHERE state = 'WAITING')
                            """)
                        .getFirst()
                    == 0L);
  }

  private void compare(List<String> deposited, List<String> withdrawn, long seed) throws Exception {
    Map<UUID, SandboxBooks.Payment> books = books();
    for (int who = 0; who < PEOPLE; who++) {
      long account = accounts.get(who);
      long expected = BONUS + rewards.getOrDefault(who, 0L);
      for (String key : of(who, deposited)) {
        expected += paid(books, Deposits.idOf(account, key));
      }
      for (String key : of(who, withdrawn)) {
        expected -= paid(books, Withdrawals.idOf(account, key));
      }
      String as = "account %d, seed %d".formatted(account, seed);
      Reply wallet = people.get(who).get("/wallet").expect(200);
      assertThat(new BigDecimal(wallet.at("/total")).movePointRight(6).longValueExact())
          .as("the engine's, %s", as)
          .isEqualTo(expected);
      assertThat(
              query(
                  "SELECT coalesce(sum(amount), 0)::bigint FROM ledger_postings WHERE asset = 0"
                      + " AND account_id = "
                      + account))
          .as("the ledger's, %s", as)
          .containsExactly(expected);
      assertThat(
              query(
                  "SELECT coalesce(sum(free + held), 0)::bigint FROM balances WHERE asset = 0"
                      + " AND account_id = "
                      + account))
          .as("the table's, %s", as)
          .containsExactly(expected);
    }
    assertThat(query("SELECT coalesce(sum(free), 0)::bigint FROM balances WHERE account_id = 5"))
        .as("money under way for ever, seed %d", seed)
        .containsExactly(0L);
    assertThat(query("SELECT count(*) FROM outbox WHERE state IN ('DEAD', 'DISCARDED')"))
        .as("dead letters, seed %d", seed)
        .containsExactly(0L);
    assertThat(
            query(
                """
                SELECT count(*) FROM transfers t FULL JOIN outbox o USING (transfer_id)
                WHERE t.transfer_id IS NULL AND o.state <> 'REFUSED'
                   OR o.transfer_id IS NULL OR t.amount <> o.amount
                """))
        .as("transfers without an entry or the other way round, seed %d", seed)
        .containsExactly(0L);
    assertThat(
            query("SELECT coalesce(sum(amount), 0)::bigint FROM ledger_postings WHERE asset = 0"))
        .as("all postings, seed %d", seed)
        .containsExactly(0L);
    var before = checksum();
    sibyl.stop();
    try (Sibyl rebuild =
        aSibyl()
            .running("rebuild", "--dev", "--database-url", url())
            .withData(directory.resolve("data"))
            .start()) {
      assertThat(rebuild.awaitExit(PATIENCE)).isZero();
    }
    assertThat(checksum()).as("the journal's, seed %d", seed).isEqualTo(before);
  }

  private Object checksum() {
    try (Database database = Database.open(postgres.address(), 1)) {
      return DerivedTables.checksum(database);
    }
  }

  private Map<UUID, SandboxBooks.Payment> books() throws IOException {
    Collection<SandboxBooks.Payment> payments =
        SandboxBooks.read(directory.resolve("data/sandbox-payments.log"));
    Map<UUID, SandboxBooks.Payment> byId = new HashMap<>();
    payments.forEach(payment -> byId.put(payment.id(), payment));
    assertThat(byId).hasSameSizeAs(payments);
    return byId;
  }

  private static long paid(Map<UUID, SandboxBooks.Payment> books, UUID id) {
    SandboxBooks.Payment payment = books.get(id);
    return payment != null && Boolean.TRUE.equals(payment.paid()) ? payment.amount() : 0;
  }

  private static List<String> of(int who, List<String> operations) {
    String prefix = who + " ";
    return operations.stream()
        .filter(operation -> operation.startsWith(prefix))
        .map(operation -> operation.substring(prefix.length()))
        .toList();
  }

  private List<Long> query(String sql) {
    try (Database database = Database.open(postgres.address(), 1)) {
      return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).list());
    }
  }
}
