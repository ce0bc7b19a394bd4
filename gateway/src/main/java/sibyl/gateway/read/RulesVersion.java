package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;

/**
 * The rules of an event as they stood from a time on.
 *
 * @param version from 1
 * @param reason why they were changed; null for the first
 */
public record RulesVersion(int version, String rules, @Nullable String reason, long atMs) {}
