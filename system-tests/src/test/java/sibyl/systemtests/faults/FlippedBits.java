package sibyl.systemtests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.program.Processes;
import sibyl.systemtests.program.Sibyl;

/**
 * A copy of a data directory with one bit flipped is started. It is refused, and what it says names
 * the file; or it serves, with all that was ever answered; or what is damaged is found and named
 * when it is read.
 */
final class FlippedBits {
  private static final Duration START = Duration.ofMinutes(2);

  private final Path whole;
  private final Map<String, List<Path>> kinds;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int cycle;

  /** Keeps a copy of the scene's directory as it is; nothing runs on it. */
  FlippedBits(Scene scene, Path whole) throws IOException {
    this.whole = whole;
    copy(scene.data(), whole);
    // Nothing ran on it when it was copied, which a start could not know.
    Files.deleteIfExists(whole.resolve("in.use"));
    Files.deleteIfExists(whole.resolve("state.socket"));
    kinds = Flip.kinds(whole);
  }

  /** Flips a bit of the next kind of file, starts, and looks. */
  void strike(Scene scene, Findings findings) throws IOException {
    Path data = scene.data();
    remove(data);
    copy(whole, data);
    List<String> names = List.copyOf(kinds.keySet());
    String kind = names.get(cycle++ % names.size());
    Flip flip = Flip.somewhere(data, kind, kinds.get(kind), scene.random());
    flip.in(data);
    String outcome;
    try (Sibyl sibyl = scene.launch()) {
      outcome =
          ready(sibyl)
              ? served(scene, sibyl, flip, findings)
              : refused(scene, sibyl, flip, findings);
      endAll(scene, sibyl);
    }
    System.out.println(flip + ": " + outcome);
    String first = outcome.lines().findFirst().orElse("");
    outcomes.merge(first.replaceAll("[:,].*", ""), 1, Integer::sum);
    scene.remark(outcomes.toString());
  }

  /** How often it ended how. */
  Map<String, Integer> outcomes() {
    return outcomes;
  }

  private static boolean ready(Sibyl sibyl) {
    long startNs = System.nanoTime();
    while (sibyl.isRunning() && !sibyl.isReady()) {
      if (System.nanoTime() - startNs > START.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return sibyl.isRunning();
  }

  private static String served(Scene scene, Sibyl sibyl, Flip flip, Findings findings)
      throws IOException {
    scene.crowd().moveTo(sibyl.url());
    scene.crowd().recorder().forgetLooks();
    try {
      Findings found = Verdict.of(scene.crowd(), scene.data());
      readEveryTable(scene.data());
      findings.add(found);
      if (!found.none()) {
        return "WRONG: " + found;
      }
      Person person = scene.crowd().person(0);
      String market = scene.crowd().markets().getFirst();
      person.buys("0.01", "yes", "0.0001", market);
      return "served with everything";
    } catch (SQLException e) {
      if (String.valueOf(e.getMessage())
          .matches("(?s).*(invalid page|could not|corrupt|checksum).*")) {
        return "found when read: " + e.getMessage();
      }
      findings.wrong().add(e.toString());
      return "WRONG: " + e;
    } catch (RuntimeException | AssertionError e) {
      if (!sibyl.isRunning()) {
        return refused(scene, sibyl, flip, findings);
      }
      findings.wrong().add(e.toString());
      return "WRONG: " + e;
    }
  }

  private static String refused(Scene scene, Sibyl sibyl, Flip flip, Findings findings)
      throws IOException {
    String said = sibyl.output();
    String last =
        said.lines().filter(line -> line.contains("sibyl: ")).reduce((_, b) -> b).orElse(said);
    if (sibyl.isRunning()) {
      findings.wrong().add("neither served nor ended: " + flip);
      return "WRONG: neither served nor ended";
    }
    Path log = scene.data().resolve("postgres/postgres.log");
    if (said.contains("postgres.log") && Files.exists(log)) {
      said += Files.readString(log);
    }
    if (said.contains(flip.file().getFileName().toString())) {
      return "refused and named: " + last;
    }
    return "refused without its name: " + last;
  }

  private static void readEveryTable(Path data) throws SQLException {
    try (Connection connection =
            EmbeddedPostgres.running(data.resolve("postgres")).orElseThrow().connect();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
        while (rows.next()) {
          tables.add(rows.getString(1));
        }
      }
      for (String table : tables) {
        statement.execute("SELECT sum(hashtext(t::text)) FROM " + table + " t");
      }
    }
  }

  private static void endAll(Scene scene, Sibyl sibyl) {
    if (Files.exists(scene.data().resolve("postgres/cluster/postmaster.pid"))) {
      try {
        scene.killWithDatabase();
      } catch (RuntimeException gone) {
        sibyl.kill(); // the database has ended by itself
      }
    } else {
      sibyl.kill();
    }
  }

  private static void copy(Path from, Path to) {
    if (Processes.run("cp", "-a", "--sparse=always", from.toString(), to.toString()) != 0) {
      throw new IllegalStateException("cannot copy " + from);
    }
  }

  private static void remove(Path directory) {
    if (Processes.run("rm", "-rf", directory.toString()) != 0) {
      throw new IllegalStateException("cannot remove " + directory);
    }
  }
}
