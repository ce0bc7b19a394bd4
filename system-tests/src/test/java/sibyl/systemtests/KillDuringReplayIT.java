package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.simulation.replication.RecordedTrade;
import sibyl.simulation.replication.ReplicationMarkets;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.program.Sibyl;

/**
 * The demonstration is killed again and again in the middle of its replay, and comes to the same
 * end as one that was left alone.
 *
 * <p>The moments are random; a failure names the seed, and {@code -Dsibyl.seed=…} repeats it (as
 * far as a machine repeats itself).
 */
class KillDuringReplayIT {
  private static final int TRADES = 500;
  private static final int KILLS = 3;
  private static final long DELAY_MAX_NS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern HASH =
      Pattern.compile("(?m)^  after settlement +event [\\d,]+, hash ([0-9a-f]{16})$");

  /** The progress of the replay, when it is complete. */
  private static final Pattern REPLAYED = Pattern.compile("trades replayed +([\\d,]+) of \\1,");

  @TempDir private Path directory;

  @Test
  void killedAtRandomMomentsItEndsAsIfItHadNotBeen() {
    long seed = Long.getLong("sibyl.seed", System.nanoTime());
    System.out.println("seed " + seed);
    String undisturbed = finalHash(directory.resolve("undisturbed"));

    Path data = directory.resolve("killed");
    killAtRandomMoments(data, new Random(seed));
    assertThat(finalHash(data)).as("hash of the state, seed %d", seed).isEqualTo(undisturbed);
    everyAcknowledgedOrderIsThereOnce(data, seed);
  }

  private static Sibyl demo(Path data) {
    return aSibyl().running("demo", "--exit", "--trades", "" + TRADES).withData(data).start();
  }

  /** Runs the demonstration to its end, which judges for itself whether all of its claims hold. */
  private static String finalHash(Path data) {
    try (Sibyl demo = demo(data)) {
      int exitCode = demo.awaitExit(PATIENCE);
      Matcher hash = HASH.matcher(demo.output());
      if (exitCode != 0 || !hash.find()) {
        throw demo.failure("the demonstration did not end well");
      }
      return hash.group(1);
    }
  }

  private static void killAtRandomMoments(Path data, Random random) {
    int[] moments = random.ints(1, TRADES * 9 / 10).distinct().limit(KILLS).sorted().toArray();
    for (int moment : moments) {
      int before = acknowledged(data).size();
      killWhen(
          Math.max(moment, before + 1) + " orders acknowledged",
          data,
          random,
          demo -> acknowledged(data).size() >= Math.max(moment, before + 1));
      System.out.println("killed with " + acknowledged(data).size() + " orders acknowledged");
    }
    killWhen("all trades replayed", data, random, demo -> REPLAYED.matcher(demo.output()).find());
    System.out.println("killed while the markets were being settled");
  }

  private static void killWhen(String what, Path data, Random random, Predicate<Sibyl> condition) {
    Sibyl demo = demo(data);
    demo.await(what, PATIENCE, () -> condition.test(demo));
    // Not always just after an answer.
    LockSupport.parkNanos(random.nextLong(DELAY_MAX_NS));
    assertThat(demo.isRunning()).isTrue();
    demo.kill();
  }

  /** Order ids by client order id, as the demonstration noted them when they were answered. */
  private static Map<String, String> acknowledged(Path data) {
    Path file = data.resolve("replay/acknowledged.csv");
    Map<String, String> orders = new HashMap<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readString(file).split("\n")) {
          String[] fields = line.split(",", -1);
          if (fields.length == 3) {
            orders.put(fields[0], fields[1]);
          }
        }
      }
      return orders;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void everyAcknowledgedOrderIsThereOnce(Path data, long seed) {
    Map<String, String> acknowledged = acknowledged(data);
    List<String> there = new ArrayList<>();
    try (Sibyl sibyl = aSibyl().withData(data).start().awaitReady()) {
      for (String trader : traders()) {
        Person person = Person.signIn(sibyl.url(), trader, "demo password of " + trader);
        for (JsonNode order : person.all("/orders?limit=100")) {
          String id = order.path("client_order_id").asText();
          there.add(id);
          assertThat(order.path("order_id").asText())
              .as("order of %s, seed %d", id, seed)
              .isEqualTo(acknowledged.get(id));
          assertThat(person.get("/orders/by_client_id/" + id).expect(200).at("/order/order_id"))
              .isEqualTo(acknowledged.get(id));
        }
      }
    }
    assertThat(there)
        .as("client order ids, seed %d", seed)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
  }

  /** Who traded, by the names the demonstration gives them. */
  private static List<String> traders() {
    return ReplicationMarkets.load().trades().stream()
        .filter(trade -> trade.project().followsScoringRule())
        .sorted(Comparator.comparing(RecordedTrade::at).thenComparing(RecordedTrade::transaction))
        .limit(TRADES)
        .map(trade -> trade.project().name().toLowerCase(Locale.ROOT) + "-" + trade.trader())
        .distinct()
        .toList();
  }
}
