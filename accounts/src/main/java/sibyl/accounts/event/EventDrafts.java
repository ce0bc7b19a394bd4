package sibyl.accounts.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.store.Database;

/**
 * Events before they exist at the exchange. As long as one is a draft it is edited and deleted
 * freely; every version stays. Thread-safe.
 */
public final class EventDrafts {
  private static final String SELECT =
      """
      SELECT d.draft_id, d.version, d.state, d.publisher, d.event_id, v.body, v.written_by,
             v.written_at
      FROM event_drafts d JOIN event_draft_versions v USING (draft_id)
      """;

  private final Database database;
  private final InstantSource clock;

  public EventDrafts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public EventDraft create(String body, long by) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              long id =
                  handle
                      .createQuery(
                          "INSERT INTO event_drafts (version, state) VALUES (1, 'DRAFT')"
                              + " RETURNING draft_id")
                      .mapTo(Long.class)
                      .one();
              write(handle, id, 1, body, by);
              return require(handle, id);
            });
  }

  /**
   * Adds a version.
   *
   * @throws AccountsException UNKNOWN_DRAFT, DRAFT_NOT_EDITABLE
   */
  public EventDraft edit(long id, String body, long by) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              step(handle, id, DraftState.DRAFT, DraftState.DRAFT);
              int version =
                  handle
                      .createQuery(
                          "UPDATE event_drafts SET version = version + 1 WHERE draft_id = :id"
                              + " RETURNING version")
                      .bind("id", id)
                      .mapTo(Integer.class)
                      .one();
              write(handle, id, version, body, by);
              return require(handle, id);
            });
  }

  /**
   * @throws AccountsException UNKNOWN_DRAFT, DRAFT_NOT_EDITABLE
   */
  public void delete(long id) {
    database
        .jdbi()
        .useTransaction(handle -> step(handle, id, DraftState.DRAFT, DraftState.DELETED));
  }

  /**
   * Takes a draft for publishing; from here on it is edited no more. Of one that is being published
   * already nothing changes, so that what was interrupted can be done again under the same number.
   *
   * @throws AccountsException UNKNOWN_DRAFT, DRAFT_NOT_EDITABLE
   */
  public EventDraft beginPublishing(long id, long by) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              EventDraft draft = require(handle, id);
              if (draft.state() == DraftState.DRAFT) {
                step(handle, id, DraftState.DRAFT, DraftState.PUBLISHING);
                handle.execute("UPDATE event_drafts SET publisher = ? WHERE draft_id = ?", by, id);
              } else if (draft.state() != DraftState.PUBLISHING) {
                throw notEditable(draft.state());
              }
              return require(handle, id);
            });
  }

  /** The exchange has created it. */
  public void published(long id, long event) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE event_drafts SET state = 'PUBLISHED', event_id = ?"
                        + " WHERE draft_id = ? AND state = 'PUBLISHING'",
                    event,
                    id));
  }

  /** The exchange has refused it: it is a draft again. */
  public void refused(long id) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE event_drafts SET state = 'DRAFT', publisher = NULL"
                        + " WHERE draft_id = ? AND state = 'PUBLISHING'",
                    id));
  }

  /** The latest version. */
  public Optional<EventDraft> find(long id) {
    return database.jdbi().withHandle(handle -> find(handle, id));
  }

  /** The members of staff who wrote any version. */
  public Set<Long> writers(long id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT DISTINCT written_by FROM event_draft_versions WHERE draft_id = ?")
                    .bind(0, id)
                    .mapTo(Long.class)
                    .set());
  }

  /** Every version, the latest first. */
  public List<EventDraft> versions(long id, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT.replace("d.version,", "v.version,")
                            + "WHERE d.draft_id = :id ORDER BY v.version DESC LIMIT :limit")
                    .bind("id", id)
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  /**
   * The newest first.
   *
   * @param state null for any
   * @param before only those with smaller numbers
   */
  public List<EventDraft> list(@Nullable DraftState state, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        SELECT
                            + """
                            WHERE v.version = d.version AND d.draft_id < :below
                              AND (CAST(:state AS text) IS NULL OR d.state = :state)
                            ORDER BY d.draft_id DESC LIMIT :limit
                            """)
                    .bind("below", before)
                    .bind("state", state == null ? null : state.name())
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  private void write(Handle handle, long id, int version, String body, long by) {
    handle
        .createUpdate(
            """
            INSERT INTO event_draft_versions (draft_id, version, body, written_by, written_at)
            VALUES (:id, :version, :body, :by, :now)
            """)
        .bind("id", id)
        .bind("version", version)
        .bind("body", body)
        .bind("by", by)
        .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
        .execute();
  }

  private static void step(Handle handle, long id, DraftState from, DraftState to) {
    int changed =
        handle
            .createUpdate(
                "UPDATE event_drafts SET state = :to WHERE draft_id = :id AND state = :from")
            .bind("id", id)
            .bind("from", from.name())
            .bind("to", to.name())
            .execute();
    if (changed == 0) {
      throw notEditable(require(handle, id).state());
    }
  }

  private static EventDraft require(Handle handle, long id) {
    return find(handle, id)
        .orElseThrow(() -> new AccountsException(Code.UNKNOWN_DRAFT, "there is no such draft"));
  }

  private static Optional<EventDraft> find(Handle handle, long id) {
    return handle
        .createQuery(SELECT + "WHERE v.version = d.version AND d.draft_id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  private static AccountsException notEditable(DraftState state) {
    String why =
        switch (state) {
          case DRAFT -> "somebody else changed it at this moment; look and try again";
          case PUBLISHING -> "it is being published; publish it again to finish that";
          case PUBLISHED -> "it is published; copy the event to begin another";
          case DELETED -> "it was deleted";
        };
    return new AccountsException(Code.DRAFT_NOT_EDITABLE, "this draft cannot be changed: " + why);
  }

  private static EventDraft read(ResultSet row) throws SQLException {
    return new EventDraft(
        row.getLong("draft_id"),
        row.getInt("version"),
        DraftState.valueOf(row.getString("state")),
        row.getString("body"),
        row.getLong("written_by"),
        row.getObject("written_at", OffsetDateTime.class).toInstant(),
        row.getObject("publisher", Long.class),
        row.getObject("event_id", Long.class));
  }
}
