package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sibyl.engine.limits.Limits;

/** Long random histories: the rules hold after every command, and any cut can be gone on from. */
class EngineRandomTest {
  private static final int COMMANDS = 8_000;

  /** Tight ones, so that slices, forgetting and refusals at the bound happen too. */
  private static final Limits LIMITS =
      Limits.defaults()
          .with(to -> to.slice = 2)
          .with(
              to -> {
                to.clientOrderIds = 20;
                to.clientOrderIdsForMs = 20_000;
              })
          .with(
              to -> {
                to.openOrders = 60;
                to.openOrdersPerAccount = 15;
                to.keys = 20;
                to.keysForMs = 20_000;
                to.producers = 5;
                to.slicePerMs = 1;
              });

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyRuleHoldsAfterEveryCommand(long seed) {
    Recorder recorder = new Recorder();
    Engine engine = new Engine(LIMITS, recorder);
    RandomCommands commands = new RandomCommands(seed);
    for (int n = 0; n < COMMANDS; n++) {
      final long before = engine.stateHash();
      commands.next(engine);
      List<String> lines = recorder.take();
      engine.checkInvariants();
      recorder.agreesWith(engine);
      if (!lines.isEmpty() && lines.stream().allMatch(EngineRandomTest::changesNothing)) {
        assertThat(engine.stateHash()).as("%d: %s", n, lines).isEqualTo(before);
      }
      if (lines.stream().anyMatch(line -> line.startsWith("placed"))) {
        commands.sawOrder(recorder.lastOrder(), recorder.lastOwner());
      }
      while (engine.nextTimerMs() <= commands.timeMs()) {
        engine.onTimer(commands.timeMs());
        engine.checkInvariants();
      }
      recorder.take();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void anEngineRestoredAtAnyCutGoesOnTheSame(long seed) {
    SplittableRandom cuts = new SplittableRandom(seed);
    Recorder recorder = new Recorder();
    Engine engine = new Engine(LIMITS, recorder);
    Recorder twinRecorder = new Recorder();
    Engine twin = new Engine(LIMITS, twinRecorder);
    RandomCommands commands = new RandomCommands(seed);
    for (int n = 0; n < COMMANDS; n++) {
      commands.next(engine, twin);
      if (cuts.nextBoolean()) {
        engine.onTimer(commands.timeMs());
        twin.onTimer(commands.timeMs());
      }
      assertThat(twinRecorder.take()).isEqualTo(recorder.take());
      commands.sawOrder(recorder.lastOrder(), recorder.lastOwner());
      if (cuts.nextInt(40) == 0) {
        KeptState kept = new KeptState();
        twin.writeSnapshot(kept);
        twinRecorder = new Recorder();
        twinRecorder.resumeAfter(twin.lastSeq());
        twin = new Engine(LIMITS, twinRecorder);
        twin.readSnapshot(kept);
        assertThat(kept.isReadToTheEnd()).isTrue();
        twin.checkInvariants();
        KeptState again = new KeptState();
        twin.writeSnapshot(again);
        assertThat(again.sameAs(kept)).isTrue();
      }
      assertThat(twin.stateHash()).isEqualTo(engine.stateHash());
    }
  }

  private static boolean changesNothing(String line) {
    return line.startsWith("rejected") || line.equals("quoted") || line.startsWith("repeated");
  }
}
