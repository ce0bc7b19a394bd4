/** Tests of the whole: the rules of the architecture, and real processes under real faults. */
@NullMarked
package sibyl.systemtests;

import org.jspecify.annotations.NullMarked;
