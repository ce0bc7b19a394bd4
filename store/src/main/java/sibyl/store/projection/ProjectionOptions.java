package sibyl.store.projection;

import java.time.Duration;

/**
 * How a {@link Projection} batches and how long it tries.
 *
 * @param linger how long a first event waits for others; bounds the lag at rest
 * @param batchEventsMax events in one transaction, give or take one command
 * @param queueEventsMax events heard and not yet written; beyond that the caller waits
 * @param positionsCached positions kept in memory between batches
 * @param retryMin first pause after the database failed
 * @param retryMax longest pause; each pause is twice the one before
 * @param startDeadline how long the start waits for the database and for a predecessor to let go
 * @param closeDeadline how long closing waits for what was heard to be written
 */
public record ProjectionOptions(
    Duration linger,
    int batchEventsMax,
    int queueEventsMax,
    int positionsCached,
    Duration retryMin,
    Duration retryMax,
    Duration startDeadline,
    Duration closeDeadline) {
  public static final ProjectionOptions DEFAULT =
      new ProjectionOptions(
          Duration.ofMillis(20),
          20_000,
          100_000,
          100_000,
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20));

  public ProjectionOptions {
    if (linger.isNegative()
        || batchEventsMax < 1
        || queueEventsMax < 1
        || positionsCached < 1
        || !retryMin.isPositive()
        || retryMax.compareTo(retryMin) < 0
        || !startDeadline.isPositive()
        || !closeDeadline.isPositive()) {
      throw new IllegalArgumentException("projection options out of range");
    }
  }
}
