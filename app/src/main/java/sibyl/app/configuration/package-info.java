/**
 * What can be set, where it is read from, and what it must look like. {@link
 * sibyl.app.configuration.Setting} lists every key with its meaning; {@link
 * sibyl.app.configuration.Configuration} is the checked result the program is wired from.
 */
@NullMarked
package sibyl.app.configuration;

import org.jspecify.annotations.NullMarked;
