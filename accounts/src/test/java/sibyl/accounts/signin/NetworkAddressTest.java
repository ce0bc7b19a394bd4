package sibyl.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whom to count as one. */
class NetworkAddressTest {
  @Test
  void anIpv4AddressIsOneParty() {
    assertThat(NetworkAddress.of("192.0.2.1")).isEqualTo("192.0.2.1");
    assertThat(NetworkAddress.of("192.0.2.1")).isNotEqualTo(NetworkAddress.of("192.0.2.2"));
    assertThat(NetworkAddress.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
  }

  @Test
  void theIpv6AddressesOfASiteAreOneParty() {
    String site = NetworkAddress.of("2001:db8:0:7::1");
    assertThat(NetworkAddress.of("2001:db8:0:7:ffff:ffff:ffff:ffff")).isEqualTo(site);
    assertThat(NetworkAddress.of("2001:0DB8:0000:0007::abcd%eth0")).isEqualTo(site);
    assertThat(NetworkAddress.of("2001:db8:0:8::1")).isNotEqualTo(site);
  }

  @Test
  void whatIsNoAddressIsCountedAsItIs() {
    assertThat(NetworkAddress.of("unix socket")).isEqualTo("unix socket");
    assertThat(NetworkAddress.of("")).isEmpty();
  }
}
