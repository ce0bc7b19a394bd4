package sibyl.simulation.model;

/** An account and one of the things it can hold. */
public record Holder(long account, long asset) {}
