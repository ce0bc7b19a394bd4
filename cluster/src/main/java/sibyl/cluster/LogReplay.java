package sibyl.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.PrivateDirectory;
import sibyl.cluster.client.SessionSecret;
import sibyl.cluster.service.ReplayWatch;
import sibyl.engine.Engine;
import sibyl.engine.limits.Limits;

/**
 * Applies a copy of a member's log from its newest snapshot on, as a start does: checksums and
 * limits are checked, and the events made are compared with the journal. The copy itself stays as
 * it is; a second one is started and removed.
 */
public final class LogReplay {
  private static final Duration SAY_EVERY = Duration.ofSeconds(1);

  private final LogFiles files;
  private final Path scratch;
  private final Limits limits;
  private final LongConsumer progress;

  /**
   * @param directory the copy
   * @param scratch a directory to be made and removed, best on the same file system
   * @param progress told from time to time how many inputs have been applied
   */
  public LogReplay(Path directory, Path scratch, Limits limits, LongConsumer progress) {
    this.files = new LogFiles(directory);
    this.scratch = scratch;
    this.limits = limits;
    this.progress = progress;
  }

  /**
   * The state at the end of the log.
   *
   * @throws IllegalStateException if a start with these files would be refused, saying why
   */
  public StateAt end() throws IOException {
    files.forTrial(scratch);
    long end = files.end();
    var watch =
        new Watch() {
          private volatile @Nullable StateAt state;

          @Override
          public void onTerm(long baseLogPosition, Engine engine) {
            // Before the new term's timers, which are due by now.
            if (baseLogPosition >= end && state == null) {
              state = stateAt(end, engine, engine.stateHash());
            }
          }
        };
    run(watch, () -> watch.state != null);
    StateAt state = watch.state;
    if (state == null) {
      throw new IllegalStateException("the log was not applied up to its end at " + end);
    }
    return state;
  }

  /**
   * The last state that is wanted, without its hash; all before it must be wanted too.
   *
   * @param wanted is given each state, without hash
   * @return empty if not even the oldest state that can be reached is wanted
   */
  public Optional<StateAt> last(Predicate<StateAt> wanted) throws IOException {
    for (long snapshot : files.snapshots()) {
      files.copy(scratch, files.end(), snapshot, LogFiles.ALL, bytes -> {});
      Optional<StateAt> found = lastFromHere(wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    if (files.begin() > 0) {
      return Optional.empty();
    }
    files.copy(scratch, files.end(), -1, LogFiles.ALL, bytes -> {});
    return lastFromHere(wanted);
  }

  private Optional<StateAt> lastFromHere(Predicate<StateAt> wanted) {
    long end = files.end();
    var watch =
        new Watch() {
          private volatile @Nullable StateAt last;
          private volatile boolean passed;

          @Override
          public void onStart(long logPosition, Engine engine) {
            look(logPosition, engine);
          }

          @Override
          public void onInput(long logPosition, Engine engine) {
            super.onInput(logPosition, engine);
            look(logPosition, engine);
          }

          private void look(long logPosition, Engine engine) {
            if (logPosition > end) {
              return; // timers that are due by now
            }
            StateAt state = stateAt(logPosition, engine, 0);
            if (!passed && wanted.test(state)) {
              last = state;
            } else {
              passed = true;
            }
          }
        };
    run(watch, () -> watch.passed);
    return Optional.ofNullable(watch.last);
  }

  private static StateAt stateAt(long logPosition, Engine engine, long hash) {
    return new StateAt(logPosition, engine.lastSeq(), engine.timeMs(), hash);
  }

  /** Counts what is applied. */
  private static class Watch implements ReplayWatch {
    volatile long inputs;

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void onInput(long logPosition, Engine engine) {
      inputs++;
    }
  }

  @FunctionalInterface
  private interface Enough {
    boolean isReached();
  }

  private void run(Watch watch, Enough enough) {
    ClusterNodeConfig config =
        ClusterNodeConfig.singleNode(scratch, SessionSecret.random(), limits)
            .withFileSyncLevel(0)
            .withSnapshots(
                new ClusterNodeConfig.Snapshots(Duration.ofDays(1), Long.MAX_VALUE, false));
    try (ClusterNode node = ClusterNode.launch(config, watch)) {
      while (!enough.isReached() && !node.isReadyWithin(SAY_EVERY)) {
        progress.accept(watch.inputs);
      }
    } finally {
      PrivateDirectory.delete(scratch);
    }
  }
}
