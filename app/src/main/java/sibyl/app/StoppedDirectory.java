package sibyl.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import sibyl.cluster.FileFinding;
import sibyl.cluster.FileFinding.Verdict;
import sibyl.cluster.MemberFiles;
import sibyl.gateway.read.ModelSnapshot;
import sibyl.store.server.DatabasePages;

/** Everything in the data directory of an exchange that does not run, looked at file by file. */
final class StoppedDirectory {
  private final Path directory;

  /**
   * @param directory held by this program, see {@link DataDirectory}
   */
  StoppedDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Holds the directory, which must be there.
   *
   * @throws StartException if a program runs on it
   */
  static DataDirectory lock(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new StartException("there is no directory " + directory, null);
    }
    try {
      return DataDirectory.lock(directory);
    } catch (StartException e) {
      throw new StartException(
          e.getMessage() + ". This is for an exchange that does not run: stop it first", e);
    }
  }

  /** Reads all there is and changes nothing. */
  List<FileFinding> check(Consumer<String> progress) throws IOException {
    List<FileFinding> found = new ArrayList<>();
    found.addAll(member().check(file -> progress.accept(file.toString())));
    checkIdentity(found);
    Path model = readModel();
    if (Files.exists(model)) {
      progress.accept(model.toString());
      found.add(
          ModelSnapshot.damage(model)
              .map(
                  damage ->
                      new FileFinding(
                          model,
                          Verdict.REPAIRABLE,
                          damage,
                          "sibyl repair moves it away, and a start does without: it reads the"
                              + " journal instead"))
              .orElseGet(() -> FileFinding.good(model)));
    }
    checkDatabase(found, progress);
    return found;
  }

  MemberFiles member() {
    return new MemberFiles(directory.resolve("cluster"));
  }

  Path readModel() {
    return directory.resolve("read-model");
  }

  Path database() {
    return directory.resolve("postgres");
  }

  private void checkIdentity(List<FileFinding> found) throws IOException {
    Path id = directory.resolve("cluster/exchange.id");
    if (Files.exists(id)) {
      try {
        UUID _ = UUID.fromString(Files.readString(id).strip());
        found.add(FileFinding.good(id));
      } catch (IllegalArgumentException e) {
        found.add(
            new FileFinding(
                id,
                Verdict.LOST,
                "it is no identity",
                "the same stands in the table exchange_identity of the database that belongs to"
                    + " this directory: write it into the file"));
      }
    }
    Path seen = directory.resolve("cluster/tables.seen");
    if (Files.exists(seen)) {
      boolean number = Files.readString(seen).strip().matches("\\d{1,18}");
      found.add(
          number
              ? FileFinding.good(seen)
              : new FileFinding(
                  seen,
                  Verdict.REPAIRABLE,
                  "it is no number",
                  "sibyl repair moves it away; the next start cannot tell then whether the database"
                      + " is an older one, and notes how far it is"));
    }
  }

  private void checkDatabase(List<FileFinding> found, Consumer<String> progress)
      throws IOException {
    Path database = database();
    if (!Files.isDirectory(database.resolve("cluster"))) {
      return;
    }
    if (!DatabasePages.wasShutDown(database)) {
      found.add(
          new FileFinding(
              database,
              Verdict.HARMLESS,
              "not shut down in good order",
              "nothing: its next start recovers it or says what is wrong; its pages are judged after"
                  + " a stop"));
      return;
    }
    Map<Path, Long> first = new LinkedHashMap<>();
    DatabasePages.check(database, pages -> progress.accept("database: " + pages + " pages"))
        .forEach(damaged -> first.putIfAbsent(damaged.file(), damaged.page()));
    first.forEach(
        (file, page) ->
            found.add(
                new FileFinding(
                    file,
                    Verdict.REPAIRABLE,
                    "page " + page,
                    "sibyl repair says which table it belongs to, and what mends it")));
    if (first.isEmpty()) {
      found.add(FileFinding.good(database));
    }
  }
}
