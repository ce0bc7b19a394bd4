package sibyl.systemtests.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One run of the program. What it prints goes to a file beside its data directory, so it can be
 * read after any end.
 *
 * <pre>{@code
 * Sibyl sibyl = aSibyl().withData(dir).start();
 * sibyl.awaitReady();
 * sibyl.kill();
 * }</pre>
 *
 * <p>Whoever starts one closes it, or has it {@link #kill killed}. Its database server survives a
 * kill, for the next run on the directory to deal with; closing ends that as well. A wait that
 * fails closes it, and so does the end of the tests' own JVM.
 */
public final class Sibyl implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("^Ready at (\\S+)", Pattern.MULTILINE);
  private static final Duration STARTING = Duration.ofMinutes(2);
  private static final Duration STOPPING = Duration.ofMinutes(1);
  private static final Duration DYING = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int LAST_LINES = 40;

  private final Process process;
  private final Path data;
  private final Path outputFile;

  Sibyl(Process process, Path data, Path outputFile) {
    this.process = process;
    this.data = data;
    this.outputFile = outputFile;
    Thread atTheLatest = Thread.ofPlatform().unstarted(this::close);
    Runtime.getRuntime().addShutdownHook(atTheLatest);
  }

  /** A program to be, in dev mode, on free ports. */
  public static SibylBuilder aSibyl() {
    return new SibylBuilder();
  }

  /** Waits until it serves. */
  public Sibyl awaitReady() {
    await("ready", STARTING, this::isReady);
    return this;
  }

  /** Whether it has said that it serves. */
  public boolean isReady() {
    return READY.matcher(output()).find();
  }

  /** Where it serves; only once it is ready. */
  public URI url() {
    Matcher ready = READY.matcher(output());
    if (!ready.find()) {
      throw failure("it has not said where it serves");
    }
    return URI.create(ready.group(1));
  }

  /**
   * Waits for a condition that the running program brings about.
   *
   * @throws AssertionError with the last it said, if it ends before or takes too long; it is closed
   *     then
   */
  public void await(String what, Duration limit, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() && !condition.getAsBoolean()) {
        throw givenUp("it ended before: " + what);
      }
      if (System.nanoTime() - startNs > limit.toNanos()) {
        throw givenUp("not within " + limit.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Ends the JVM as {@code kill -9} does: nothing in it gets to do anything more. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(DYING);
  }

  /**
   * Asks it to stop, as {@code kill} and a service manager do. It has a deadline of its own for
   * that, after which it would end with another exit code.
   *
   * @return its exit code
   */
  public int stop() {
    process.destroy();
    return awaitExit(STOPPING);
  }

  /**
   * Waits for its end.
   *
   * @return its exit code
   */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw givenUp("still running after " + limit.toSeconds() + " s");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ends", e);
    }
  }

  /** All it has printed, both streams together. */
  public String output() {
    return read(outputFile);
  }

  /** Its log file, which all runs on the same directory share. */
  public String log() {
    return read(data.resolve("logs/sibyl.log"));
  }

  private AssertionError givenUp(String what) {
    AssertionError failure = failure(what);
    close();
    return failure;
  }

  /** An error that says how the program was and what it said last. */
  public AssertionError failure(String what) {
    return new AssertionError(
        """
        The program: %s
        It is %s.
        ---- the end of its output
        %s
        ---- the end of its log
        %s
        """
            .formatted(
                what,
                process.isAlive() ? "running" : "gone, exit code " + process.exitValue(),
                end(output()),
                end(log())));
  }

  private static String end(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  private static String read(Path file) {
    try {
      // Not strictly: a line may be half written.
      return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it in whatever state it is. Twice does no harm. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    orphanedServer().forEach(ProcessHandle::destroy);
  }

  private Stream<ProcessHandle> orphanedServer() {
    Path cluster = data.resolve("postgres/cluster");
    return read(cluster.resolve("postmaster.pid"))
        .lines()
        .limit(1)
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())).stream())
        .filter(
            server ->
                server
                    .info()
                    .commandLine()
                    .filter(l -> l.contains(cluster.toString()))
                    .isPresent());
  }
}
