package sibyl.protocol.derive;

import org.jspecify.annotations.Nullable;

/**
 * What a market's shares are valued by.
 *
 * @param payout of a set, ten-thousandths
 * @param isGood whether it trades a good, which pays nothing in the end
 * @param exclusiveEvent the event of which exactly one market pays; 0 when there is none
 * @param decided what YES pays, in ten-thousandths of the payout; null while it is not decided
 * @param mark what YES is worth while it is not decided
 */
public record PricedMarket(
    int payout, boolean isGood, long exclusiveEvent, @Nullable Integer decided, YesMark mark) {}
