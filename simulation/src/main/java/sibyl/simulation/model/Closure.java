package sibyl.simulation.model;

import sibyl.engine.CloseReason;

/** An order that is over, and what it left unfilled. Orders are numbered by acceptance. */
public record Closure(long order, CloseReason reason, long remaining) {}
