/**
 * A payment provider for trying things out: no money moves, but everything else is as with a real
 * one. It keeps books of its own, in a file of its own, and calls back over HTTP with a signature,
 * sometimes late, sometimes twice, sometimes to say that it failed.
 */
@NullMarked
package sibyl.accounts.payment.sandbox;

import org.jspecify.annotations.NullMarked;
