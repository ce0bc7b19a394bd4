/**
 * The tables as files, a part at a time: {@link sibyl.accounts.export.Exports} reads, {@link
 * sibyl.accounts.export.ExportFormat} writes.
 */
@NullMarked
package sibyl.accounts.export;

import org.jspecify.annotations.NullMarked;
