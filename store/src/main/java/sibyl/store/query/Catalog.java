package sibyl.store.query;

import java.util.List;
import java.util.Optional;
import sibyl.store.Database;

/** Events and markets however old, for what a reader no longer keeps in memory. */
public final class Catalog {
  private final Database database;

  public Catalog(Database database) {
    this.database = database;
  }

  public Optional<EventRecord> event(long event) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM events WHERE event_id = :event")
                    .bind("event", event)
                    .map((row, context) -> EventRecord.read(row))
                    .findOne());
  }

  public List<MarketRecord> marketsOf(long event) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM markets WHERE event_id = :event ORDER BY market_id")
                    .bind("event", event)
                    .map((row, context) -> MarketRecord.read(row))
                    .list());
  }

  public Optional<MarketRecord> market(long market) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM markets WHERE market_id = :market")
                    .bind("market", market)
                    .map((row, context) -> MarketRecord.read(row))
                    .findOne());
  }

  /**
   * @param before list events numbered below this; {@link Page#NEWEST} to begin
   * @throws IllegalArgumentException if the limit is out of range
   */
  public Page<EventRecord> events(long before, int limit) {
    int rows = Page.oneMoreThan(limit);
    return database
        .jdbi()
        .withHandle(
            handle ->
                Page.cut(
                    handle
                        .createQuery(
                            "SELECT * FROM events WHERE event_id < :before"
                                + " ORDER BY event_id DESC LIMIT :rows")
                        .bind("before", before)
                        .bind("rows", rows)
                        .map((row, context) -> EventRecord.read(row))
                        .list(),
                    limit,
                    EventRecord::event));
  }
}
