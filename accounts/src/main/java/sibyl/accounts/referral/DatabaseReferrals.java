package sibyl.accounts.referral;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.outbox.Outbox;
import sibyl.store.Database;

/**
 * Referrals as rows: one for everybody who has claimed or skipped, so the table's key is what makes
 * it once, however many claims come at the same time. The reward is an entry of the outbox in the
 * same transaction.
 */
public final class DatabaseReferrals implements Referrals {
  private static final Duration LEADERBOARD_AGE_MAX = Duration.ofMinutes(1);

  private final Database database;
  private final Outbox outbox;
  private final ReferralRewards rewards;
  private final ReferralTerms terms;
  private final InstantSource clock;
  private final LoadingCache<String, List<Leader>> leaderboard;

  private record Claimant(Instant joinedAt, String code) {}

  public DatabaseReferrals(
      Database database, Outbox outbox, ReferralTerms terms, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.rewards = new ReferralRewards(outbox);
    this.terms = terms;
    this.clock = clock;
    this.leaderboard =
        Caffeine.newBuilder()
            .maximumSize(1)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .expireAfterWrite(LEADERBOARD_AGE_MAX)
            .build(any -> readLeaderboard());
  }

  @Override
  public void claim(long account, String typed) {
    String code = ReferralCode.read(typed);
    boolean rewarded = database.jdbi().inTransaction(handle -> claim(handle, account, code));
    if (rewarded) {
      outbox.wake();
    }
  }

  /** Whether there is a reward to be moved. */
  private boolean claim(Handle handle, long account, String code) {
    Claimant claimant = claimant(handle, account);
    if (code.equals(claimant.code())) {
      throw new AccountsException(Code.OWN_REFERRAL_CODE, "this is your own code");
    }
    if (isDecided(handle, account)) {
      throw decided();
    }
    Instant now = clock.instant();
    if (now.isAfter(claimant.joinedAt().plus(terms.window()))) {
      throw new AccountsException(
          Code.REFERRAL_TOO_LATE,
          "a code can be claimed within "
              + terms.window().toDays()
              + " days of joining, which are over");
    }
    long referrer = referrer(handle, code);
    if (referrer > account) {
      throw new AccountsException(
          Code.REFERRER_JOINED_LATER,
          "this code belongs to somebody who joined after you, who cannot have brought you");
    }
    boolean rewarded =
        terms.reward() > 0 && (!terms.afterVerification() || isVerified(handle, account));
    if (!decide(handle, account, referrer, terms.reward(), rewarded || terms.reward() == 0, now)) {
      throw decided();
    }
    if (rewarded) {
      rewards.pay(handle, account, referrer, terms.reward());
    }
    return rewarded;
  }

  /** Under the lock that a verification takes too, so that one of the two sees the other. */
  private static boolean isVerified(Handle handle, long account) {
    handle.execute("SELECT 1 FROM users WHERE account_id = ? FOR NO KEY UPDATE", account);
    return exists(
        handle,
        """
        SELECT 1 FROM identity_items
        WHERE account_id = :account AND kind = 'IDENTITY' AND state = 'VERIFIED'
        """,
        account);
  }

  @Override
  public void skip(long account) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              if (!decide(handle, account, null, 0, true, clock.instant())
                  && !isSkipped(handle, account)) {
                throw decided();
              }
            });
  }

  @Override
  public ReferralSummary of(long account, long before, int limit) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              Claimant person = claimant(handle, account);
              Instant openUntil = person.joinedAt().plus(terms.window());
              boolean open = !isDecided(handle, account) && !clock.instant().isAfter(openUntil);
              return handle
                  .createQuery(
                      """
                      SELECT count(*) AS people, coalesce(sum(reward) FILTER (WHERE rewarded), 0) AS earned
                      FROM referrals WHERE referrer_id = :account
                      """)
                  .bind("account", account)
                  .map(
                      (row, context) ->
                          new ReferralSummary(
                              person.code(),
                              row.getLong("earned"),
                              row.getLong("people"),
                              open,
                              openUntil,
                              invited(handle, account, before, limit)))
                  .one();
            });
  }

  @Override
  public List<Leader> leaderboard() {
    return leaderboard.get("");
  }

  private List<Leader> readLeaderboard() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT username, people, earned
                        FROM (SELECT referrer_id, count(*) AS people,
                                coalesce(sum(reward) FILTER (WHERE rewarded), 0) AS earned
                              FROM referrals WHERE referrer_id IS NOT NULL
                              GROUP BY referrer_id
                              ORDER BY earned DESC, people DESC, referrer_id LIMIT :most) best
                        JOIN users ON account_id = referrer_id
                        ORDER BY earned DESC, people DESC, referrer_id
                        """)
                    .bind("most", LEADERS)
                    .map(
                        (row, context) ->
                            new Leader(
                                MaskedName.of(row.getString("username")),
                                row.getLong("people"),
                                row.getLong("earned")))
                    .list());
  }

  private static List<Invited> invited(Handle handle, long account, long before, int limit) {
    return handle
        .createQuery(
            """
            SELECT account_id, username, CASE WHEN rewarded THEN reward ELSE 0 END AS reward, decided_at
            FROM referrals JOIN users USING (account_id)
            WHERE referrer_id = :account AND account_id < :before
            ORDER BY account_id DESC LIMIT :limit
            """)
        .bind("account", account)
        .bind("before", before)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Invited(
                    row.getLong("account_id"),
                    MaskedName.of(row.getString("username")),
                    row.getLong("reward"),
                    row.getObject("decided_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  private static Claimant claimant(Handle handle, long account) {
    return handle
        .createQuery("SELECT created_at, referral_code FROM users WHERE account_id = :account")
        .bind("account", account)
        .map(
            (row, context) ->
                new Claimant(
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    row.getString("referral_code")))
        .one();
  }

  private static long referrer(Handle handle, String code) {
    return handle
        .createQuery("SELECT account_id FROM users WHERE referral_code = :code")
        .bind("code", code)
        .mapTo(Long.class)
        .findOne()
        .orElseThrow(
            () ->
                new AccountsException(
                    Code.UNKNOWN_REFERRAL_CODE, "nobody has this code: check it for a slip"));
  }

  /** Whether it was for us to decide: of many at a time one is, and the others wait for it here. */
  private static boolean decide(
      Handle handle,
      long account,
      @Nullable Long referrer,
      long reward,
      boolean rewarded,
      Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO referrals (account_id, referrer_id, reward, rewarded, decided_at)
                VALUES (:account, :referrer, :reward, :rewarded, :now) ON CONFLICT DO NOTHING
                """)
            .bind("account", account)
            .bind("referrer", referrer)
            .bind("reward", reward)
            .bind("rewarded", rewarded)
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  private static AccountsException decided() {
    return new AccountsException(
        Code.REFERRAL_DECIDED, "a code was claimed or skipped before, and that is done once");
  }

  private static boolean isDecided(Handle handle, long account) {
    return exists(handle, "SELECT 1 FROM referrals WHERE account_id = :account", account);
  }

  private static boolean isSkipped(Handle handle, long account) {
    return exists(
        handle,
        "SELECT 1 FROM referrals WHERE account_id = :account AND referrer_id IS NULL",
        account);
  }

  private static boolean exists(Handle handle, String query, long account) {
    return handle
        .createQuery(query)
        .bind("account", account)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }
}
