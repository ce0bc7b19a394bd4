package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Power cuts, kills, full disks and flipped bits on a simulated disk, {@code -Dsibyl.disk.seeds}
 * times, from seed {@code -Dsibyl.disk.first} on.
 */
class SimulatedMemberTest {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedMemberTest.class);
  private static final long SEEDS = Long.getLong("sibyl.disk.seeds", 200);
  private static final long FIRST = Long.getLong("sibyl.disk.first", 1);
  private static final long SEEDS_TO_FIND = 300;

  @Test
  void whatWasAnsweredIsThereAfterEveryEndOrTheStartIsRefusedForADamage() {
    long starts = 0;
    long powerCuts = 0;
    long refused = 0;
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      SimulatedMember.Result result = SimulatedMember.play(seed, SimulatedMember.Planted.NOTHING);
      starts += result.starts();
      powerCuts += result.powerCuts();
      refused += result.refused() ? 1 : 0;
    }
    LOG.info("{} seeds: {} starts, {} power cuts, {} refused", SEEDS, starts, powerCuts, refused);
    assertThat(powerCuts).isGreaterThan(SEEDS);
    assertThat(refused).isLessThan(SEEDS / 3);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void whatIsLeftOutOnPurposeIsFound(SimulatedMember.Planted planted) {
    for (long seed = 1; seed <= SEEDS_TO_FIND; seed++) {
      try {
        SimulatedMember.play(seed, planted);
      } catch (AssertionError found) {
        assertThat(found).hasMessageContaining("seed " + seed);
        return;
      }
    }
    throw new AssertionError(planted + " was not found by " + SEEDS_TO_FIND + " seeds");
  }
}
