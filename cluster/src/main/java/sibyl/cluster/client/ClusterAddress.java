package sibyl.cluster.client;

import java.util.List;

/** Where the cluster is, as seen from one process, and what opens its doors. */
public sealed interface ClusterAddress {
  /** The directory of the media driver this process goes through. */
  String aeronDirectory();

  SessionSecret secret();

  /**
   * A cluster of one member, of this process or of this user: shared memory, no network.
   *
   * @param aeronDirectory the member's own media driver
   */
  record SameMachine(String aeronDirectory, SessionSecret secret) implements ClusterAddress {}

  /**
   * Any cluster, over UDP.
   *
   * @param aeronDirectory a media driver of this machine, see {@link ClientDriver}
   * @param localHost the name or address under which the members reach this process
   * @param members by member number
   */
  record Remote(
      String aeronDirectory, String localHost, List<MemberAddress> members, SessionSecret secret)
      implements ClusterAddress {
    /**
     * @throws IllegalArgumentException if there is no member, or one whose ports are not known
     */
    public Remote {
      members = List.copyOf(members);
      if (members.isEmpty()) {
        throw new IllegalArgumentException("cluster members: at least one");
      }
      for (MemberAddress member : members) {
        if (member.basePort() == 0) {
          throw new IllegalArgumentException("cluster members: no port given for " + member.host());
        }
      }
    }
  }
}
