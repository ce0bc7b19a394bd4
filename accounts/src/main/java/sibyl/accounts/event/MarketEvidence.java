package sibyl.accounts.event;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import sibyl.store.Database;

/** What staff found about how a market ends. Thread-safe. */
public final class MarketEvidence {
  private final Database database;
  private final InstantSource clock;

  public MarketEvidence(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  public Statement add(long market, String words, long by) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        INSERT INTO market_evidence (market_id, words, written_by, written_at)
                        VALUES (:market, :words, :by, :now)
                        RETURNING evidence_id AS number, words, CAST(NULL AS text) AS reason,
                          written_by, written_at
                        """)
                    .bind("market", market)
                    .bind("words", words)
                    .bind("by", by)
                    .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .map((row, context) -> Statements.read(row))
                    .one());
  }

  /** The latest first, only those with smaller numbers than {@code before}. */
  public List<Statement> of(long market, long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT evidence_id AS number, words, CAST(NULL AS text) AS reason,
                          written_by, written_at
                        FROM market_evidence
                        WHERE market_id = :market AND evidence_id < :below
                        ORDER BY evidence_id DESC LIMIT :limit
                        """)
                    .bind("market", market)
                    .bind("below", before)
                    .bind("limit", limit)
                    .map((row, context) -> Statements.read(row))
                    .list());
  }
}
