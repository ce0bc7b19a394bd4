package sibyl.gateway;

import sibyl.accounts.factor.SecondFactors;
import sibyl.accounts.signin.SecondStep;

/**
 * Second factors of people and staff.
 *
 * @param second checks a code, and counts the wrong ones
 */
public record FactorParts(SecondFactors factors, SecondStep second) {}
