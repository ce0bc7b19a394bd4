/** Keys of programs: {@link sibyl.accounts.key.ApiKeys} makes, recognises and revokes them. */
@NullMarked
package sibyl.accounts.key;

import org.jspecify.annotations.NullMarked;
