/**
 * Orders and how they meet, without any notion of money. {@code Matching} is the matching logic:
 * price, then time. {@code OrderBook} is the ladder it walks, {@code Orders} the flat records the
 * ladder links together, {@code Matches} the plan it writes, {@code ExpiryQueue} which order ends
 * next.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.book;
