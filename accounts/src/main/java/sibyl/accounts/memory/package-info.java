/**
 * What sign-in remembers for minutes or a day: one-time codes, and how much somebody has tried. One
 * gateway keeps it in its own memory ({@link sibyl.accounts.memory.LocalMemory}); several share a
 * Redis or Valkey ({@link sibyl.accounts.memory.RedisMemory}). Losing it costs nobody anything but
 * a new code.
 */
@NullMarked
package sibyl.accounts.memory;

import org.jspecify.annotations.NullMarked;
