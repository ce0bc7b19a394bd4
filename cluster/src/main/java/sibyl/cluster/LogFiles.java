package sibyl.cluster;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.NodeStateFile;
import io.aeron.cluster.RecordingLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.client.PrivateDirectory;
import sibyl.protocol.EventFrame;

/**
 * Copies the files of a member that is alone up to one place of its log: snapshots, the log behind
 * them, the journal, and the lists of these. The member may be running, since all of these only
 * grow at their ends: what is before a place that has been applied is on disk and stays as it is.
 *
 * <p>A copy never has a journal that is ahead of its log: a start makes events that are missing
 * again, but refuses events that the log does not make.
 */
public final class LogFiles {
  /** All events there are, of a member that does not run. */
  public static final long ALL = Long.MAX_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(LogFiles.class);
  private static final int ATTEMPTS = 5;
  private static final int CHUNK = 1 << 20;
  private static final long RECORDED_WITHIN_NS = TimeUnit.SECONDS.toNanos(10);
  private static final long WRITTEN_WITHIN_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path directory;

  /**
   * @param directory of the member
   */
  public LogFiles(Path directory) {
    this.directory = directory;
  }

  private Path archive() {
    return directory.resolve("archive");
  }

  private List<Path> segments() {
    return Segments.all(archive());
  }

  private static <T> T look(Path segment, Function<Frames, T> look) {
    return ArchiveFiles.look(segment, bytes -> look.apply(new Frames(bytes)));
  }

  private Path catalog() {
    return archive().resolve("archive.catalog");
  }

  private Path cluster() {
    return directory.resolve("cluster");
  }

  /** How many bytes a copy has, about. */
  public long bytes() {
    try (Stream<Path> files = Files.walk(archive())) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where the log of a member that does not run ends.
   *
   * @throws IllegalStateException if something that is no whole frame is behind that
   */
  public long end() {
    return withRecordingLog(
        log -> {
          Path last =
              Segments.last(segments(), log.findLastTermRecordingId())
                  .orElseThrow(() -> new IllegalStateException("no log in " + archive()));
          int whole = look(last, Frames::wholeEnd);
          if (look(last, frames -> frames.lastByte(whole)) > whole) {
            throw new IllegalStateException(
                last
                    + " has something at byte "
                    + whole
                    + " that is not whole, damaged or cut off by a crash: start the exchange, which"
                    + " puts it in order or says what to do");
          }
          return Segments.position(last) + whole;
        });
  }

  /** Places in the log for which there are snapshots, the newest first. */
  List<Long> snapshots() {
    return withRecordingLog(log -> List.copyOf(whole(log, ALL).descendingSet()));
  }

  /** Where the log begins. */
  long begin() {
    return withRecordingLog(
        log ->
            Segments.of(segments(), log.findLastTermRecordingId()).stream()
                .mapToLong(Segments::position)
                .min()
                .orElse(0));
  }

  /**
   * Copies what a start needs to come to the state after {@code logPosition}.
   *
   * @param seq the last event before it; the journal is copied up to that
   * @param progress told the bytes, whenever some are copied
   * @throws IllegalStateException if a file is damaged, naming it, or the log has no such place
   */
  public void copy(Path target, long logPosition, long seq, LongConsumer progress)
      throws IOException {
    copy(target, logPosition, ALL, seq, progress);
  }

  /**
   * As the other, with the snapshots up to {@code newestSnapshot} only, a place in the log.
   *
   * <p>The member may remove an old snapshot, and the log before it, while they are copied. Then
   * the copy is begun again without them.
   */
  void copy(Path target, long logPosition, long newestSnapshot, long seq, LongConsumer progress)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        copyOnce(target, logPosition, newestSnapshot, seq, progress);
        return;
      } catch (NoSuchFileException removed) {
        if (attempt == ATTEMPTS) {
          throw removed;
        }
        LOG.info("copying again, since {} has been removed", removed.getFile());
        PrivateDirectory.delete(target);
      }
    }
  }

  private void copyOnce(
      Path target, long logPosition, long newestSnapshot, long seq, LongConsumer progress)
      throws IOException {
    var to = new LogFiles(target);
    Files.createDirectories(to.archive());
    Files.createDirectories(to.cluster());
    copy(directory.resolve(LogTerms.FILE), target.resolve(LogTerms.FILE), ALL, progress);
    copy(
        cluster().resolve(NodeStateFile.FILENAME),
        to.cluster().resolve(NodeStateFile.FILENAME),
        ALL,
        progress);
    CatalogFile catalog = CatalogFile.read(catalog());
    Set<Long> growing = new HashSet<>();
    Set<Long> complete = new HashSet<>();
    List<RecordingLog.Entry> entries = new ArrayList<>();
    withRecordingLog(
        log -> {
          NavigableSet<Long> whole = whole(log, Math.min(logPosition, newestSnapshot));
          growing.add(log.findLastTermRecordingId());
          for (RecordingLog.Entry entry : log.entries()) {
            boolean isTerm = entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_TERM;
            if (isTerm && entry.termBaseLogPosition < logPosition) {
              entries.add(entry);
            } else if (isSnapshot(entry) && whole.contains(entry.logPosition)) {
              entries.add(entry);
              complete.add(entry.recordingId);
            }
          }
          return entries;
        });
    writeRecordingLog(to.cluster(), entries);
    long log = growing.iterator().next();
    OptionalLong journal = catalog.journal();
    journal.ifPresent(growing::add);
    catalog.keepOnly(growing, complete);
    catalog.write(to.catalog());
    for (long snapshot : complete) {
      for (Path segment : Segments.of(segments(), snapshot)) {
        copy(segment, to.archive().resolve(segment.getFileName()), ALL, progress);
      }
    }
    copyLog(to.archive(), log, logPosition, progress);
    if (to.begin() > to.snapshots().stream().mapToLong(Long::longValue).min().orElse(0)) {
      throw new NoSuchFileException(archive().toString(), null, "the log before a snapshot");
    }
    if (journal.isPresent()) {
      copyJournal(to.archive(), journal.getAsLong(), seq, progress);
    }
  }

  private void copyLog(Path to, long recording, long end, LongConsumer progress)
      throws IOException {
    long reached = 0;
    for (Path segment : Segments.of(segments(), recording)) {
      long position = Segments.position(segment);
      if (position > 0 && position >= end) {
        break;
      }
      long wanted = Math.min(Files.size(segment), end - position);
      Path copy = to.resolve(segment.getFileName());
      copy(segment, copy, wanted, progress);
      int whole = look(copy, Frames::wholeEnd);
      if (whole != wanted) {
        throw damaged(segment, whole);
      }
      reached = position + whole;
    }
    if (reached != end) {
      throw new IllegalStateException(
          "the log in " + archive() + " ends at " + reached + " and not at " + end);
    }
  }

  private void copyJournal(Path to, long recording, long seq, LongConsumer progress)
      throws IOException {
    var search = new SearchedEvent(seq);
    for (Path segment : Segments.of(segments(), recording)) {
      int end = search.endIn(segment);
      if (end == 0 && Segments.position(segment) > 0) {
        return;
      }
      copy(segment, to.resolve(segment.getFileName()), end, progress);
      if (end < Files.size(segment)) {
        return;
      }
    }
  }

  /** Finds where in the journal an event ends. */
  private static final class SearchedEvent {
    private final long seq;
    private long last;
    private boolean passed;

    SearchedEvent(long seq) {
      this.seq = seq;
    }

    /** Up to where a segment has events to copy. */
    int endIn(Path segment) throws IOException {
      long startNs = System.nanoTime();
      while (true) {
        int end = look(segment, frames -> frames.endOf(this::isWanted));
        if (passed || last == seq || end == Files.size(segment)) {
          return end;
        }
        if (seq == ALL) {
          if (look(segment, frames -> frames.lastByte(end)) > end) {
            throw damaged(segment, end);
          }
          return end;
        }
        // The engine is ahead of what is recorded by a moment; what is written is so in order.
        boolean more =
            look(segment, frames -> frames.firstFrom(end + 1, frames.lastByte(end)) >= 0);
        if (System.nanoTime() - startNs > (more ? WRITTEN_WITHIN_NS : RECORDED_WITHIN_NS)) {
          throw damaged(segment, end);
        }
        LockSupport.parkNanos(LOOK_EVERY_NS);
      }
    }

    private boolean isWanted(DirectBuffer segment, int frame, int length) {
      long ends = EventFrame.lastSeq(segment, frame, length);
      passed = ends > seq;
      last = passed ? last : ends;
      return !passed;
    }
  }

  private static IllegalStateException damaged(Path segment, int at) {
    return new IllegalStateException(
        segment + " is damaged at byte " + at + ": it is not copied, and no backup is made of it");
  }

  /** Copies the first bytes of a file, and makes the copy as long as the file is. */
  private static void copy(Path from, Path to, long wanted, LongConsumer progress)
      throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                to,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      long length = in.size();
      long end = Math.min(length, wanted);
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      for (long at = 0; at < end; ) {
        chunk.clear().limit((int) Math.min(CHUNK, end - at));
        int read = in.read(chunk, at);
        if (read <= 0) {
          throw new IOException(from + " has become shorter while it was copied");
        }
        chunk.flip();
        while (chunk.hasRemaining()) {
          out.write(chunk);
        }
        at += read;
        progress.accept(read);
      }
      if (end < length) {
        out.write(ByteBuffer.allocate(1), length - 1);
      }
      out.force(true);
    }
  }

  /**
   * Makes a copy of a copy to try it out in: what a start only reads is linked where the file
   * system can.
   */
  void forTrial(Path target) throws IOException {
    var to = new LogFiles(target);
    Files.createDirectories(to.archive());
    Files.createDirectories(to.cluster());
    Set<Path> growing = new HashSet<>(Segments.lastOfEach(segments()));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(directory.relativize(file).toString());
        boolean isRead =
            file.getFileName().toString().endsWith(Segments.SUFFIX) && !growing.contains(file);
        if (!isRead || !linked(file, copy)) {
          Files.copy(file, copy);
        }
      }
    }
  }

  private static boolean linked(Path file, Path link) {
    try {
      Files.createLink(link, file);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static boolean isSnapshot(RecordingLog.Entry entry) {
    return entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT;
  }

  /** The snapshots of which every part is there. */
  private NavigableSet<Long> whole(RecordingLog log, long newest) {
    TreeSet<Long> whole = new TreeSet<>(Comparator.naturalOrder());
    for (RecordingLog.Entry entry : log.entries()) {
      if (isSnapshot(entry)
          && entry.serviceId == ConsensusModule.Configuration.SERVICE_ID
          && entry.logPosition <= newest) {
        List<RecordingLog.Entry> parts =
            log.entries().stream()
                .filter(part -> isSnapshot(part) && part.logPosition == entry.logPosition)
                .toList();
        if (parts.size() > 1
            && parts.stream()
                .noneMatch(part -> Segments.of(segments(), part.recordingId).isEmpty())) {
          whole.add(entry.logPosition);
        }
      }
    }
    return whole;
  }

  private static void writeRecordingLog(Path to, List<RecordingLog.Entry> entries) {
    try (var log = new RecordingLog(to.toFile(), true)) {
      for (RecordingLog.Entry entry : entries) {
        if (entry.type == RecordingLog.ENTRY_TYPE_TERM) {
          log.appendTerm(
              entry.recordingId,
              entry.leadershipTermId,
              entry.termBaseLogPosition,
              entry.timestamp);
        }
      }
      for (RecordingLog.Entry entry : entries) {
        if (entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT) {
          log.appendSnapshot(
              entry.recordingId,
              entry.leadershipTermId,
              entry.termBaseLogPosition,
              entry.logPosition,
              entry.timestamp,
              entry.serviceId);
        }
      }
      log.force(2);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T of(RecordingLog log);
  }

  /** Reads a copy: the library opens the file for writing. */
  private <T> T withRecordingLog(Reading<T> reading) {
    Path copy = null;
    try {
      copy = Files.createTempDirectory("sibyl-recording-log");
      Files.copy(
          cluster().resolve(RecordingLog.RECORDING_LOG_FILE_NAME),
          copy.resolve(RecordingLog.RECORDING_LOG_FILE_NAME));
      try (var log = new RecordingLog(copy.toFile(), false)) {
        return reading.of(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (copy != null) {
        PrivateDirectory.delete(copy);
      }
    }
  }
}
