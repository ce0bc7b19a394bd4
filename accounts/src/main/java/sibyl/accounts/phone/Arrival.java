package sibyl.accounts.phone;

import sibyl.accounts.signin.User;

/**
 * Somebody who has shown that a phone is theirs.
 *
 * @param isNew whether the person was made just now
 */
public record Arrival(User user, boolean isNew) {}
