/**
 * What a trader has beside the trading itself: a watchlist, settings, notifications, a report of
 * how it went and a place on the leaderboards. None of it is on the way of an order.
 */
@NullMarked
package sibyl.accounts.trader;

import org.jspecify.annotations.NullMarked;
