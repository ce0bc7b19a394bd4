/**
 * The demonstration: real markets, replayed through the public API by the people who traded them.
 *
 * <p>{@link sibyl.app.demo.ReplayPlan} turns the published trades into orders. {@link
 * sibyl.app.demo.Demo} signs the traders up ({@link sibyl.app.demo.Traders}), opens the markets
 * ({@link sibyl.app.demo.ReplayMarkets}), sends the orders ({@link sibyl.app.demo.Replay}),
 * resolves and settles, and holds what came out against the source ({@link sibyl.app.demo.Report}).
 * All of it can be killed at any moment and goes on where the exchange says it was. {@link
 * sibyl.app.demo.LiveTraders} then keep a few order books alive.
 */
@NullMarked
package sibyl.app.demo;

import org.jspecify.annotations.NullMarked;
