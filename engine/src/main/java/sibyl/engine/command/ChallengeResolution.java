package sibyl.engine.command;

/**
 * Reopens the decision about a market within its challenge window.
 *
 * @param reason in words; carried to the events and forgotten
 */
public record ChallengeResolution(long market, String reason) {}
