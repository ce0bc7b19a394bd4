package sibyl.store.query;

import sibyl.store.Database;

/** How far the tables are. What they show includes at least every event up to here. */
public final class TablesPosition {
  private final Database database;

  public TablesPosition(Database database) {
    this.database = database;
  }

  /** The last event in the tables; 0 before the first. */
  public long now() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("SELECT seq FROM projection_position").mapTo(Long.class).one());
  }
}
