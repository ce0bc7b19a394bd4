package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.FileFinding.Verdict;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.engine.Engine;

/**
 * A wrong byte in each kind of file of a member that was closed: found, named, and repaired with
 * nothing lost, or refused. One directory is written once and copied for each case.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemberFilesTest {
  private static final long COMMANDS = 400;

  private Path folder;
  private Path whole;
  private int copies;

  @BeforeAll
  void write(@TempDir Path folder) throws Exception {
    this.folder = folder;
    whole = folder.resolve("whole");
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(whole));
        var trader = new Trader(node)) {
      submit(node, trader, 1, 150);
      assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      submit(node, trader, 151, 300);
      assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
      submit(node, trader, 301, COMMANDS);
    }
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() throws Exception {
    Path directory = copy();
    assertThat(bad(directory)).isEmpty();
    assertThat(new MemberFiles(directory).repair(folder.resolve("nothing"))).isEmpty();
    assertThat(folder.resolve("nothing")).doesNotExist();
    assertStarts(directory);
    assertThat(bad(directory)).isEmpty();
  }

  @Test
  void aWrongByteInAListIsNamedRefusedAndPutBack() throws Exception {
    for (String list : KeptLists.LISTS) {
      Path directory = copy();
      flip(directory.resolve(list), list.endsWith("catalog") ? 150 : 20);
      assertThat(bad(directory))
          .extracting(FileFinding::file)
          .containsExactly(directory.resolve(list));
      assertRefused(directory, list);
      assertRefused(directory, list);
      repair(directory);
      assertStarts(directory);
    }
  }

  @Test
  void copiesOfListsThatAreMissingOrDamagedRefuseNothing() throws Exception {
    Path damaged = copy();
    for (String list : KeptLists.LISTS) {
      flip(new KeptLists(damaged).copyOf(list), 10);
    }
    assertThat(bad(damaged)).isEmpty();
    assertStarts(damaged);
    Path missing = copy();
    for (String list : KeptLists.LISTS) {
      Files.delete(new KeptLists(missing).copyOf(list));
    }
    assertThat(bad(missing)).isEmpty();
    assertStarts(missing);
  }

  @Test
  void afterACrashCopiesOfAnOlderMomentRefuseNothing() throws Exception {
    Path directory = copy();
    var lists = new KeptLists(directory);
    for (String list : KeptLists.LISTS) {
      Path file = directory.resolve(list);
      byte[] now = Files.readAllBytes(file);
      flip(file, 20);
      lists.keep();
      Files.write(file, now);
      assertThat(lists.difference(list)).contains(20);
    }
    Files.writeString(directory.resolve("node.lock"), "1");
    assertThat(bad(directory)).isEmpty();
    assertStarts(directory);
    assertThat(bad(directory)).isEmpty();
  }

  @Test
  void whatAStartAfterACrashLeavesInTheCatalogIsNoDamage() throws Exception {
    Path directory = copy();
    Path catalog = directory.resolve("archive/archive.catalog");
    CatalogFile open = CatalogFile.read(catalog);
    open.all().forEach(open::reopen);
    byte[] content = open.content();
    for (CatalogFile.Description found : CatalogFile.read(catalog).all()) {
      // As the archive ends a recording: the checksum stays that of the open one.
      new RecordingDescriptorEncoder()
          .wrap(
              new UnsafeBuffer(content),
              found.offset() + RecordingDescriptorHeaderDecoder.BLOCK_LENGTH)
          .stopPosition(found.stopPosition())
          .stopTimestamp(1);
    }
    assertThat(new CatalogFile(content).all()).allMatch(CatalogFile.Description::whole);
  }

  @Test
  void aWrongByteInASnapshotSetsItAside() throws Exception {
    Path directory = copy();
    flip(segment(directory, newestSnapshot(directory)), 40);
    assertThat(bad(directory)).extracting(FileFinding::verdict).containsOnly(Verdict.REPAIRABLE);
    repair(directory);
    assertStarts(directory);
  }

  @Test
  void aWrongByteInTheJournalIsMadeAgainFromTheLog() throws Exception {
    Path directory = copy();
    Path journal = segment(directory, journal(directory));
    flip(journal, 5_000);
    assertThat(bad(directory)).extracting(FileFinding::file).containsExactly(journal);
    repair(directory);
    assertStarts(directory);
    assertThat(wholeEnd(journal)).isEqualTo(wholeEnd(segment(whole, journal(whole))));
    assertThat(bad(directory)).isEmpty();
  }

  @Test
  void aWrongByteInTheLogIsNamedAndLeftAlone() throws Exception {
    Path directory = copy();
    Path log = segment(directory, log(directory));
    flip(log, 5_000);
    byte[] before = Files.readAllBytes(log);
    assertThat(bad(directory))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).isEqualTo(log);
              assertThat(finding.verdict()).isEqualTo(Verdict.LOST);
              assertThat(finding.advice()).contains("restore a backup");
            });
    assertThat(new MemberFiles(directory).repair(folder.resolve("log"))).isEmpty();
    assertThat(Files.readAllBytes(log)).isEqualTo(before);
  }

  private void repair(Path directory) throws IOException {
    Path replaced = directory.resolveSibling(directory.getFileName() + "-replaced");
    assertThat(new MemberFiles(directory).repair(replaced)).isNotEmpty();
    assertThat(bad(directory))
        .extracting(FileFinding::verdict)
        .doesNotContain(Verdict.REPAIRABLE, Verdict.LOST);
  }

  private static List<FileFinding> bad(Path directory) throws IOException {
    return new MemberFiles(directory)
        .check(file -> {}).stream().filter(finding -> finding.verdict() != Verdict.GOOD).toList();
  }

  private static void assertStarts(Path directory) throws Exception {
    try (ClusterNode node = Nodes.start(Nodes.withoutSnapshots(directory))) {
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(COMMANDS, Nodes.LIMITS).stateHash());
      var witness = new Witness();
      try (JournalFollower _ =
          JournalFollower.start(node.address(), "all", 0, witness, new FollowerListener() {})) {
        Trader.awaitAnswer(witness, COMMANDS);
      }
    }
  }

  private static void assertRefused(Path directory, String list) {
    assertThatThrownBy(() -> ClusterNode.launch(Nodes.withoutSnapshots(directory)))
        .hasMessageContaining(directory.resolve(list).toString())
        .hasMessageContaining("sibyl repair");
  }

  private static void submit(ClusterNode node, Trader trader, long first, long last) {
    trader.submit(first, last);
    var witness = new Witness();
    try (JournalFollower _ =
        JournalFollower.start(node.address(), "all", 0, witness, new FollowerListener() {})) {
      Trader.awaitAnswer(witness, last);
    }
  }

  private static int wholeEnd(Path segment) {
    return ArchiveFiles.look(segment, bytes -> new Frames(bytes).wholeEnd());
  }

  private static void flip(Path path, int at) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int old = file.read();
      file.seek(at);
      file.write(old ^ 4);
    }
  }

  private static long log(Path directory) {
    try (var log = new RecordingLog(directory.resolve("cluster").toFile(), false)) {
      return log.findLastTermRecordingId();
    }
  }

  /** The log and the journal are the first two recordings. */
  private static long journal(Path directory) {
    return 1 - log(directory);
  }

  private static long newestSnapshot(Path directory) {
    try (var log = new RecordingLog(directory.resolve("cluster").toFile(), false)) {
      return log.entries().stream()
          .filter(entry -> entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT && entry.serviceId == 0)
          .mapToLong(entry -> entry.recordingId)
          .max()
          .orElseThrow();
    }
  }

  private static Path segment(Path directory, long recording) {
    return directory.resolve("archive").resolve(recording + "-0.rec");
  }

  private Path copy() throws IOException {
    Path to = folder.resolve("copy-" + copies++);
    try (Stream<Path> tree = Files.walk(whole)) {
      for (Path path : tree.toList()) {
        Path target = to.resolve(whole.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }
}
