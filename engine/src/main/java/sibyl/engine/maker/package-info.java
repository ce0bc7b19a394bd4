/**
 * The automated market maker. {@code Lmsr} is the pricing, pure arithmetic in {@code StrictMath};
 * {@code MarketMaker} is one market's maker: what it has sold and where its money is.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.maker;
