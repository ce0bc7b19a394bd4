package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/**
 * The monthly drill: a backup of an exchange under load, the loss of the exchange, and what is
 * restored elsewhere.
 */
class BackupIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int ORDERS_BEFORE = 60;
  private static final Pattern HASH = Pattern.compile("state hash ([0-9a-f]{16})");

  @TempDir private Path directory;
  @AutoClose private Sibyl sibyl;
  private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

  @Test
  void whatWasAcknowledgedBeforeABackupUnderLoadIsThereAfterTheExchangeIsLost() throws Exception {
    sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady();
    Staff staff = Staff.signIn(sibyl.url());
    String market = staff.opensMarket("Is it in the backup?");
    List<Person> people =
        List.of(
            Person.signUp(sibyl.url(), "ada").deposits("100.00"),
            Person.signUp(sibyl.url(), "bob").deposits("100.00"));
    List<Thread> traders =
        people.stream()
            .map(person -> Thread.ofVirtual().start(() -> tradeUntilCutOff(person, market)))
            .toList();
    sibyl.await("orders before the backup", PATIENCE, () -> acknowledged.size() >= ORDERS_BEFORE);

    List<String> before = List.copyOf(acknowledged);
    String made = runs(0, "backup", backup().toString(), "--dev");
    assertThat(acknowledged.size()).as("trading went on").isGreaterThan(before.size());
    assertThat(modes(backup())).containsOnly("rwx------", "rw-------");

    Path copy = directory.resolve("copy");
    copyAsCpDoes(directory.resolve("data"), copy);
    sibyl.kill();
    for (Thread trader : traders) {
      trader.join();
    }
    sibyl.close();

    Path elsewhere = directory.resolve("elsewhere");
    String restored = runs(0, "restore", backup().toString(), elsewhere.toString(), "--dev");
    assertThat(hash(restored)).isEqualTo(hash(made));

    sibyl = aSibyl().withData(elsewhere).start().awaitReady();
    for (Person person : people) {
      Person there = person.at(sibyl.url());
      assertThat(there.get("/portfolio").status()).as("sessions end").isEqualTo(401);
      Person again = there.signedInAgain();
      for (String order : before) {
        if (order.startsWith(person.name())) {
          again.get("/orders/by_client_id/" + order).expect(200);
        }
      }
      again.buys("0.01", "yes", "0.0001", market);
    }

    Sibyl onCopy = aSibyl().withData(copy).start();
    assertThat(onCopy.awaitExit(PATIENCE)).isEqualTo(1);
    assertThat(onCopy.output())
        .contains("is a copy of " + directory.resolve("data").toRealPath())
        .contains("sibyl backup");

    Path damaged = flippedBit();
    assertThat(runs(1, "restore", backup().toString(), directory.resolve("x").toString(), "--dev"))
        .contains(damaged + " is not as it was written");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  /** Minutes where the machine is busy, so it runs when asked for; see docs/operations.md. */
  @Test
  @EnabledIfSystemProperty(named = "sibyl.backup.drill", matches = "true")
  void theDrillPassesAndAnEarlierMomentKeepsTheMoneyThatWasPaidIn() {
    sibyl = aSibyl().withData(directory.resolve("data")).start().awaitReady();
    String market = Staff.signIn(sibyl.url()).opensMarket("Until when?");
    Person ada = Person.signUp(sibyl.url(), "ada").deposits("100.00");
    Person bob = Person.signUp(sibyl.url(), "bob").deposits("100.00");
    ada.buys("20", "yes", "0.60", market);
    bob.buys("10", "no", "0.40", market);
    String until = bob.get("/portfolio").at("/as_of_seq");
    List<String> then = List.of(ada.cash(), ada.shares(market), bob.cash());
    bob.buys("10", "no", "0.40", market);
    ada.deposits("5.00");
    assertThat(sibyl.stop()).isEqualTo(143);

    assertThat(runs(0, "backup", backup().toString(), "--dev", "--drill")).contains("Drill passed");
    Path elsewhere = directory.resolve("elsewhere");
    String[] restore = {"restore", backup().toString(), elsewhere.toString(), "--dev", "--until"};
    assertThat(runs(0, with(restore, until))).contains("1 transfers that were cut are sent again");
    assertThat(runs(1, with(restore, "2000-01-01T00:00:00Z"))).contains("is there and not empty");

    sibyl = aSibyl().withData(elsewhere).start().awaitReady();
    Person adaAgain = ada.at(sibyl.url()).signedInAgain();
    Person bobAgain = bob.at(sibyl.url()).signedInAgain();
    assertThat(adaAgain.shares(market)).isEqualTo(then.get(1)).isEqualTo("10.00 yes");
    assertThat(bobAgain.cash()).isEqualTo(then.get(2));
    sibyl.await("the deposit that was cut", PATIENCE, () -> adaAgain.cash().equals("93.00 + 6.00"));
    assertThat(then.get(0)).isEqualTo("88.00 + 6.00");
    assertThat(sibyl.stop()).isEqualTo(143);
    assertThat(runsOn(elsewhere, 0, "rebuild", "--dev")).contains("the same rows as before");
  }

  private static String[] with(String[] command, String last) {
    String[] longer = Arrays.copyOf(command, command.length + 1);
    longer[command.length] = last;
    return longer;
  }

  private Path backup() {
    return directory.resolve("backup");
  }

  private void tradeUntilCutOff(Person person, String market) {
    boolean isAda = person.name().equals("ada");
    try {
      for (int i = 1; ; i++) {
        // Every third is met by the other's, so that shares are made and money moves.
        String price = i % 3 == 0 ? "0.50" : "0.0001";
        Map<String, Object> order =
            Person.limit("buy", "0.01", isAda ? "yes" : "no", price, market);
        order.put("client_order_id", person.name() + "-" + i);
        person.post("/orders", order).expect(201);
        acknowledged.add(person.name() + "-" + i);
      }
    } catch (UncheckedIOException e) {
      // the exchange is gone
    }
  }

  /** Runs a command of the program to its end. */
  private String runs(int exitCode, String... command) {
    return runsOn(directory.resolve("data"), exitCode, command);
  }

  private static String runsOn(Path data, int exitCode, String... command) {
    try (Sibyl run = aSibyl().running(command).withData(data).start()) {
      if (run.awaitExit(PATIENCE) != exitCode) {
        throw run.failure("expected exit code " + exitCode);
      }
      return run.output();
    }
  }

  private static String hash(String output) {
    Matcher found = HASH.matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group(1);
  }

  private static List<String> modes(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      List<String> modes = new ArrayList<>();
      for (Path path : all.toList()) {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
      return modes.stream().distinct().toList();
    }
  }

  private static void copyAsCpDoes(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(target);
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.copy(path, target);
        }
      }
    }
  }

  /** In the middle of the largest file of the tables. */
  private Path flippedBit() throws IOException {
    try (Stream<Path> files = Files.list(backup().resolve("tables"))) {
      Path file = files.max(Comparator.comparingLong(path -> path.toFile().length())).orElseThrow();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] = (byte) (bytes[bytes.length / 2] ^ 4);
      Files.write(file, bytes);
      return file;
    }
  }
}
