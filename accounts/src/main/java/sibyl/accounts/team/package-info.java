/**
 * Teams: accounts at the exchange on which several people act, and the house account that staff
 * trade for in a sandbox. Who is a member is written here and nowhere else.
 */
@NullMarked
package sibyl.accounts.team;

import org.jspecify.annotations.NullMarked;
