/** People as staff look them up: {@link sibyl.accounts.directory.UserDirectory}. */
@NullMarked
package sibyl.accounts.directory;

import org.jspecify.annotations.NullMarked;
