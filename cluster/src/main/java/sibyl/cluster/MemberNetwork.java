package sibyl.cluster;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import sibyl.cluster.client.MemberAddress;

/**
 * Members speak to each other unencrypted, and consensus traffic carries no proof of who sent it:
 * who can send packets to a member's ports can take part in the cluster. So their addresses must be
 * of a private network, unless the operator says that another one is protected.
 */
final class MemberNetwork {
  private static final int UNIQUE_LOCAL_MASK = 0xFE;
  private static final int UNIQUE_LOCAL = 0xFC;

  private MemberNetwork() {}

  /**
   * @throws IllegalStateException naming the first member with an address that is not private, or
   *     that has none
   */
  static void requirePrivate(List<MemberAddress> members) {
    for (MemberAddress member : members) {
      for (InetAddress address : addresses(member)) {
        if (!isPrivate(address)) {
          throw new IllegalStateException(
              "member address "
                  + member.host()
                  + " ("
                  + address.getHostAddress()
                  + ") is not of a private network: traffic between members is neither encrypted nor"
                  + " authenticated. Use private addresses, or protect the network (a tunnel, a"
                  + " firewall that admits members only) and say so in the configuration");
        }
      }
    }
  }

  private static InetAddress[] addresses(MemberAddress member) {
    try {
      return InetAddress.getAllByName(member.host());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("member address " + member.host() + " is not known", e);
    }
  }

  static boolean isPrivate(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isSiteLocalAddress()
        || address.isLinkLocalAddress()
        || address instanceof Inet6Address
            && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
  }
}
