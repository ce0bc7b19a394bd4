/** How fast it is: JMH benchmarks of the engine and the codecs. */
@NullMarked
package sibyl.benchmarks;

import org.jspecify.annotations.NullMarked;
