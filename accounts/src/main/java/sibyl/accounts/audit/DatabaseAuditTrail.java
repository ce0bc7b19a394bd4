package sibyl.accounts.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.KeyedHash;
import sibyl.store.Database;

/**
 * The audit log in the database, whose triggers refuse to change or remove an entry, and whose
 * application role may not. Entries are added one after the other, across all programs: each needs
 * the hash of the one before. Key and anchor are outside the database, so that who owns it can
 * neither compute the chain anew nor cut its end unseen.
 */
public final class DatabaseAuditTrail implements AuditTrail {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseAuditTrail.class);
  private static final long LOCK = 0x5349_4259_4c41_5544L;
  private static final int VERIFIED_AT_A_TIME = 1_000;

  /** An intent younger than this may be under way. */
  private static final Duration UNDER_WAY = Duration.ofMinutes(1);

  private final Database database;
  private final KeyedHash key;
  private final AuditAnchor anchor;
  private final InstantSource clock;

  /**
   * @param key the same for all programs of one exchange
   */
  public DatabaseAuditTrail(
      Database database, KeyedHash key, AuditAnchor anchor, InstantSource clock) {
    this.database = database;
    this.key = key;
    this.anchor = anchor;
    this.clock = clock;
  }

  @Override
  public long append(AuditEntry entry) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    AuditRecord written = database.jdbi().inTransaction(handle -> append(handle, entry, now));
    anchor.note(new AuditHead(written.seq(), written.hash()));
    LOG.atInfo()
        .addKeyValue("seq", written.seq())
        .addKeyValue("hash", written.hash())
        .addKeyValue("request_id", entry.requestId())
        .log("audit entry");
    return written.seq();
  }

  private AuditRecord append(Handle handle, AuditEntry entry, Instant now) {
    handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
    AuditHead last = last(handle);
    if (last.seq() < anchor.head().seq()) {
      throw new IllegalStateException(
          "entries %d to %d of the audit log are gone; nothing is added until that is settled"
              .formatted(last.seq() + 1, anchor.head().seq()));
    }
    long seq = last.seq() + 1;
    String previous = last.hash();
    String hash = AuditHash.of(key, previous, seq, now.toEpochMilli(), entry);
    handle
        .createUpdate(
            """
            INSERT INTO audit_log (seq, at, stage, intent_seq, actor, username, roles, operation,
              subject, reason, request, before, after, outcome, request_id, address,
              previous_hash, hash)
            VALUES (:seq, :at, :stage, :intent, :actor, :username, :roles, :operation,
              :subject, :reason, :request, :before, :after, :outcome, :requestId, :address,
              :previous, :hash)
            """)
        .bind("seq", seq)
        .bind("at", now.atOffset(ZoneOffset.UTC))
        .bind("stage", entry.stage().name())
        .bind("intent", entry.intent() == 0 ? null : entry.intent())
        .bind("actor", entry.actor())
        .bind("username", entry.username())
        .bind("roles", entry.roles())
        .bind("operation", entry.operation())
        .bind("subject", entry.subject())
        .bind("reason", entry.reason())
        .bind("request", entry.request())
        .bind("before", entry.before())
        .bind("after", entry.after())
        .bind("outcome", entry.outcome())
        .bind("requestId", entry.requestId())
        .bind("address", entry.address())
        .bind("previous", previous)
        .bind("hash", hash)
        .execute();
    return new AuditRecord(seq, now, entry, previous, hash);
  }

  @Override
  public List<AuditRecord> page(AuditFilter filter, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM audit_log
                        WHERE seq < :below
                          AND (CAST(:actor AS bigint) IS NULL OR actor = :actor)
                          AND (CAST(:operation AS text) IS NULL OR operation = :operation)
                          AND (CAST(:subject AS text) IS NULL OR subject = :subject)
                          AND (CAST(:stage AS text) IS NULL OR stage = :stage)
                          AND (CAST(:requestId AS text) IS NULL OR request_id = :requestId)
                          AND (CAST(:from AS timestamptz) IS NULL OR at >= :from)
                          AND (CAST(:to AS timestamptz) IS NULL OR at < :to)
                        ORDER BY seq DESC LIMIT :limit
                        """)
                    .bind("below", before)
                    .bind("actor", filter.actor())
                    .bind("operation", filter.operation())
                    .bind("subject", filter.subject())
                    .bind("stage", filter.stage() == null ? null : filter.stage().name())
                    .bind("requestId", filter.requestId())
                    .bind("from", utc(filter.from()))
                    .bind("to", utc(filter.to()))
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  /** Hears how far a verification is. */
  public interface Progress {
    void verified(long entries, long of);
  }

  @Override
  public AuditVerdict verify() {
    return verify((entries, of) -> {});
  }

  /**
   * As {@link #verify()}.
   *
   * @param progress hears of every part that was found to be right
   */
  public AuditVerdict verify(Progress progress) {
    long all = lastSeq();
    long entries = 0;
    String previous = AuditHash.NONE;
    while (true) {
      List<AuditRecord> part = after(entries);
      for (AuditRecord record : part) {
        String trouble = trouble(record, entries + 1, previous);
        if (trouble != null) {
          return new AuditVerdict(entries, previous, entries + 1, trouble, unfinished());
        }
        entries++;
        previous = record.hash();
      }
      progress.verified(entries, Math.max(entries, all));
      if (part.size() < VERIFIED_AT_A_TIME) {
        return ended(entries, previous);
      }
    }
  }

  /** What lies beyond the last entry: the notes of how far the log was written. */
  private AuditVerdict ended(long entries, String last) {
    long inDatabase =
        database
            .jdbi()
            .withHandle(
                handle -> handle.createQuery("SELECT seq FROM audit_head").mapTo(Long.class).one());
    long noted = Math.max(inDatabase, anchor.head().seq());
    boolean cut = noted > entries && noted > lastSeq();
    return new AuditVerdict(
        entries,
        last,
        cut ? (Long) (entries + 1) : null,
        cut ? "entries up to " + noted + " were written and are gone" : null,
        unfinished());
  }

  /** Entries may have been added since they were read. */
  private long lastSeq() {
    return database.jdbi().withHandle(DatabaseAuditTrail::last).seq();
  }

  private @Nullable String trouble(AuditRecord record, long expected, String previous) {
    if (record.seq() != expected) {
      return "entry " + expected + " is missing";
    }
    if (!record.previousHash().equals(previous)) {
      return "it does not continue the entry before it";
    }
    String hash =
        AuditHash.of(key, previous, record.seq(), record.at().toEpochMilli(), record.entry());
    if (!hash.equals(record.hash())) {
      return "its fields are not those it was hashed with";
    }
    AuditHead noted = anchor.head();
    return noted.seq() == record.seq() && !noted.hash().equals(hash)
        ? "it is another than the one that was noted outside the database"
        : null;
  }

  private List<AuditRecord> after(long seq) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT * FROM audit_log WHERE seq > :seq ORDER BY seq LIMIT :some")
                    .bind("seq", seq)
                    .bind("some", VERIFIED_AT_A_TIME)
                    .map((row, context) -> read(row))
                    .list());
  }

  private long unfinished() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT count(*) FROM audit_log i
                        WHERE stage = 'INTENT' AND at < :before AND NOT EXISTS (
                          SELECT 1 FROM audit_log o WHERE o.intent_seq = i.seq)
                        """)
                    .bind("before", utc(clock.instant().minus(UNDER_WAY)))
                    .mapTo(Long.class)
                    .one());
  }

  private static AuditHead last(Handle handle) {
    return handle
        .createQuery("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1")
        .map((row, context) -> new AuditHead(row.getLong("seq"), row.getString("hash")))
        .findOne()
        .orElse(AuditHead.NONE);
  }

  private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static AuditRecord read(ResultSet row) throws SQLException {
    AuditEntry entry =
        new AuditEntry(
            AuditEntry.Stage.valueOf(row.getString("stage")),
            row.getLong("intent_seq"),
            row.getLong("actor"),
            row.getString("username"),
            row.getString("roles"),
            row.getString("operation"),
            row.getString("subject"),
            row.getString("reason"),
            row.getString("request"),
            row.getString("before"),
            row.getString("after"),
            row.getString("outcome"),
            row.getString("request_id"),
            row.getString("address"));
    return new AuditRecord(
        row.getLong("seq"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        entry,
        row.getString("previous_hash"),
        row.getString("hash"));
  }
}
