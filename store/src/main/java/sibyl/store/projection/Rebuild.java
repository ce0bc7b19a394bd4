package sibyl.store.projection;

import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.store.Database;
import sibyl.store.schema.DerivedChecksum;
import sibyl.store.schema.DerivedTables;

/**
 * Empties the derived tables and writes them again from the journal. No projection may run
 * meanwhile; readers of the tables see them fill up. An interrupted rebuild leaves tables that are
 * right as far as they go: an ordinary projection carries on from there.
 */
public final class Rebuild {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  private final Database database;
  private final ProjectionOptions options;

  public Rebuild(Database database, ProjectionOptions options) {
    this.database = database;
    this.options = options;
  }

  /**
   * @param patience how long the last rows may take after the journal has been read
   * @throws ProjectionException if another projection is writing, or the journal and the tables
   *     cannot be brought together
   */
  public Result run(JournalSource journal, Duration patience) throws InterruptedException {
    ProjectionWriter writer = ProjectionWriter.thatClears(database, options.positionsCached());
    Projection.connect(writer, options);
    DerivedChecksum before = readable();
    try {
      writer.clear();
    } catch (SQLException e) {
      writer.close();
      throw new ProjectionException("the derived tables cannot be emptied: " + e.getMessage(), e);
    }
    long last;
    try (Projection projection = Projection.start(writer, options)) {
      last = journal.replay(projection);
      if (!projection.awaitPosition(last, patience)) {
        throw new ProjectionException(
            "the tables reached only event " + projection.position() + " of " + last);
      }
    }
    markFollowing();
    return new Result(last, before, DerivedTables.checksum(database));
  }

  /** For comparing only: what is damaged is emptied without being read. */
  private DerivedChecksum readable() {
    try {
      return DerivedTables.checksum(database);
    } catch (IllegalStateException e) {
      LOG.warn("the tables are emptied without being compared: {}", e.getMessage());
      return DerivedChecksum.UNREADABLE;
    }
  }

  private void markFollowing() {
    database
        .jdbi()
        .useHandle(handle -> handle.execute("UPDATE projection_position SET state = 'FOLLOWING'"));
  }

  /**
   * @param lastSeq the last event that was read
   * @param before what the tables held; comparable when they were at {@code lastSeq} too; {@link
   *     DerivedChecksum#UNREADABLE} if they are damaged
   * @param after what they hold now
   */
  public record Result(long lastSeq, DerivedChecksum before, DerivedChecksum after) {}
}
