package sibyl.gateway.read;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/**
 * A trade as everybody may see it: without the parties.
 *
 * @param takerCost what the incoming order paid or got, millionths, before its fee: exact where the
 *     price is a rounded average
 */
public record TradeView(
    long trade,
    long market,
    int yesPrice,
    long quantity,
    Side takerSide,
    Outcome takerOutcome,
    long takerCost,
    TradeKind kind,
    long atMs,
    long seq)
    implements Journaled {}
