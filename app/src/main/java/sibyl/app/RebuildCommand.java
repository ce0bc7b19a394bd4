package sibyl.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.client.JournalFollower;
import sibyl.store.Database;
import sibyl.store.projection.ProjectionOptions;
import sibyl.store.projection.Rebuild;
import sibyl.store.schema.DerivedChecksum;
import sibyl.store.schema.TableChecksum;

/** Makes the tables of the exchange anew from its journal, and says whether they are the same. */
@Command(
    name = "rebuild",
    description =
        "Empty the tables that are written from the journal and write them again. The exchange must"
            + " not be running.")
final class RebuildCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final PrintStream out = System.out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Configuration configuration =
        ConfigurationOptions.read(
            spec, Configuration.defaults(Configuration.Mode.PRODUCTION, "data"));
    try (Parts parts = new Parts(out)) {
      Failures failures = new Failures();
      Database database = Backend.startDatabase(configuration, parts);
      ClusterNode node = Backend.startNode(configuration, parts, failures);
      long lastSeq = Backend.lastSeq(node);
      out.printf("%nReading the journal up to event %d%n%n", lastSeq);
      Rebuild.Result result =
          new Rebuild(database, ProjectionOptions.DEFAULT)
              .run(
                  events -> {
                    try (JournalFollower follower =
                        JournalFollower.start(
                            node.address(),
                            "rebuild",
                            0,
                            events,
                            Backend.failing("the rebuild", failures))) {
                      if (!follower.awaitSeq(lastSeq, PATIENCE)) {
                        throw new IllegalStateException(
                            "the journal could not be read within " + PATIENCE);
                      }
                      return lastSeq;
                    }
                  },
                  PATIENCE);
      Pairing.of(Backend.logDirectory(configuration)).tie(database, result.after().seq());
      return print(result, out);
    }
  }

  /** 0 if the tables are what they were, or were behind before; 1 if they had other rows. */
  private static int print(Rebuild.Result result, PrintStream out) {
    for (Map.Entry<String, TableChecksum> table : result.after().tables().entrySet()) {
      TableChecksum before = result.before().tables().get(table.getKey());
      boolean same = table.getValue().equals(before);
      out.printf(
          Locale.ROOT,
          "  %-20s %,12d rows  %s  %s%n",
          table.getKey(),
          table.getValue().rows(),
          table.getValue().hash(),
          same ? "as before" : "before: " + before);
    }
    if (result.before().equals(DerivedChecksum.UNREADABLE)) {
      out.printf(
          "%nThe tables could not be read before; they are at event %d now%n",
          result.after().seq());
      return 0;
    }
    if (result.before().seq() != result.after().seq()) {
      out.printf(
          "%nThe tables were at event %d and are at %d now%n",
          result.before().seq(), result.after().seq());
      return 0;
    }
    boolean same = result.after().differences(result.before()).isEmpty();
    out.printf(
        "%n%s%n", same ? "All tables have the same rows as before" : "DIFFERENT from before");
    return same ? 0 : 1;
  }
}
