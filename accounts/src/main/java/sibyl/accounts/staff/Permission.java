package sibyl.accounts.staff;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What staff may do, and which roles may: the one table of it. Every staff operation of the API
 * names one of these in its access table.
 */
public enum Permission {
  OWN_SESSION(
      "See who one is, sign out, change one's own password and second factor", Role.values()),
  VIEW_EXCHANGE("See what the exchange accepts and how its parts are doing", Role.values()),
  EDIT_EVENTS(
      "Draft, edit, copy and publish events; change their rules", Role.ADMIN, Role.OPERATOR),
  RUN_MARKETS(
      "Open, halt, close and schedule markets; add liquidity; orders of the house",
      Role.ADMIN,
      Role.OPERATOR),
  RESOLVE_MARKETS(
      "Propose, confirm and challenge how a market ends; settle it; give evidence",
      Role.ADMIN,
      Role.SETTLER),
  RUN_CONTESTS("Teams, goods, recipes, producers and inventories", Role.ADMIN, Role.OPERATOR),
  VIEW_PEOPLE(
      "See people and their accounts", Role.ADMIN, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR),
  SUSPEND_PEOPLE("Suspend people, and let them go on", Role.ADMIN, Role.SUPPORT),
  VIEW_ADJUSTMENTS(
      "See corrections of balances", Role.ADMIN, Role.OPERATOR, Role.SUPPORT, Role.AUDITOR),
  REQUEST_ADJUSTMENTS("Ask for a balance to be corrected", Role.ADMIN, Role.SUPPORT),
  APPROVE_ADJUSTMENTS(
      "Decide about a correction that somebody else asked for", Role.ADMIN, Role.OPERATOR),
  REQUEST_FACTOR_RELEASES(
      "Ask for the second factor of a person who lost it to be removed", Role.ADMIN, Role.SUPPORT),
  DECIDE_FACTOR_RELEASES(
      "Decide about a lost second factor that another member reported", Role.ADMIN, Role.OPERATOR),
  REVIEW_IDENTITIES("Decide about identities and payout methods", Role.ADMIN, Role.SUPPORT),
  REVIEW_WITHDRAWALS("Decide about withdrawals", Role.ADMIN, Role.OPERATOR),
  MANAGE_DEAD_LETTERS(
      "See, retry and discard what could not be done; see mails that could not be sent",
      Role.ADMIN,
      Role.OPERATOR),
  BROADCAST("Send a message to everybody", Role.ADMIN, Role.OPERATOR),
  SWITCH_EXCHANGE("Open, restrict or halt the exchange as a whole", Role.ADMIN, Role.OPERATOR),
  WATCH_ALL("Follow all orders and fills as they happen", Role.ADMIN, Role.OPERATOR, Role.AUDITOR),
  EXPORT("Take orders, fills and accounts out as files", Role.ADMIN, Role.AUDITOR),
  VIEW_AUDIT("Read and verify the audit log", Role.ADMIN, Role.AUDITOR),
  MANAGE_STAFF("Decide who is staff, and as what", Role.ADMIN);

  private static final Set<Permission> PERSONAL =
      Collections.unmodifiableSet(
          EnumSet.of(
              VIEW_PEOPLE,
              VIEW_ADJUSTMENTS,
              REVIEW_IDENTITIES,
              REVIEW_WITHDRAWALS,
              MANAGE_DEAD_LETTERS,
              EXPORT,
              VIEW_AUDIT,
              MANAGE_STAFF));

  private final String allows;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of makes sets that are
  private final Set<Role> roles;

  Permission(String allows, Role... roles) {
    this.allows = allows;
    this.roles = Set.of(roles);
  }

  /** In words. */
  public String allows() {
    return allows;
  }

  public Set<Role> roles() {
    return roles;
  }

  /**
   * Whether one of the roles held has it; {@link #OWN_SESSION} everybody has, without roles too.
   */
  public boolean isGrantedTo(Collection<Role> held) {
    return this == OWN_SESSION || held.stream().anyMatch(roles::contains);
  }

  /** Whether what it shows is about somebody, so that even a look is written down. */
  public boolean isPersonal() {
    return PERSONAL.contains(this);
  }
}
