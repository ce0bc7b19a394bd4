package sibyl.accounts.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.identity.FieldSeal;
import sibyl.store.Database;

/**
 * Mails on their way. {@link #add} is part of the transaction that gives cause for one; {@link
 * #wake}, after its commit, has it sent at once. A row holds what to tell and to whom, sealed, and
 * nothing of that once it is over; the text and the token in it are made when it is sent. A mail
 * that is not taken is tried again, less and less often, for as long as it is of use; one that
 * never will be taken, or is of no use any more, is dead.
 *
 * <p>Bounded by {@link MailLimits}. Of several relays on one database each takes other mails. After
 * a crash a mail may be sent twice. Thread-safe.
 */
public final class MailOutbox implements Relay.Work {
  private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

  /** Longer than the longest try, so that no other sender takes a mail that is being sent. */
  private static final Duration PAUSE_MIN = Duration.ofMinutes(2);

  private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration DEAD_KEPT = Duration.ofDays(30);
  private static final int AT_A_TIME = 100;
  private static final int REMOVED_AT_A_TIME = 1_000;
  private static final long LOCK = 0x5349_4259_4c4d_4149L;

  private final Database database;
  private final @Nullable MailSender sender;
  private final MailProofs proofs;
  private final Letters letters;
  private final FieldSeal seal;
  private final KeyedHash hash;
  private final MailLimits limits;
  private final InstantSource clock;
  private final LongAdder sent = new LongAdder();
  private final LongAdder kept = new LongAdder();
  private final LongAdder failedTries = new LongAdder();
  private final LongAdder dead = new LongAdder();
  private volatile long waiting;
  private volatile Runnable wake = () -> {};

  /**
   * @param sender null where no mail can be sent; nothing is added then
   * @param site where the exchange's pages are; empty if links lead nowhere
   * @param hash of addresses, with a key that all gateways have
   */
  public MailOutbox(
      Database database,
      @Nullable MailSender sender,
      MailProofs proofs,
      String site,
      FieldSeal seal,
      KeyedHash hash,
      MailLimits limits,
      InstantSource clock) {
    this.database = database;
    this.sender = sender;
    this.proofs = proofs;
    this.letters = new Letters(proofs, site);
    this.seal = seal;
    this.hash = hash;
    this.limits = limits;
    this.clock = clock;
  }

  /** What became of a wish for a mail. */
  public enum Added {
    WAITS,
    /** The account or the address had enough for now. */
    ENOUGH,
    /** Too many wait, of everybody's. */
    FULL,
    /** No mail can be sent. */
    DISABLED
  }

  /** Whether mails can be sent at all. */
  public boolean isEnabled() {
    return sender != null;
  }

  /** Asks for a reset for any name; nothing is looked up before it is sent. */
  public Added addReset(Handle handle, String nameOrAddress) {
    return add(handle, MailKind.RESET_PASSWORD, null, nameOrAddress.toLowerCase(Locale.ROOT), null);
  }

  /** Tells an account, at its verified address if it has one, in the caller's transaction. */
  public Added add(Handle handle, MailKind kind, long account) {
    return add(handle, kind, account, "", null);
  }

  /** Writes to an address because of an account, in the caller's transaction. */
  public Added add(Handle handle, MailKind kind, long account, String address) {
    return add(handle, kind, account, address, address);
  }

  private Added add(
      Handle handle,
      MailKind kind,
      @Nullable Long account,
      String about,
      @Nullable String address) {
    if (sender == null) {
      return Added.DISABLED;
    }
    // One at a time, so that what is added at once is counted; the last lock of every transaction.
    handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
    if (isFull(handle)) {
      return Added.FULL;
    }
    String addressHash = address == null ? null : hashOf(address);
    UUID id = UUID.randomUUID();
    if (hadEnough(handle, kind, account, addressHash, id)) {
      return Added.ENOUGH;
    }
    Instant now = clock.instant();
    handle
        .createUpdate(
            """
            INSERT INTO mails (mail_id, kind, account_id, address_hash, sealed, state, created_at,
              next_attempt_at, useless_at)
            VALUES (:id, :kind, :account, :address, :sealed, 'WAITING', :now, :now, :useless)
            """)
        .bind("id", id)
        .bind("kind", kind.name())
        .bind("account", account)
        .bind("address", addressHash)
        .bind("sealed", seal.seal(id, about))
        .bind("now", at(now))
        .bind("useless", at(now.plus(kind.useful())))
        .execute();
    return Added.WAITS;
  }

  /** To be called after the commit of what was added. */
  public void wake() {
    wake.run();
  }

  @Override
  public void wokenBy(Runnable relay) {
    wake = relay;
  }

  /** Sends what is due; blocks for as long as the mail server does. */
  @Override
  public int repeat() {
    MailSender present = sender;
    if (present == null) {
      return 0;
    }
    clear();
    int tried = 0;
    boolean there = true;
    while (there && tried < AT_A_TIME && !Thread.currentThread().isInterrupted()) {
      Optional<Due> due = takeDue();
      if (due.isEmpty()) {
        break;
      }
      tried++;
      there = deliver(due.get(), present);
    }
    waiting = count();
    return tried;
  }

  /** False if there is no use in trying others now. */
  private boolean deliver(Due due, MailSender present) {
    if (!clock.instant().isBefore(due.uselessAt())) {
      end(due, "DEAD", "not sent while it was of use");
      dead.increment();
      return true;
    }
    Optional<Letters.Letter> letter = database.jdbi().inTransaction(handle -> compose(handle, due));
    if (letter.isEmpty()) {
      end(due, "DROPPED", null);
      return true;
    }
    try {
      switch (present.send(letter.get().mail())) {
        case SENT -> {
          end(due, "SENT", null);
          sent.increment();
        }
        case KEPT -> {
          end(due, "KEPT", null);
          kept.increment();
        }
      }
      return true;
    } catch (MailFailedException e) {
      return failed(due, letter.get(), e);
    } catch (RuntimeException e) {
      forget(letter.get());
      throw e;
    }
  }

  private boolean failed(Due due, Letters.Letter letter, MailFailedException failure) {
    forget(letter);
    failedTries.increment();
    String reason = String.valueOf(failure.getMessage());
    LOG.warn("a mail was not taken, try {}: {}", due.attempts(), reason);
    if (failure.outlook() == MailFailedException.Outlook.LASTING) {
      end(due, "DEAD", reason);
      dead.increment();
    } else {
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle
                      .createUpdate("UPDATE mails SET state_reason = :reason WHERE mail_id = :id")
                      .bind("reason", reason)
                      .bind("id", due.id())
                      .execute());
    }
    return failure.outlook() != MailFailedException.Outlook.SERVER_AWAY;
  }

  private Optional<Letters.Letter> compose(Handle handle, Due due) {
    Optional<Letters.Recipient> to =
        letters.recipient(handle, due.kind(), due.account(), seal.open(due.id(), due.sealed()));
    if (to.isEmpty()) {
      return Optional.empty();
    }
    String address = hashOf(to.get().address());
    if (hadEnough(handle, due.kind(), to.get().account(), address, due.id())) {
      return Optional.empty();
    }
    handle
        .createUpdate(
            "UPDATE mails SET account_id = :account, address_hash = :address WHERE mail_id = :id")
        .bind("account", to.get().account())
        .bind("address", address)
        .bind("id", due.id())
        .execute();
    return Optional.of(letters.write(handle, due.kind(), to.get()));
  }

  /** A token that did not get out is worth nothing. */
  private void forget(Letters.Letter letter) {
    String token = letter.token();
    if (token != null) {
      database.jdbi().useHandle(handle -> proofs.forget(handle, token));
    }
  }

  private Optional<Due> takeDue() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        UPDATE mails
                        SET attempts = attempts + 1,
                            next_attempt_at = CAST(:now AS timestamptz)
                              + least(:max, :min * power(2, least(attempts, 20)))
                                * interval '1 second'
                        WHERE mail_id IN (
                          SELECT mail_id FROM mails
                          WHERE state = 'WAITING' AND next_attempt_at <= :now
                          ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                    .bind("now", at(clock.instant()))
                    .bind("min", PAUSE_MIN.toSeconds())
                    .bind("max", PAUSE_MAX.toSeconds())
                    .map((row, context) -> Due.read(row))
                    .findOne());
  }

  private void end(Due due, String state, @Nullable String reason) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        UPDATE mails SET state = :state, state_reason = :reason, sealed = NULL,
                          ended_at = :now
                        WHERE mail_id = :id AND state = 'WAITING'
                        """)
                    .bind("state", state)
                    .bind("reason", reason)
                    .bind("now", at(clock.instant()))
                    .bind("id", due.id())
                    .execute());
  }

  /** Removes what counts for no limit any more, and tokens whose time is over. */
  private void clear() {
    Instant now = clock.instant();
    database
        .jdbi()
        .useTransaction(
            handle -> {
              proofs.removeExpired(handle);
              handle
                  .createUpdate(
                      """
                      DELETE FROM mails WHERE mail_id IN (
                        SELECT mail_id FROM mails
                        WHERE state <> 'WAITING' AND ended_at <= :day
                          AND (state <> 'DEAD' OR ended_at <= :dead)
                        LIMIT :some)
                      """)
                  .bind("day", at(now.minus(DAY)))
                  .bind("dead", at(now.minus(DEAD_KEPT)))
                  .bind("some", REMOVED_AT_A_TIME)
                  .execute();
              handle
                  .createUpdate(
                      """
                      DELETE FROM mails WHERE mail_id IN (
                        SELECT mail_id FROM mails WHERE state = 'DEAD'
                        ORDER BY created_at DESC, mail_id DESC OFFSET :most)
                      """)
                  .bind("most", limits.dead())
                  .execute();
            });
  }

  /**
   * The dead ones, the oldest first.
   *
   * @param after the last one of the page before; null for the first page
   */
  public List<DeadMail> dead(@Nullable UUID after, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT * FROM mails
                        WHERE state = 'DEAD'
                          AND (CAST(:after AS uuid) IS NULL
                               OR (created_at, mail_id)
                                  > (SELECT created_at, mail_id FROM mails
                                     WHERE mail_id = CAST(:after AS uuid)))
                        ORDER BY created_at, mail_id LIMIT :limit
                        """)
                    .bind("after", after)
                    .bind("limit", limit)
                    .map((row, context) -> readDead(row))
                    .list());
  }

  // How sending goes, for metrics.

  /** Mails that wait, when the relay last looked. */
  public long waiting() {
    return waiting;
  }

  /** Mails that a mail server took, since the start. */
  public long sent() {
    return sent.sum();
  }

  /** Mails that were written to a folder instead. */
  public long kept() {
    return kept.sum();
  }

  /** Tries that failed, also those that a later one made good. */
  public long failedTries() {
    return failedTries.sum();
  }

  /** Mails given up, since the start. */
  public long deadSinceStart() {
    return dead.sum();
  }

  private boolean isFull(Handle handle) {
    return handle
            .createQuery(
                "SELECT count(*) FROM (SELECT 1 FROM mails WHERE state = 'WAITING' LIMIT :most) w")
            .bind("most", limits.waiting())
            .mapTo(Integer.class)
            .one()
        >= limits.waiting();
  }

  /** Counts what was sent or waits, besides the one it is about. */
  private boolean hadEnough(
      Handle handle,
      MailKind kind,
      @Nullable Long account,
      @Nullable String addressHash,
      UUID besides) {
    List<String> kinds =
        Arrays.stream(MailKind.values())
            .filter(other -> other.cause() == kind.cause())
            .map(MailKind::name)
            .toList();
    return handle
        .createQuery(
            """
            SELECT (SELECT count(*) FROM mails
                    WHERE account_id = CAST(:account AS bigint) AND created_at > :since
                      AND state <> 'DROPPED' AND kind = ANY(:kinds) AND mail_id <> :besides)
                     >= :perAccount
                OR (SELECT count(*) FROM mails
                    WHERE address_hash = CAST(:address AS text) AND created_at > :since
                      AND state <> 'DROPPED' AND kind = ANY(:kinds) AND mail_id <> :besides)
                     >= :perAddress
            """)
        .bind("account", account)
        .bind("address", addressHash)
        .bind("since", at(clock.instant().minus(DAY)))
        .bindArray("kinds", String.class, kinds)
        .bind("besides", besides)
        .bind("perAccount", limits.perAccountAndDay())
        .bind("perAddress", limits.perAddressAndDay())
        .mapTo(Boolean.class)
        .one();
  }

  private long count() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT count(*) FROM mails WHERE state = 'WAITING'")
                    .mapTo(Long.class)
                    .one());
  }

  private String hashOf(String address) {
    return hash.of("mail", address.toLowerCase(Locale.ROOT));
  }

  private static OffsetDateTime at(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private static DeadMail readDead(ResultSet row) throws SQLException {
    return new DeadMail(
        row.getObject("mail_id", UUID.class),
        MailKind.valueOf(row.getString("kind")),
        row.getObject("account_id", Long.class),
        String.valueOf(row.getString("state_reason")),
        row.getInt("attempts"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("ended_at", OffsetDateTime.class).toInstant());
  }

  @SuppressWarnings("ArrayRecordComponent") // a row just read: never compared, never kept
  private record Due(
      UUID id,
      MailKind kind,
      @Nullable Long account,
      byte[] sealed,
      int attempts,
      Instant uselessAt) {
    static Due read(ResultSet row) throws SQLException {
      return new Due(
          row.getObject("mail_id", UUID.class),
          MailKind.valueOf(row.getString("kind")),
          row.getObject("account_id", Long.class),
          row.getBytes("sealed"),
          row.getInt("attempts"),
          row.getObject("useless_at", OffsetDateTime.class).toInstant());
    }
  }
}
