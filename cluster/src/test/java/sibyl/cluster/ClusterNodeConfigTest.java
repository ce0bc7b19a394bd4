package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.cluster.client.MemberAddress;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.limits.Limits;

class ClusterNodeConfigTest {
  private final ClusterNodeConfig config =
      ClusterNodeConfig.singleNode(Path.of("data"), Nodes.SECRET, Limits.defaults());

  @Test
  void aSingleNodeFlushesWhatItAcknowledges() {
    assertThat(config.fileSyncLevel()).isOne();
    assertThat(config.members()).hasSize(1);
  }

  @Test
  void anErrorNamesTheSetting() {
    assertThatThrownBy(() -> config.withFileSyncLevel(3)).hasMessageStartingWith("fileSyncLevel:");
    assertThatThrownBy(() -> config.withMembers(1, config.members()))
        .hasMessageStartingWith("memberId:");
    assertThatThrownBy(
            () ->
                config.withMembers(
                    0, List.of(new MemberAddress("a", 1000), new MemberAddress("b", 1000))))
        .hasMessageStartingWith("members:");
    assertThatThrownBy(
            () ->
                config.withMembers(
                    0,
                    List.of(
                        new MemberAddress("a", 1000),
                        new MemberAddress("b", 0),
                        new MemberAddress("c", 1000))))
        .hasMessageStartingWith("members: a port for each of several members");
    assertThatThrownBy(() -> new ClusterNodeConfig.Snapshots(Duration.ZERO, 1, true))
        .hasMessageStartingWith("snapshots.interval:");
    assertThatThrownBy(() -> new MemberAddress("host", 70_000))
        .hasMessageStartingWith("member base port:");
    assertThatThrownBy(() -> SessionSecret.of("short")).hasMessageStartingWith("session secret:");
  }

  @Test
  void aSecretIsNotPrinted() {
    assertThat(config.toString()).doesNotContain("tests only").contains("SessionSecret[****]");
  }
}
