/**
 * The malformed-input fuzzer. {@link sibyl.systemtests.fuzz.Contract} reads the operations from the
 * OpenAPI document of the running program, {@link sibyl.systemtests.fuzz.Inputs} makes requests
 * that keep it, {@link sibyl.systemtests.fuzz.Mutations} spoils them, {@link
 * sibyl.systemtests.fuzz.Connection} sends them as bytes, and {@link sibyl.systemtests.fuzz.Fuzzer}
 * judges the answers.
 */
@NullMarked
package sibyl.systemtests.fuzz;

import org.jspecify.annotations.NullMarked;
