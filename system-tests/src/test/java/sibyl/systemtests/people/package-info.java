/**
 * Who uses the exchange: {@link sibyl.systemtests.people.Person} trades, {@link
 * sibyl.systemtests.people.Staff} takes markets through their life. Both speak HTTP as a stranger
 * would, with the JDK's client and nothing of the program's code; every {@link
 * sibyl.systemtests.people.Reply} is kept as it came.
 */
@NullMarked
package sibyl.systemtests.people;

import org.jspecify.annotations.NullMarked;
