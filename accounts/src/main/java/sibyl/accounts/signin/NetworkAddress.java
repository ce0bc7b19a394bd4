package sibyl.accounts.signin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Whom to count as one: an IPv4 address, or the half of an IPv6 address that one site has. */
public final class NetworkAddress {
  private static final int SITE_BYTES = 8;

  private NetworkAddress() {}

  /** The same for addresses that one party can choose from at will. */
  public static String of(String address) {
    try {
      int zone = address.indexOf('%');
      InetAddress parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), SITE_BYTES))
          : parsed.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address; // not an IP address: counted as it is
    }
  }
}
