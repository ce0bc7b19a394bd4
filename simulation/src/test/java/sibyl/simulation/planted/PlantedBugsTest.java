package sibyl.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sibyl.simulation.run.Trial;

/** Each planted bug is found within a budget of commands. */
class PlantedBugsTest {
  private static final long COMMANDS_MAX = 600_000;

  static List<PlantedBug> bugs() {
    return PlantedBugs.all();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(PlantedBug bug) throws Exception {
    Method trial =
        PatchedEngine.with(bug).loadClass(Trial.class.getName()).getMethod("ofSeed", long.class);
    long commands = 0;
    for (long seed = 1; commands < COMMANDS_MAX; seed++) {
      try {
        Object result = trial.invoke(null, seed);
        commands += (long) result.getClass().getMethod("steps").invoke(result);
      } catch (InvocationTargetException e) {
        Throwable failure = e.getCause();
        assertThat(failure.getClass().getSimpleName())
            .as(failure.toString())
            .isEqualTo("FailedTrial");
        commands += ((List<?>) failure.getClass().getMethod("script").invoke(failure)).size();
        Object check = failure.getClass().getMethod("check").invoke(failure);
        System.out.printf("%s: found by '%s' after %,d commands%n", bug, check, commands);
        return;
      }
    }
    throw new AssertionError(bug + " was not found in " + commands + " commands");
  }

  @Test
  void aBugThatCannotBePlantedAnyMoreIsNoticed() {
    PlantedBug stale = new PlantedBug("stale", "Engine.java", "no such text", "");
    PlantedBug vague = new PlantedBug("vague", "Engine.java", "return", "");

    assertThatThrownBy(() -> PatchedEngine.with(stale)).hasMessageContaining("exactly once");
    assertThatThrownBy(() -> PatchedEngine.with(vague)).hasMessageContaining("exactly once");
  }
}
