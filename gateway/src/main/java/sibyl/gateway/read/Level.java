package sibyl.gateway.read;

/** All that rests at one price of one side of a book. */
public record Level(int price, long quantity) {}
