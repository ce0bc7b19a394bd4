package sibyl.accounts.staff;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What shall be otherwise about a member of staff; null for what stays. */
public record StaffChange(
    @Nullable Set<Role> roles, @Nullable Boolean enabled, @Nullable String password) {
  public StaffChange {
    roles = roles == null ? null : Set.copyOf(roles);
  }

  @Override
  public String toString() {
    return "StaffChange[roles=%s, enabled=%s%s]"
        .formatted(roles, enabled, password == null ? "" : ", a password");
  }
}
