package sibyl.accounts.team;

import java.time.Instant;
import java.util.List;

/**
 * An account on which several people act.
 *
 * @param account its number at the exchange
 * @param members in the order they joined
 */
public record Team(long account, String name, Instant createdAt, List<TeamMember> members) {
  public Team {
    members = List.copyOf(members);
  }
}
