package sibyl.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sibyl.cluster.FileFinding;
import sibyl.cluster.FileFinding.Verdict;
import sibyl.store.UnreadableTablesException;
import sibyl.store.server.DamagedRelations;
import sibyl.store.server.EmbeddedPostgres;
import sibyl.store.server.EmbeddedPostgresOptions;

/** Puts right what can be without losing anything, and says what cannot. */
@Command(
    name = "repair",
    description =
        "Put right what \"sibyl doctor\" finds, as far as nothing is lost by it. What is replaced is"
            + " kept in DIR/damaged. The exchange must not be running. Ends with 0 if all is well"
            + " then, with 1 if not.")
final class RepairCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", defaultValue = "data")
  private Path directory = Path.of("data");

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (DataDirectory _ = StoppedDirectory.lock(directory)) {
      StoppedDirectory stopped = new StoppedDirectory(directory);
      Path replaced = directory.resolve("damaged").resolve(STAMP.format(Instant.now()));
      List<String> done = new ArrayList<>(stopped.member().repair(replaced.resolve("cluster")));
      List<FileFinding> found = stopped.check(step -> {});
      for (FileFinding finding : found) {
        boolean isOurs =
            finding.file().equals(stopped.readModel()) || finding.file().endsWith("tables.seen");
        if (finding.verdict() == Verdict.REPAIRABLE && isOurs) {
          Files.createDirectories(replaced);
          Files.move(finding.file(), replaced.resolve(finding.file().getFileName()));
          done.add(finding.file() + ": moved away");
        }
      }
      boolean rebuild = mendDatabase(stopped, found, replaced, done);
      done.forEach(out::println);
      if (Files.exists(replaced)) {
        out.println("What was replaced is in " + replaced);
      }
      boolean well = DoctorCommand.print(directory, stopped.check(step -> {}), out);
      if (rebuild) {
        out.println("Now run \"sibyl rebuild\": it writes the damaged tables again");
      }
      out.flush();
      return well ? 0 : 1;
    }
  }

  /**
   * @return whether a rebuild is needed
   */
  private static boolean mendDatabase(
      StoppedDirectory stopped, List<FileFinding> found, Path replaced, List<String> done)
      throws IOException {
    Path database = stopped.database();
    List<Path> files =
        found.stream()
            .filter(finding -> finding.verdict() == Verdict.REPAIRABLE)
            .map(FileFinding::file)
            .filter(file -> file.startsWith(database))
            .toList();
    if (files.isEmpty()) {
      return false;
    }
    for (Path file : files) {
      Path copy = replaced.resolve("postgres").resolve(database.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    boolean rebuild = false;
    try (EmbeddedPostgres server =
        EmbeddedPostgres.start(new EmbeddedPostgresOptions(database, 0), step -> {})) {
      for (DamagedRelations.Owner owner : DamagedRelations.mend(server.address(), files)) {
        rebuild |= owner.derived();
        done.add(
            owner.file()
                + " is "
                + owner.relation()
                + ": "
                + (owner.derived()
                    ? "\"sibyl rebuild\" writes it again"
                    : owner.reindexed()
                        ? "an index, made again"
                        : "what it held is nowhere else in this directory: restore a backup"));
      }
    } catch (UnreadableTablesException e) {
      done.add(
          "the database cannot say what is damaged in it, restore a backup: " + e.getMessage());
    }
    return rebuild;
  }
}
