/**
 * What a backup is as files: {@link sibyl.app.backup.Manifest} says what is in it, with a checksum
 * of every file, and {@link sibyl.app.backup.NewDirectory} lets it, like what is restored from it,
 * appear under its name only when it is whole.
 */
@NullMarked
package sibyl.app.backup;

import org.jspecify.annotations.NullMarked;
