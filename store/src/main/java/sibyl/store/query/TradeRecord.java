package sibyl.store.query;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/**
 * One match as everybody may see it: without its parties.
 *
 * @param takerCost what the incoming order paid or got, millionths, before its fee
 */
public record TradeRecord(
    long trade,
    long seq,
    long atMs,
    long market,
    TradeKind kind,
    int yesPrice,
    long quantity,
    Side takerSide,
    Outcome takerOutcome,
    long takerCost) {}
