package sibyl.simulation.model;

import sibyl.engine.Outcome;
import sibyl.engine.Side;

/** An open order as anybody may see it. Orders are numbered by acceptance. */
public record RestingOrder(
    long number,
    long account,
    long market,
    Side side,
    Outcome outcome,
    int price,
    long quantity,
    long remaining) {}
