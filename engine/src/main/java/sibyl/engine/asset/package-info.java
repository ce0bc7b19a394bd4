/**
 * Goods of asset markets: given and taken by staff, produced by those who may, from other goods if
 * there is a recipe. A good is the YES of its market; the market's pool has issued it, so its
 * shares are minus what there is of it, and no cash stands against it. Nothing is rounded: a recipe
 * uses whole lots for every lot produced.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.asset;
