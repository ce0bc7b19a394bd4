/**
 * The exchange once more, as plainly as its specification: ordinary collections, exact decimal
 * arithmetic, no thought of speed. It shares the contract (commands, units, reasons) with the
 * engine and nothing else. {@link sibyl.simulation.model.ReferenceExchange} obeys commands and
 * keeps what each of them did as an {@link sibyl.simulation.model.Answer}.
 */
@NullMarked
package sibyl.simulation.model;

import org.jspecify.annotations.NullMarked;
