package sibyl.simulation.replication;

/**
 * A published study, the question of one market: does it replicate?
 *
 * @param finding its number, unique over all projects
 * @param replicated what happened, and so how the market resolved
 */
public record Study(
    Project project, int finding, String citation, String doi, boolean replicated) {}
