package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.cluster.client.MemberAddress;

class MemberNetworkTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.1.2.3, true",
    "172.16.0.1, true",
    "172.32.0.1, false",
    "192.168.7.7, true",
    "169.254.1.1, true",
    "100.64.0.1, false",
    "8.8.8.8, false",
    "::1, true",
    "fd00::1, true",
    "fe80::1, true",
    "2001:db8::1, false",
  })
  void privateAddressesAreThoseThatNoRouterOfTheInternetForwards(String address, boolean isPrivate)
      throws Exception {
    assertThat(MemberNetwork.isPrivate(InetAddress.getByName(address))).isEqualTo(isPrivate);
  }

  @Test
  void membersOnAPublicNetworkAreRefusedUnlessTheOperatorVouchesForIt() {
    List<MemberAddress> members =
        List.of(
            new MemberAddress("10.0.0.1", 9000),
            new MemberAddress("203.0.113.7", 9000),
            new MemberAddress("10.0.0.3", 9000));
    ClusterNodeConfig config = Nodes.config(directory).withMembers(0, members);
    assertThatThrownBy(() -> ClusterNode.launch(config))
        .hasMessageContaining("203.0.113.7")
        .hasMessageContaining("protect the network");
    assertThatCode(config::withProtectedNetwork).doesNotThrowAnyException();
    assertThat(config.withProtectedNetwork().protectedNetwork()).isTrue();
  }
}
