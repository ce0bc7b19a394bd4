package sibyl.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import sibyl.simulation.generate.Dice;
import sibyl.simulation.generate.Generator;
import sibyl.simulation.run.FailedTrial;
import sibyl.simulation.run.Trial;
import sibyl.simulation.script.Script;
import sibyl.simulation.script.Step;
import sibyl.simulation.shrink.Shrinker;

/**
 * Random exchanges, each played on the engine and on the model at the same time, with every check
 * after every command. The same first seed gives the same exchanges and the same hash everywhere.
 */
public final class Simulation {
  private static final int SHRINK_ATTEMPTS_MAX = 5_000;

  private Simulation() {}

  /** Told now and then how far a simulation has come. */
  @FunctionalInterface
  public interface Progress {
    void at(long commands, long of);
  }

  /**
   * What a simulation came to.
   *
   * @param seed the first one
   * @param seeds how many exchanges were played
   * @param commands steps given to engine and model
   * @param trades that they led to
   * @param refusals commands that were refused
   * @param checks single conditions that were checked
   * @param cuts snapshots that were taken, restored and continued
   * @param hash of all final states and all events
   */
  public record Report(
      long seed,
      int seeds,
      long commands,
      long trades,
      long refusals,
      long checks,
      long cuts,
      long hash) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "seed %d: %,d commands in %,d exchanges, %,d trades, %,d refusals, %,d checks,"
              + " %,d snapshot cuts, hash %016x",
          seed,
          commands,
          seeds,
          trades,
          refusals,
          checks,
          cuts,
          hash);
    }
  }

  /**
   * Plays as many exchanges as it takes to give at least {@code commands} commands.
   *
   * @param threads exchanges played at a time; has no influence on the result
   * @throws SimulationFailure at the first exchange in which a check failed
   */
  public static Report run(long seed, long commands, int threads, Progress progress) {
    List<Long> seeds = seeds(seed, commands);
    AtomicLong done = new AtomicLong();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Trial.Result>> results = new ArrayList<>();
      for (long one : seeds) {
        results.add(
            executor.submit(
                () -> {
                  Trial.Result result = Trial.ofSeed(one);
                  progress.at(done.addAndGet(result.steps()), commands);
                  return result;
                }));
      }
      try {
        return report(seed, seeds, results);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  /** Plays one exchange. */
  public static Report runOne(long seed) {
    try {
      Trial.Result result = Trial.ofSeed(seed);
      return new Report(
          seed,
          1,
          result.steps(),
          result.trades(),
          result.refusals(),
          result.checks(),
          result.cuts(),
          result.hash());
    } catch (FailedTrial e) {
      throw failure(seed, e);
    }
  }

  /**
   * Plays a script.
   *
   * @return what failed; empty when nothing did
   * @throws IllegalArgumentException if the script cannot be read
   */
  public static String replay(String script) {
    try {
      Trial.ofScript(Script.read(script));
      return "";
    } catch (FailedTrial e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static List<Long> seeds(long first, long commands) {
    List<Long> seeds = new ArrayList<>();
    Dice dice = new Dice(first);
    long planned = 0;
    while (planned < commands) {
      long seed = dice.nextLong() >>> 1;
      seeds.add(seed);
      planned += new Generator(seed).commands();
    }
    return seeds;
  }

  private static Report report(long seed, List<Long> seeds, List<Future<Trial.Result>> results) {
    long steps = 0;
    long trades = 0;
    long refusals = 0;
    long checks = 0;
    long cuts = 0;
    long hash = 0;
    for (int i = 0; i < seeds.size(); i++) {
      Trial.Result result = resultOf(seeds.get(i), results.get(i));
      steps += result.steps();
      trades += result.trades();
      refusals += result.refusals();
      checks += result.checks();
      cuts += result.cuts();
      hash = Dice.mix(31 * hash + result.hash());
    }
    return new Report(seed, seeds.size(), steps, trades, refusals, checks, cuts, hash);
  }

  private static Trial.Result resultOf(long seed, Future<Trial.Result> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FailedTrial failed) {
        throw failure(seed, failed);
      }
      throw new IllegalStateException("seed " + seed, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static SimulationFailure failure(long seed, FailedTrial failed) {
    List<Step> shortest =
        Shrinker.shrink(
            failed.script(), script -> failsAlike(script, failed.check()), SHRINK_ATTEMPTS_MAX);
    String seen = String.valueOf(failed.getMessage());
    try {
      Trial.ofScript(shortest);
    } catch (FailedTrial e) {
      seen = String.valueOf(e.getMessage());
    }
    return new SimulationFailure(
        seed, failed.check(), seen, failed.script().size(), Script.write(shortest));
  }

  private static boolean failsAlike(List<Step> script, String check) {
    try {
      Trial.ofScript(script);
      return false;
    } catch (FailedTrial e) {
      return e.check().equals(check);
    }
  }
}
