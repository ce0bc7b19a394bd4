/**
 * The tables. {@link sibyl.store.schema.Migrations} brings a database up to date; {@link
 * sibyl.store.schema.DerivedTables} names those that are nothing but the journal in another shape,
 * and can empty and compare them. The SQL is in the resources, under {@code sibyl/store/migration}.
 */
@NullMarked
package sibyl.store.schema;

import org.jspecify.annotations.NullMarked;
