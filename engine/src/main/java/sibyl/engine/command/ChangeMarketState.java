package sibyl.engine.command;

import sibyl.engine.MarketState;

/** Opens, halts or closes a market; {@code to} is one of OPEN, HALTED, CLOSED. */
public record ChangeMarketState(long market, MarketState to) {}
