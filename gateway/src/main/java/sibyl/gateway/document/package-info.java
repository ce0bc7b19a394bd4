/** The documents of the interface: loaded, served, and turned into a page to read. */
@NullMarked
package sibyl.gateway.document;

import org.jspecify.annotations.NullMarked;
