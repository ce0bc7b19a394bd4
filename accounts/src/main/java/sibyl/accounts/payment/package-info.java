/**
 * The world of payments outside. A {@link sibyl.accounts.payment.PaymentProvider} is asked to
 * collect and to pay; what became of it, it tells by a callback that {@link
 * sibyl.accounts.payment.CallbackSignature} proves to be its own.
 */
@NullMarked
package sibyl.accounts.payment;

import org.jspecify.annotations.NullMarked;
