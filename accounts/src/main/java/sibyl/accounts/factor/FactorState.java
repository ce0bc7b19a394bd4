package sibyl.accounts.factor;

/**
 * Whether a second factor is asked for.
 *
 * @param recoveryCodes how many are left
 */
public record FactorState(boolean enabled, int recoveryCodes) {}
