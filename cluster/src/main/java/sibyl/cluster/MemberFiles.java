package sibyl.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import sibyl.cluster.FileFinding.Verdict;

/**
 * Looks through every file of a member that does not run, and puts right what can be without losing
 * anything. What is replaced is moved or copied to a directory first; no byte is given up.
 *
 * <ul>
 *   <li>A list (catalog, recording log, votes) is put back from the copy that was kept of it.
 *   <li>Of several snapshots a damaged one is set aside, and the log behind an older one applied.
 *   <li>The journal is cut before its first wrong frame; the next start makes its events again, as
 *       long as the log reaches back to its beginning.
 *   <li>A wrong byte in the log is nowhere else: that is what backups and other members are for.
 * </ul>
 */
public final class MemberFiles {
  private final Path data;
  private final Path archive;
  private final KeptLists lists;

  /**
   * @param data the directory of the member; another process must not be using it
   */
  public MemberFiles(Path data) {
    this.data = data;
    this.archive = data.resolve("archive");
    this.lists = new KeptLists(data);
  }

  /** Whether the last program that had the directory closed it in good order. */
  private boolean wasClosed() throws IOException {
    Path lock = data.resolve("node.lock");
    return !Files.exists(lock) || Files.size(lock) == 0;
  }

  /**
   * Reads every byte and changes nothing.
   *
   * @param progress told each file before it is read
   */
  public List<FileFinding> check(Consumer<Path> progress) throws IOException {
    List<FileFinding> found = new ArrayList<>();
    boolean listsAreGood = true;
    for (String list : KeptLists.LISTS) {
      FileFinding finding = checkList(list);
      listsAreGood &= finding.verdict() == Verdict.GOOD;
      if (finding.verdict() != Verdict.GOOD || Files.exists(finding.file())) {
        found.add(finding);
      }
    }
    if (!listsAreGood || !Files.exists(catalogFile())) {
      // Without them it is not known what the recordings are.
      return found;
    }
    CatalogFile catalog = CatalogFile.read(catalogFile());
    Set<Long> snapshots = snapshots();
    long log = logRecording();
    for (CatalogFile.Description entry : catalog.all()) {
      if (!entry.valid()) {
        continue;
      }
      Kind kind =
          entry.recording() == log
              ? Kind.LOG
              : entry.isJournal()
                  ? Kind.JOURNAL
                  : snapshots.contains(entry.recording()) ? Kind.SNAPSHOT : Kind.UNUSED;
      List<Path> segments = Segments.of(segments(), entry.recording());
      for (int i = 0; i < segments.size(); i++) {
        progress.accept(segments.get(i));
        found.add(checkSegment(entry, kind, segments.get(i), i == segments.size() - 1));
      }
      if (segments.isEmpty() && kind != Kind.UNUSED) {
        found.add(damaged(archive.resolve(entry.recording() + "-*.rec"), kind, "missing"));
      }
    }
    return found;
  }

  private enum Kind {
    LOG,
    JOURNAL,
    SNAPSHOT,
    /** An older snapshot, or one that has been set aside or was never finished. */
    UNUSED
  }

  private FileFinding checkList(String list) throws IOException {
    Path file = data.resolve(list);
    if (!Files.exists(file)) {
      boolean isNeeded = !list.endsWith("node-state.dat") && !segments().isEmpty();
      return isNeeded || lists.kept(list).isPresent()
          ? badList(list, "missing")
          : FileFinding.good(file);
    }
    if (wasClosed()) {
      Optional<Integer> difference = lists.difference(list);
      if (difference.isPresent()) {
        return badList(list, "byte " + difference.get());
      }
    }
    if (list.endsWith(".catalog")) {
      List<CatalogFile.Description> entries = CatalogFile.read(file).all();
      for (CatalogFile.Description entry : entries) {
        if (entry.valid() && !entry.whole()) {
          return badList(list, "byte " + entry.offset());
        }
      }
      if (entries.isEmpty() && !segments().isEmpty()) {
        return badList(list, "lists none of the recordings there are");
      }
    }
    if (list.endsWith("recording.log")) {
      try (var log = new RecordingLog(data.resolve("cluster").toFile(), false)) {
        if (log.entries().isEmpty() && !segments().isEmpty()) {
          return badList(list, "lists nothing");
        }
      } catch (RuntimeException e) {
        return badList(list, String.valueOf(e.getMessage()));
      }
    }
    return FileFinding.good(file);
  }

  private FileFinding badList(String list, String where) throws IOException {
    boolean kept = lists.kept(list).isPresent();
    return new FileFinding(
        data.resolve(list),
        kept ? Verdict.REPAIRABLE : Verdict.LOST,
        where,
        kept
            ? "sibyl repair puts back the copy that was kept of it"
            : "no copy of it was kept: restore a backup, or replace this member by an empty one"
                + " where there are others");
  }

  private FileFinding checkSegment(
      CatalogFile.Description entry, Kind kind, Path segment, boolean last) throws IOException {
    int whole = ArchiveFiles.look(segment, bytes -> new Frames(bytes).wholeEnd());
    int end = ArchiveFiles.look(segment, bytes -> new Frames(bytes).lastByte(whole));
    long length = Files.size(segment);
    if (!last && whole < length) {
      return damaged(segment, kind, "byte " + whole);
    }
    if (end > whole) {
      boolean growing = kind == Kind.LOG || kind == Kind.JOURNAL;
      boolean torn = growing && !wasClosed() && ArchiveFiles.look(segment, SegmentTails::isTorn);
      return torn
          ? new FileFinding(
              segment, Verdict.HARMLESS, "byte " + whole, "nothing: the next start removes it")
          : damaged(segment, kind, "byte " + whole);
    }
    long stop = entry.stopPosition();
    boolean stopped = stop != AeronArchive.NULL_POSITION && kind != Kind.UNUSED;
    if (last && stopped && Segments.position(segment) + whole < stop) {
      return damaged(segment, kind, "byte " + whole + ", where its end is missing");
    }
    if (whole == 0 && kind == Kind.SNAPSHOT) {
      return damaged(segment, kind, "empty");
    }
    return FileFinding.good(segment);
  }

  private FileFinding damaged(Path file, Kind kind, String where) {
    return switch (kind) {
      case UNUSED ->
          new FileFinding(
              file,
              Verdict.HARMLESS,
              where,
              "nothing: a start does not use this snapshot as long as there is a newer one, and leaves"
                  + " it aside otherwise");
      case SNAPSHOT ->
          new FileFinding(
              file,
              Verdict.REPAIRABLE,
              where,
              "sibyl repair sets it aside, and so does the next start: an older one is used");
      case JOURNAL ->
          logIsWhole()
              ? new FileFinding(
                  file,
                  Verdict.REPAIRABLE,
                  where,
                  "sibyl repair cuts it there, and the next start makes its events again")
              : new FileFinding(
                  file,
                  Verdict.LOST,
                  where,
                  "the log before the oldest snapshot has been removed, so that these events cannot"
                      + " be made again: the exchange and its tables are not affected, but a rebuild"
                      + " is. Restore a backup");
      case LOG ->
          new FileFinding(
              file,
              Verdict.LOST,
              where,
              "commands are in the log only: restore a backup, or replace this member by an empty"
                  + " one where there are others");
    };
  }

  /**
   * Puts right what {@link #check} calls repairable.
   *
   * @param replaced where what is replaced goes; created when needed
   * @return what was done, a sentence each
   * @throws IOException if a file cannot be written; what was replaced so far is in {@code
   *     replaced}
   */
  public List<String> repair(Path replaced) throws IOException {
    List<String> done = new ArrayList<>();
    repairLists(replaced, done);
    for (FileFinding finding : check(file -> {})) {
      if (finding.verdict() == Verdict.REPAIRABLE && isSegment(finding.file())) {
        boolean isSnapshot = snapshots().contains(Segments.recording(finding.file()));
        if (isSnapshot) {
          keepCopy(data.resolve("cluster/recording.log"), replaced);
          setAsideDamaged(replaced);
          done.add(finding.file() + ": set aside, an older snapshot will be used");
        } else {
          cutJournal(finding.file(), replaced, done);
        }
        // Both change lists that were good.
        lists.keep();
        if (!isSnapshot) {
          break;
        }
      }
    }
    return done;
  }

  private void repairLists(Path replaced, List<String> done) throws IOException {
    boolean bad = false;
    for (String list : KeptLists.LISTS) {
      bad |= checkList(list).verdict() == Verdict.REPAIRABLE;
    }
    if (!bad) {
      return;
    }
    // All of them: they are of one moment.
    for (String list : KeptLists.LISTS) {
      Optional<byte[]> kept = lists.kept(list);
      if (kept.isPresent()) {
        Path file = data.resolve(list);
        long length = Files.exists(file) ? Files.size(file) : 0;
        keepCopy(file, replaced);
        byte[] content = kept.get();
        if (list.endsWith(".catalog") && !wasClosed()) {
          content = reopened(content);
        }
        writeWithRoom(file, content, length);
        done.add(file + ": put back as it was kept");
      }
    }
    Set<Long> known = new HashSet<>();
    CatalogFile.read(catalogFile()).all().forEach(entry -> known.add(entry.recording()));
    for (Path segment : segments()) {
      if (!known.contains(Segments.recording(segment))) {
        move(segment, replaced);
        done.add(segment + ": a snapshot newer than the list, moved away");
      }
    }
  }

  /** Log and journal have grown since the copy was made. */
  private byte[] reopened(byte[] content) {
    var catalog = new CatalogFile(content);
    for (CatalogFile.Description entry : catalog.all()) {
      if (entry.valid()
          && (entry.isJournal()
              || entry.streamId() == ConsensusModule.Configuration.LOG_STREAM_ID_DEFAULT)) {
        catalog.reopen(entry);
      }
    }
    return catalog.content();
  }

  private void cutJournal(Path segment, Path replaced, List<String> done) throws IOException {
    int whole = ArchiveFiles.look(segment, bytes -> new Frames(bytes).wholeEnd());
    long recording = Segments.recording(segment);
    for (Path later : Segments.of(segments(), recording)) {
      if (Segments.position(later) > Segments.position(segment)) {
        move(later, replaced);
      }
    }
    keepCopy(segment, replaced);
    try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(whole);
      byte[] zeros = new byte[1 << 16];
      for (long left = file.length() - whole; left > 0; left -= zeros.length) {
        file.write(zeros, 0, (int) Math.min(zeros.length, left));
      }
      file.getFD().sync();
    }
    keepCopy(catalogFile(), replaced);
    CatalogFile catalog = CatalogFile.read(catalogFile());
    for (CatalogFile.Description entry : catalog.all()) {
      if (entry.recording() == recording) {
        catalog.reopen(entry);
      }
    }
    writeWithRoom(catalogFile(), catalog.content(), Files.size(catalogFile()));
    keepCopy(data.resolve("cluster/recording.log"), replaced);
    try (var log = new RecordingLog(data.resolve("cluster").toFile(), false)) {
      while (log.invalidateLatestSnapshot()) {
        // A start from any of them would not make the events before it again.
      }
      log.force(2);
    }
    done.add(
        segment
            + ": cut at byte "
            + whole
            + "; the next start makes the events from there on again, from the whole log");
  }

  private static void writeWithRoom(Path file, byte[] content, long length) throws IOException {
    try (var out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(0);
      out.write(content);
      out.setLength(Math.max(length, content.length));
      out.getFD().sync();
    }
  }

  private void keepCopy(Path file, Path replaced) throws IOException {
    if (Files.exists(file)) {
      Path copy = free(file, replaced);
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void move(Path file, Path replaced) throws IOException {
    Files.move(file, free(file, replaced));
  }

  private Path free(Path file, Path replaced) throws IOException {
    Path copy = replaced.resolve(data.relativize(file).toString());
    Files.createDirectories(copy.getParent());
    for (int i = 1; Files.exists(copy); i++) {
      copy = copy.resolveSibling(file.getFileName() + "." + i);
    }
    return copy;
  }

  private Path catalogFile() {
    return archive.resolve("archive.catalog");
  }

  private boolean logIsWhole() {
    return Files.exists(archive.resolve(logRecording() + "-0.rec"));
  }

  private long logRecording() {
    return read(SnapshotList::logRecording, AeronArchive.NULL_POSITION);
  }

  /** The recordings of the snapshot that a start would use; none if there is none. */
  private Set<Long> snapshots() {
    return read(list -> Set.copyOf(list.newest().recordings()), Set.of());
  }

  private void setAsideDamaged(Path replaced) {
    read(
        list ->
            new SnapshotFiles(
                    list, new ArchiveFiles(archive, replaced.resolve(SegmentTails.REMOVED)))
                .setAsideDamaged(),
        0);
  }

  private <T> T read(Function<SnapshotList, T> reading, T otherwise) {
    try (RecordedSnapshots list =
        RecordedSnapshots.open(data.resolve("cluster").toFile()).orElse(null)) {
      return list == null ? otherwise : reading.apply(list);
    }
  }

  /** In the order of their names. */
  private List<Path> segments() {
    return Segments.all(archive).stream().sorted().toList();
  }

  private static boolean isSegment(Path file) {
    return file.toString().endsWith(Segments.SUFFIX);
  }
}
