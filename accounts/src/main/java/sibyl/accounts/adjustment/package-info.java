/**
 * Corrections of balances by two people: {@link sibyl.accounts.adjustment.Adjustments} takes the
 * request of one and the decision of another, and moves the money through the outbox.
 */
@NullMarked
package sibyl.accounts.adjustment;

import org.jspecify.annotations.NullMarked;
