package sibyl.accounts.referral;

import java.time.Instant;

/**
 * Somebody who came by a person's code.
 *
 * @param number of the account; grows with time, and is not for showing
 * @param name masked
 * @param reward what that brought, millionths
 */
public record Invited(long number, String name, long reward, Instant at) {}
