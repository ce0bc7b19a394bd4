package sibyl.accounts.contest;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;

/**
 * What a team holds of one asset at the end.
 *
 * @param quantity hundredths
 * @param mark ten-thousandths for one contract; null when nothing was ever traded at, which counts
 *     as nothing
 */
public record FinalHolding(long market, Outcome outcome, long quantity, @Nullable Integer mark) {}
