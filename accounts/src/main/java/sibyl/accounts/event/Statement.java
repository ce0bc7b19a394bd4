package sibyl.accounts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Words that staff put down for good.
 *
 * @param number which one it is: the version of rules, the number of a piece of evidence
 * @param reason why; null where the words speak for themselves
 * @param by the member of staff
 */
public record Statement(long number, String words, @Nullable String reason, long by, Instant at) {}
