package sibyl.accounts.team;

/**
 * A person who may act for a team.
 *
 * @param account the person's own number
 */
public record TeamMember(long account, String username) {}
