package sibyl.gateway.read;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/** A trade as everybody may see it: without the parties. */
public record TradeView(
    long trade,
    long market,
    int yesPrice,
    long quantity,
    Side takerSide,
    Outcome takerOutcome,
    TradeKind kind,
    long atMs,
    long seq) {}
