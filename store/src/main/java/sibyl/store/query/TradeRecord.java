package sibyl.store.query;

import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/** One match as everybody may see it: without its parties. */
public record TradeRecord(
    long trade,
    long seq,
    long atMs,
    long market,
    TradeKind kind,
    int yesPrice,
    long quantity,
    Side takerSide,
    Outcome takerOutcome) {}
