/**
 * Who owns what. {@code Ledger} makes every movement and reports it as a posting; {@code
 * AccountTable} holds cash, {@code Positions} shares, both as flat records.
 */
@org.jspecify.annotations.NullMarked
package sibyl.engine.ledger;
