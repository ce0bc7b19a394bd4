package sibyl.accounts.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import sibyl.engine.TransferKind;

/**
 * A movement in the outbox, and how far it is.
 *
 * @param stateReason why it is dead, or was discarded
 * @param attempts submissions so far
 * @param completedSeq the event that applied it, once the tables know
 * @param refusedReason why the exchange refused it the last time, in the engine's word
 */
public record OutboxEntry(
    Movement movement,
    EntryState state,
    @Nullable String stateReason,
    Instant createdAt,
    Instant updatedAt,
    int attempts,
    @Nullable Long completedSeq,
    @Nullable String refusedReason) {

  static OutboxEntry read(ResultSet row) throws SQLException {
    return new OutboxEntry(
        new Movement(
            row.getObject("transfer_id", UUID.class),
            TransferKind.valueOf(row.getString("kind")),
            row.getLong("from_account"),
            row.getLong("to_account"),
            row.getLong("amount"),
            row.getString("reference")),
        EntryState.valueOf(row.getString("state")),
        row.getString("state_reason"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("updated_at", OffsetDateTime.class).toInstant(),
        row.getInt("attempts"),
        row.getObject("completed_seq", Long.class),
        row.getString("refused_reason"));
  }
}
