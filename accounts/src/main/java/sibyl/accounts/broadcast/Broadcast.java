package sibyl.accounts.broadcast;

import java.time.Instant;

/**
 * A message to everybody.
 *
 * @param by the member of staff
 */
public record Broadcast(long id, String title, String text, long by, Instant at) {}
