package sibyl.store.projection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.store.Database;

/**
 * Keeps the derived tables as far as the journal it is fed with. Feed it every event after {@link
 * #position()}, from one thread; events it already has are skipped, a gap stops it.
 *
 * <p>Rows and position are written in one transaction, at the ends of commands only, so that
 * whatever interrupts it, it goes on exactly where it was. While the database is away the batch at
 * hand is tried again, more and more slowly, and the feeding thread waits once the queue is full:
 * it reads a recording, so nobody else notices. Of several projections on one database one works.
 *
 * <p>What cannot be mended by trying again (a gap, rows that do not fit, a second writer) stops it
 * for good: every further call throws {@link ProjectionException} and {@link #status} says why.
 */
public final class Projection extends CommandRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);
  private static final Duration TROUBLE_REPEATED_AFTER = Duration.ofSeconds(30);

  /** How often a commit waits for the server's disk; between, a crash of it costs writing again. */
  private static final Duration ON_DISK_EVERY = Duration.ofMillis(250);

  private static final Duration CLOSE_LOOKS_EVERY = Duration.ofMillis(50);

  /** A moment for a database that is just coming back; the journal has what is not written. */
  private static final Duration CLOSE_IN_TROUBLE = Duration.ofSeconds(1);

  private final ProjectionOptions options;
  private final ProjectionWriter writer;
  private final RecordedCommands queue;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long position;
  private @Nullable String trouble;
  private @Nullable ProjectionException failure;
  private boolean stopped;

  private volatile boolean giveUp;

  /** Written, but perhaps not on the server's disk: what its crash may take back. */
  private final Deque<RecordedCommand> notOnDisk = new ArrayDeque<>();

  private long notOnDiskEvents;
  private long onDiskNs = System.nanoTime();

  private Projection(ProjectionOptions options, ProjectionWriter writer) {
    super(writer.position());
    this.options = options;
    this.writer = writer;
    this.queue = new RecordedCommands(options.queueEventsMax());
    this.position = writer.position();
    this.thread = Thread.ofPlatform().name("projection").daemon().unstarted(this::run);
  }

  /**
   * Takes over the derived tables of {@code database}.
   *
   * @throws ProjectionException if another projection holds them or the database does not answer
   *     until the start's deadline
   */
  public static Projection start(Database database, ProjectionOptions options) {
    ProjectionWriter writer = new ProjectionWriter(database, options.positionsCached());
    connect(writer, options);
    return start(writer, options);
  }

  public static Projection start(Database database) {
    return start(database, ProjectionOptions.DEFAULT);
  }

  static Projection start(ProjectionWriter connected, ProjectionOptions options) {
    Projection projection = new Projection(options, connected);
    projection.thread.start();
    return projection;
  }

  /** Connects a writer, waiting for a predecessor's lock as long as the start may take. */
  static void connect(ProjectionWriter writer, ProjectionOptions options) {
    long deadline = System.nanoTime() + options.startDeadline().toNanos();
    String last = "another projection is writing the same tables";
    while (true) {
      @Nullable SQLException error = null;
      try {
        if (writer.connect()) {
          return;
        }
      } catch (SQLException e) {
        error = e;
        last = "the database does not answer: " + e.getMessage();
      }
      if (System.nanoTime() - deadline >= 0) {
        throw error == null ? new ProjectionException(last) : new ProjectionException(last, error);
      }
      try {
        TimeUnit.NANOSECONDS.sleep(options.retryMin().toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProjectionException("interrupted while starting the projection", e);
      }
    }
  }

  /** The last event in the tables; the journal is to be fed from the one after it. */
  public long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the tables contain an event.
   *
   * @return false if they do not within {@code patience}
   * @throws ProjectionException if the projection has stopped before it
   */
  public boolean awaitPosition(long seq, Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (position < seq) {
        requireRunning();
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  public ProjectionStatus status() {
    long queued = queue.events();
    lock.lock();
    try {
      return new ProjectionStatus(
          position, queued, trouble, failure == null ? null : failure.getMessage());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes what was heard, within the closing deadline, and lets go of the tables. What is not
   * written by then is in the journal.
   */
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    try {
      if (!awaitWritten()) {
        LOG.warn("closing the projection at event {} with events left to write", position());
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    giveUp = true;
    thread.interrupt();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the rest within the deadline; hardly, while there is no database to write it to. */
  private boolean awaitWritten() throws InterruptedException {
    long startNs = System.nanoTime();
    while (!thread.join(CLOSE_LOOKS_EVERY)) {
      Duration waited = Duration.ofNanos(System.nanoTime() - startNs);
      Duration limit = status().trouble() == null ? options.closeDeadline() : CLOSE_IN_TROUBLE;
      if (waited.compareTo(limit) >= 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  void recorded(RecordedCommand command) {
    checkFailure();
    try {
      if (!queue.add(command)) {
        checkFailure();
        throw new ProjectionException("the projection is closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProjectionException("interrupted while the projection was behind", e);
    }
  }

  @Override
  ProjectionException failed(String message) {
    ProjectionException exception = new ProjectionException(message);
    fail(exception);
    return exception;
  }

  private void run() {
    try (writer) {
      while (true) {
        List<RecordedCommand> batch =
            queue.take(options.linger().toNanos(), options.batchEventsMax());
        if (batch.isEmpty()) {
          return;
        }
        write(batch);
      }
    } catch (ProjectionException e) {
      fail(e);
    } catch (InterruptedException e) {
      LOG.debug("the projection was told to give up", e);
    } catch (RuntimeException e) {
      fail(new ProjectionException("an event does not fit the rows there are: " + e, e));
    } catch (Error e) {
      fail(new ProjectionException("the projection's thread cannot go on: " + e, e));
      throw e;
    } finally {
      lock.lock();
      try {
        stopped = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      queue.close();
    }
  }

  /** Writes a batch, however often that takes. */
  private void write(List<RecordedCommand> batch) throws InterruptedException {
    long first = batch.getFirst().firstSeq();
    long last = batch.getLast().lastSeq();
    long pauseNs = options.retryMin().toNanos();
    long complainAtNs = System.nanoTime();
    boolean tried = false;
    while (!giveUp) {
      try {
        if (!writer.connect()) {
          throw new SQLException("another connection holds the projection's lock", "55P03");
        }
        if (tried && writer.position() == last) {
          written(batch, false); // the commit had gone through, only its answer had not
          return;
        }
        if (writer.position() < first - 1) {
          writeAgain(first - 1);
        }
        if (writer.position() != first - 1) {
          throw new ProjectionException(
              "the tables are at event "
                  + writer.position()
                  + " instead of "
                  + (first - 1)
                  + ": another program has written them");
        }
        tried = true;
        boolean onDisk =
            notOnDiskEvents >= options.batchEventsMax()
                || System.nanoTime() - onDiskNs >= ON_DISK_EVERY.toNanos();
        writer.write(batch, onDisk);
        written(batch, onDisk);
        return;
      } catch (SQLException e) {
        writer.disconnect();
        if (isPermanent(e)) {
          throw new ProjectionException("events " + first + " to " + last + " do not fit: " + e, e);
        }
        if (System.nanoTime() - complainAtNs >= 0) {
          LOG.warn(
              "the projection waits for the database at event {}: {}", first - 1, e.toString());
          complainAtNs = System.nanoTime() + TROUBLE_REPEATED_AFTER.toNanos();
        }
        setTrouble(String.valueOf(e.getMessage()));
        TimeUnit.NANOSECONDS.sleep(pauseNs);
        pauseNs = Math.min(2 * pauseNs, options.retryMax().toNanos());
      }
    }
  }

  /** The server crashed and took back what was not on its disk yet: that is still here. */
  private void writeAgain(long until) throws SQLException {
    long from = writer.position();
    LOG.warn("the database lost events {} to {} in a crash: writing them again", from + 1, until);
    setPosition(from);
    List<RecordedCommand> lost =
        notOnDisk.stream().filter(command -> command.firstSeq() > from).toList();
    if (lost.isEmpty() || lost.getFirst().firstSeq() != from + 1) {
      throw new ProjectionException(
          "the database has fallen back to event " + from + ", further than a crash explains");
    }
    writer.write(lost, true);
  }

  /**
   * Whether the server refused what was said (SQLSTATE classes: feature, cardinality, data,
   * constraint, syntax) rather than being unable to listen.
   */
  private static boolean isPermanent(SQLException e) {
    String state = e.getSQLState();
    return state != null && List.of("0A", "21", "22", "23", "42").contains(state.substring(0, 2));
  }

  private void written(List<RecordedCommand> batch, boolean onDisk) {
    if (onDisk) {
      notOnDisk.clear();
      notOnDiskEvents = 0;
      onDiskNs = System.nanoTime();
    } else {
      notOnDisk.addAll(batch);
      notOnDiskEvents += batch.stream().mapToLong(RecordedCommand::events).sum();
    }
    setPosition(batch.getLast().lastSeq());
  }

  private void setPosition(long seq) {
    lock.lock();
    try {
      if (trouble != null) {
        LOG.info("the projection goes on, at event {}", seq);
      }
      trouble = null;
      position = seq;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void setTrouble(String message) {
    lock.lock();
    try {
      trouble = message;
    } finally {
      lock.unlock();
    }
  }

  private void fail(ProjectionException exception) {
    lock.lock();
    try {
      if (failure == null) {
        failure = exception;
        LOG.error("the projection stopped at event {}", position, exception);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    queue.close();
  }

  private void checkFailure() {
    lock.lock();
    try {
      if (failure != null) {
        throw new ProjectionException(String.valueOf(failure.getMessage()), failure);
      }
    } finally {
      lock.unlock();
    }
  }

  private void requireRunning() {
    if (failure != null) {
      throw new ProjectionException(String.valueOf(failure.getMessage()), failure);
    }
    if (stopped) {
      throw new ProjectionException("the projection is closed, at event " + position);
    }
  }
}
