package sibyl.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  private static final long SAY_EVERY_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long END_AFTER_READY_NS = TimeUnit.SECONDS.toNanos(60);

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
    var watch =
        new Watch(files.end()) {
          @Override
          StateAt endState(Engine engine) {
            return stateAt(end, engine, engine.stateHash());
          }
        };
    run(watch, () -> false);
    return Objects.requireNonNull(watch.atEnd);
  }

  /**
   * The last state that is wanted, without its hash; all before it must be wanted too.
   *
   * @param wanted is given each state, without hash
   * @return empty if not even the oldest state that can be reached is wanted
   */
  public Optional<StateAt> last(Predicate<StateAt> wanted) throws IOException {
    for (long snapshot : files.snapshots()) {
      // Without the journal: what there is of it is not compared, and it may be long.
      files.copy(scratch, files.end(), snapshot, 0, bytes -> {});
      Optional<StateAt> found = lastFromHere(wanted);
      if (found.isPresent()) {
        return found;
      }
    }
    if (files.begin() > 0) {
      return Optional.empty();
    }
    files.copy(scratch, files.end(), -1, 0, bytes -> {});
    return lastFromHere(wanted);
  }

  private Optional<StateAt> lastFromHere(Predicate<StateAt> wanted) {
    var watch =
        new Watch(files.end()) {
          private volatile @Nullable StateAt last;
          private volatile boolean passed;

          @Override
          public void onStart(long logPosition, Engine engine) {
            look(logPosition, engine);
          }

          @Override
          public void onInput(long logPosition, Engine engine) {
            super.onInput(logPosition, engine);
            if (atEnd == null) {
              look(logPosition, engine);
            }
          }

          private void look(long logPosition, Engine engine) {
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

  /** Counts what is applied, and notices the end of the log. */
  private static class Watch implements ReplayWatch {
    final long end;
    volatile long inputs;
    volatile @Nullable StateAt atEnd;

    Watch(long end) {
      this.end = end;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void onInput(long logPosition, Engine engine) {
      inputs++;
    }

    /** The term of the start itself comes before its timers, which may be due by now. */
    @Override
    public void onTerm(long baseLogPosition, Engine engine) {
      if (baseLogPosition >= end && atEnd == null) {
        atEnd = endState(engine);
      }
    }

    StateAt endState(Engine engine) {
      return stateAt(end, engine, 0);
    }
  }

  private void run(Watch watch, BooleanSupplier enough) {
    ClusterNodeConfig config =
        ClusterNodeConfig.singleNode(scratch, SessionSecret.random(), limits)
            .withFileSyncLevel(0)
            .withSnapshots(
                new ClusterNodeConfig.Snapshots(Duration.ofDays(1), Long.MAX_VALUE, false));
    try (ClusterNode node = ClusterNode.launch(config, watch)) {
      long saidNs = System.nanoTime();
      long readyNs = saidNs;
      while (watch.atEnd == null && !enough.getAsBoolean()) {
        LockSupport.parkNanos(LOOK_EVERY_NS);
        long nowNs = System.nanoTime();
        if (nowNs - saidNs > SAY_EVERY_NS) {
          saidNs = nowNs;
          progress.accept(watch.inputs);
        }
        if (!node.isReadyWithin(Duration.ZERO)) {
          readyNs = nowNs;
        } else if (nowNs - readyNs > END_AFTER_READY_NS) {
          throw new IllegalStateException("the log was not applied up to its end at " + watch.end);
        }
      }
    } finally {
      PrivateDirectory.delete(scratch);
    }
  }
}
