package sibyl.engine.command;

import sibyl.engine.ExchangeState;

/** Opens, restricts or halts the exchange as a whole. */
public record SetExchangeState(ExchangeState state) {}
