/**
 * Shares for cash and back, without a counterparty: sets of one market, sets of a whole exclusive
 * event, and NO shares of some of its markets for cash and YES of the others. None of it is worth
 * more after than before, whichever outcome comes true.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.sets;
