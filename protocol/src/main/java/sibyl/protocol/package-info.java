/**
 * The wire format of commands, events and snapshots: an SBE schema, its generated codecs, and the
 * mapping to the engine's types.
 */
@NullMarked
package sibyl.protocol;

import org.jspecify.annotations.NullMarked;
