/**
 * The program in a process of its own: {@link sibyl.systemtests.program.Sibyl} starts it as the
 * launcher would, waits for what it says, stops or kills it, and tells what it said last when
 * something is not as it should be.
 */
@NullMarked
package sibyl.systemtests.program;

import org.jspecify.annotations.NullMarked;
