/**
 * The node that orders, replicates and journals commands around the engine, and the client that
 * submits commands and follows journals.
 */
@NullMarked
package sibyl.cluster;

import org.jspecify.annotations.NullMarked;
