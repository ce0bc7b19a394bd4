package sibyl.accounts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that is being prepared, in one of its versions.
 *
 * @param version from 1
 * @param body the event as it would be asked for, as JSON
 * @param by the member of staff who wrote this version
 * @param publisher under whose number the exchange was asked; null before
 * @param event the number of the event, once published
 */
public record EventDraft(
    long id,
    int version,
    DraftState state,
    String body,
    long by,
    Instant at,
    @Nullable Long publisher,
    @Nullable Long event) {}
