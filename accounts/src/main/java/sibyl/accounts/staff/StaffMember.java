package sibyl.accounts.staff;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member of staff.
 *
 * @param number who acts, at the exchange and in the audit log; never that of an account
 * @param createdAt null for the one whom the configuration names
 */
public record StaffMember(
    long number, String username, Set<Role> roles, boolean enabled, @Nullable Instant createdAt) {
  public StaffMember {
    roles = Set.copyOf(roles);
  }
}
