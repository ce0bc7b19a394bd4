package sibyl.simulation.model;

import sibyl.engine.TradeKind;

/**
 * One match with both parties' sides of it; the figures are those of {@link
 * sibyl.engine.event.Trade}. Orders are numbered by acceptance, from 1; 0 is the market maker.
 */
public record Fill(
    TradeKind kind,
    int yesPrice,
    long quantity,
    long takerOrder,
    long takerAccount,
    long takerCost,
    long takerFee,
    long takerRemaining,
    long makerOrder,
    long makerAccount,
    long makerCost,
    long makerFee,
    long makerRemaining) {}
