package sibyl.accounts.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.referral.ReferralRewards;
import sibyl.store.Database;

/**
 * Takes what people submit about themselves and lets staff decide. A number belongs to one account:
 * while it is pending or verified with one, no other can submit it. An identity is verified once; a
 * payout method can be replaced, and the old one holds until the new one is verified.
 */
public final class IdentityChecks {
  private static final int REMARK_LENGTH_MAX = 500;
  private static final int HISTORY_MAX = 100;

  /** What PostgreSQL calls a row that a unique index will not have. */
  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;
  private final FieldSeal seal;
  private final ReferralRewards rewards;
  private final InstantSource clock;

  /**
   * @param rewards that wait for a person to be verified
   */
  public IdentityChecks(
      Database database, FieldSeal seal, ReferralRewards rewards, InstantSource clock) {
    this.database = database;
    this.seal = seal;
    this.rewards = rewards;
    this.clock = clock;
  }

  /**
   * Submits documents, all or none.
   *
   * @throws AccountsException ALREADY_PENDING, ALREADY_VERIFIED; DOCUMENT_TAKEN if another account
   *     has the number; LIMIT_EXCEEDED after {@value #HISTORY_MAX} submissions
   */
  public List<IdentityItem> submit(long account, List<? extends Document> documents) {
    try {
      return database
          .jdbi()
          .inTransaction(
              handle -> {
                lock(handle, account);
                List<IdentityItem> items = new ArrayList<>();
                for (Document document : documents) {
                  items.add(insert(handle, account, document));
                }
                return items;
              });
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException cause
          && UNIQUE_VIOLATION.equals(cause.getSQLState())) {
        throw new AccountsException(
            Code.DOCUMENT_TAKEN, "this number is in use; write to support if it is yours");
      }
      throw e;
    }
  }

  private IdentityItem insert(Handle handle, long account, Document document) {
    Document.Kind kind = document.kind();
    List<IdentityItem> before = history(handle, account);
    if (before.size() >= HISTORY_MAX) {
      throw new AccountsException(
          Code.LIMIT_EXCEEDED, "there were too many submissions; write to support");
    }
    for (IdentityItem item : before) {
      if (item.document().kind() != kind) {
        continue;
      }
      if (item.state() == IdentityState.PENDING) {
        throw new AccountsException(Code.ALREADY_PENDING, "this is being looked at already");
      }
      if (item.state() == IdentityState.VERIFIED && kind == Document.Kind.IDENTITY) {
        throw new AccountsException(Code.ALREADY_VERIFIED, "your identity is verified already");
      }
    }
    UUID id = UUID.randomUUID();
    Instant now = clock.instant();
    handle
        .createUpdate(
            """
            INSERT INTO identity_items (item_id, account_id, kind, state, number_hash, sealed,
              submitted_at)
            VALUES (:id, :account, :kind, 'PENDING', :hash, :sealed, :now)
            """)
        .bind("id", id)
        .bind("account", account)
        .bind("kind", kind.name())
        .bind("hash", seal.hash(document.number()))
        .bind("sealed", seal.seal(id, document.text()))
        .bind("now", now.atOffset(ZoneOffset.UTC))
        .execute();
    return new IdentityItem(id, account, document, IdentityState.PENDING, null, now, null, null);
  }

  /** Everything an account ever submitted, the newest first. */
  public List<IdentityItem> history(long account) {
    return database.jdbi().withHandle(handle -> history(handle, account));
  }

  private List<IdentityItem> history(Handle handle, long account) {
    return handle
        .createQuery(
            """
            SELECT * FROM identity_items WHERE account_id = :account
            ORDER BY submitted_at DESC, item_id LIMIT :most
            """)
        .bind("account", account)
        .bind("most", HISTORY_MAX)
        .map((row, context) -> read(row))
        .list();
  }

  /**
   * Submissions in a state, the oldest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<IdentityItem> list(IdentityState state, @Nullable UUID after, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM identity_items
                        WHERE state = :state
                          AND (CAST(:after AS uuid) IS NULL
                               OR (submitted_at, item_id)
                                  > (SELECT submitted_at, item_id FROM identity_items
                                     WHERE item_id = CAST(:after AS uuid)))
                        ORDER BY submitted_at, item_id LIMIT :limit
                        """)
                    .bind("state", state.name())
                    .bind("after", after)
                    .bind("limit", limit)
                    .map((row, context) -> read(row))
                    .list());
  }

  public Optional<IdentityItem> find(UUID id) {
    return database.jdbi().withHandle(handle -> find(handle, id));
  }

  private Optional<IdentityItem> find(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM identity_items WHERE item_id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  /**
   * Verifies a submission; a payout method takes the place of the one before.
   *
   * @param by the member of staff
   * @throws AccountsException UNKNOWN_IDENTITY_CHECK; ILLEGAL_STEP if it was decided before
   */
  public IdentityItem approve(UUID id, String by) {
    return decide(id, IdentityState.VERIFIED, by, null);
  }

  /**
   * @param remark for the person to read
   * @throws AccountsException as {@link #approve}, and INVALID_REASON without a remark
   */
  public IdentityItem reject(UUID id, String by, String remark) {
    if (remark.isBlank() || remark.length() > REMARK_LENGTH_MAX) {
      throw new AccountsException(
          Code.INVALID_REASON, "say why, in 1 to " + REMARK_LENGTH_MAX + " characters");
    }
    return decide(id, IdentityState.REJECTED, by, remark.strip());
  }

  private IdentityItem decide(UUID id, IdentityState to, String by, @Nullable String remark) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              IdentityItem item = find(handle, id).orElseThrow(IdentityChecks::unknown);
              lock(handle, item.account());
              if (to == IdentityState.VERIFIED) {
                replaceOlder(handle, item);
              }
              int changed =
                  handle
                      .createUpdate(
                          """
                          UPDATE identity_items
                          SET state = :to, remark = :remark, decided_at = :now, decided_by = :by
                          WHERE item_id = :id AND state = 'PENDING'
                          """)
                      .bind("to", to.name())
                      .bind("remark", remark)
                      .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                      .bind("by", by)
                      .bind("id", id)
                      .execute();
              if (changed != 1) {
                throw new AccountsException(Code.ILLEGAL_STEP, "this has been decided already");
              }
              if (to == IdentityState.VERIFIED
                  && item.document().kind() == Document.Kind.IDENTITY) {
                rewards.verified(handle, item.account());
              }
              return find(handle, id).orElseThrow(IdentityChecks::unknown);
            });
  }

  private static void replaceOlder(Handle handle, IdentityItem by) {
    handle
        .createUpdate(
            """
            UPDATE identity_items SET state = 'REPLACED'
            WHERE account_id = :account AND kind = :kind AND state = 'VERIFIED'
            """)
        .bind("account", by.account())
        .bind("kind", by.document().kind().name())
        .execute();
  }

  /**
   * The payout method money may be sent to.
   *
   * @throws AccountsException IDENTITY_NOT_VERIFIED, PAYOUT_METHOD_MISSING
   */
  public UUID requirePayoutMethod(Handle handle, long account) {
    if (verified(handle, account, Document.Kind.IDENTITY).isEmpty()) {
      throw new AccountsException(
          Code.IDENTITY_NOT_VERIFIED,
          "submit your identity and wait until it is verified; then withdraw");
    }
    return verified(handle, account, Document.Kind.PAYOUT)
        .orElseThrow(
            () ->
                new AccountsException(
                    Code.PAYOUT_METHOD_MISSING,
                    "submit a payout method and wait until it is verified; then withdraw"));
  }

  private static Optional<UUID> verified(Handle handle, long account, Document.Kind kind) {
    return handle
        .createQuery(
            """
            SELECT item_id FROM identity_items
            WHERE account_id = :account AND kind = :kind AND state = 'VERIFIED'
            """)
        .bind("account", account)
        .bind("kind", kind.name())
        .mapTo(UUID.class)
        .findOne();
  }

  /** One submission or decision of an account at a time. */
  private static void lock(Handle handle, long account) {
    handle
        .createQuery("SELECT account_id FROM users WHERE account_id = :account FOR NO KEY UPDATE")
        .bind("account", account)
        .mapTo(Long.class)
        .one();
  }

  private static AccountsException unknown() {
    return new AccountsException(Code.UNKNOWN_IDENTITY_CHECK, "there is no such submission");
  }

  private IdentityItem read(ResultSet row) throws SQLException {
    UUID id = row.getObject("item_id", UUID.class);
    OffsetDateTime decided = row.getObject("decided_at", OffsetDateTime.class);
    return new IdentityItem(
        id,
        row.getLong("account_id"),
        Document.read(
            Document.Kind.valueOf(row.getString("kind")), seal.open(id, row.getBytes("sealed"))),
        IdentityState.valueOf(row.getString("state")),
        row.getString("remark"),
        row.getObject("submitted_at", OffsetDateTime.class).toInstant(),
        decided == null ? null : decided.toInstant(),
        row.getString("decided_by"));
  }
}
