package sibyl.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int THREADS = 2;
  private static final Simulation.Progress SILENT = (commands, of) -> {};

  @Test
  void twoMillionCommandsAgainstTheModel() {
    Simulation.Report report = Simulation.run(1, 2_000_000, THREADS, SILENT);

    assertThat(report.commands()).isGreaterThanOrEqualTo(2_000_000);
    assertThat(report.trades()).as("trades").isGreaterThan(100_000);
    assertThat(report.checks()).as("checks").isGreaterThan(report.commands());
    System.out.println(report);
  }

  @Test
  void theSameSeedIsTheSameWhateverTheThreads() {
    Simulation.Report alone = Simulation.run(42, 20_000, 1, SILENT);
    Simulation.Report together = Simulation.run(42, 20_000, 3, SILENT);

    assertThat(together).isEqualTo(alone);
    assertThat(Simulation.run(43, 20_000, THREADS, SILENT).hash()).isNotEqualTo(alone.hash());
  }
}
