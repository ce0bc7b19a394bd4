package sibyl.accounts.factor;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.Secret;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.right.Rights;
import sibyl.accounts.session.SessionOwner;
import sibyl.store.Database;

/**
 * Second factors by TOTP (RFC 6238: HMAC-SHA-1, six digits, thirty seconds, which every app knows),
 * and recovery codes for who has lost the app. A code of the step before or after the present one
 * is taken, since clocks differ; each is accepted once, and none older than one accepted. Secrets
 * are sealed, recovery codes hashed. How often a code may be tried is the caller's concern.
 * Thread-safe; every method asks the database.
 */
public final class SecondFactors {
  private static final String ISSUER = "Sibyl";
  private static final int SECRET_BYTES = 20; // RFC 4226, section 4: 160 bits are recommended
  private static final long STEP_SECONDS = 30; // RFC 6238, section 5.2
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_BYTES = 10;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base32 BASE32 = Base32.builder().get();

  private final TimeBasedOneTimePasswordGenerator totp = new TimeBasedOneTimePasswordGenerator();
  private final Database database;
  private final FieldSeal seal;
  private final Rights rights;
  private final InstantSource clock;

  public SecondFactors(Database database, FieldSeal seal, Rights rights, InstantSource clock) {
    this.database = database;
    this.seal = seal;
    this.rights = rights;
    this.clock = clock;
  }

  /** Whether a factor is asked for, and how many recovery codes are left. */
  public FactorState state(SessionOwner owner) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT (SELECT count(*) FROM recovery_codes AS code
                                WHERE code.factor_id = factor.factor_id)
                        FROM second_factors AS factor
                        WHERE owner = :owner AND confirmed_at IS NOT NULL
                        """)
                    .bind("owner", key(owner))
                    .mapTo(Integer.class)
                    .findOne())
        .map(left -> new FactorState(true, left))
        .orElse(new FactorState(false, 0));
  }

  /** Whether a factor is asked for. */
  public boolean isOn(SessionOwner owner) {
    return state(owner).enabled();
  }

  /**
   * Makes a secret for an owner who has no factor yet, in place of one that was never confirmed.
   *
   * @param label what the app calls the account
   * @throws AccountsException SECOND_FACTOR_ON
   */
  public Enrolment begin(SessionOwner owner, String label) {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    String text = BASE32.encodeToString(secret);
    UUID id = UUID.randomUUID();
    int written =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            """
                            INSERT INTO second_factors (owner, factor_id, sealed_secret)
                            VALUES (:owner, :id, :sealed)
                            ON CONFLICT (owner) DO UPDATE
                            SET factor_id = :id, sealed_secret = :sealed, last_step = 0
                            WHERE second_factors.confirmed_at IS NULL
                            """)
                        .bind("owner", key(owner))
                        .bind("id", id)
                        .bind("sealed", seal.seal(id, text))
                        .execute());
    if (written == 0) {
      throw alreadyOn();
    }
    return new Enrolment(text, uri(label, text));
  }

  /**
   * Switches the factor on, with a code that shows that the app has its secret.
   *
   * @return recovery codes, shown this once
   * @throws AccountsException NO_SECOND_FACTOR if none was begun, SECOND_FACTOR_ON, WRONG_CODE
   */
  public List<String> confirm(SessionOwner owner, String code) {
    Factor factor = find(owner).orElseThrow(SecondFactors::none);
    if (factor.confirmed()) {
      throw alreadyOn();
    }
    long step = stepOf(factor, code).orElseThrow(SecondFactors::wrongCode);
    List<String> codes = new ArrayList<>();
    database
        .jdbi()
        .useTransaction(
            handle -> {
              int confirmed =
                  handle
                      .createUpdate(
                          """
                          UPDATE second_factors SET confirmed_at = :now, last_step = :step
                          WHERE factor_id = :id AND confirmed_at IS NULL
                          """)
                      .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                      .bind("step", step)
                      .bind("id", factor.id())
                      .execute();
              if (confirmed == 0) {
                throw alreadyOn();
              }
              for (int i = 0; i < RECOVERY_CODES; i++) {
                codes.add(addRecoveryCode(handle, factor.id()));
              }
            });
    changed(owner);
    return codes;
  }

  /** Whether a code of the app could be used now. Uses nothing up. */
  public boolean isRight(SessionOwner owner, String code) {
    return confirmed(owner).map(factor -> stepOf(factor, code).isPresent()).orElse(false);
  }

  /** Uses a code of the app up; false if it is wrong, was used or is no longer good. */
  public boolean use(SessionOwner owner, String code) {
    Optional<Factor> factor = confirmed(owner);
    if (factor.isEmpty()) {
      return false;
    }
    OptionalLong step = stepOf(factor.get(), code);
    return step.isPresent()
        && database
                .jdbi()
                .withHandle(
                    handle ->
                        handle
                            .createUpdate(
                                """
                                UPDATE second_factors SET last_step = :step
                                WHERE factor_id = :id AND last_step < :step
                                """)
                            .bind("step", step.getAsLong())
                            .bind("id", factor.get().id())
                            .execute())
            == 1;
  }

  /** Whether this is a recovery code that was not used. Uses nothing up. */
  public boolean isRecoveryCode(SessionOwner owner, String code) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        SELECT 1 FROM recovery_codes JOIN second_factors USING (factor_id)
                        WHERE owner = :owner AND confirmed_at IS NOT NULL AND code_hash = :hash
                        """)
                    .bind("owner", key(owner))
                    .bind("hash", recoveryHash(code))
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent());
  }

  /** Uses a recovery code up; false if it is none. */
  public boolean useRecoveryCode(SessionOwner owner, String code) {
    return database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createUpdate(
                            """
                            DELETE FROM recovery_codes AS code USING second_factors AS factor
                            WHERE code.factor_id = factor.factor_id AND owner = :owner
                              AND confirmed_at IS NOT NULL AND code_hash = :hash
                            """)
                        .bind("owner", key(owner))
                        .bind("hash", recoveryHash(code))
                        .execute())
        == 1;
  }

  /** Switches the factor off; who calls has seen a right code. */
  public void remove(SessionOwner owner) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("DELETE FROM second_factors WHERE owner = :owner")
                    .bind("owner", key(owner))
                    .execute());
    changed(owner);
  }

  /** The factor that is on now; another one has another id. */
  public static Optional<UUID> idOf(Handle handle, SessionOwner owner) {
    return handle
        .createQuery(
            "SELECT factor_id FROM second_factors"
                + " WHERE owner = :owner AND confirmed_at IS NOT NULL")
        .bind("owner", key(owner))
        .mapTo(UUID.class)
        .findOne();
  }

  /** Whether a code of the app was accepted after a time, to the step of thirty seconds. */
  public static boolean usedSince(Handle handle, UUID factor, Instant since) {
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM second_factors"
                + " WHERE factor_id = :id AND last_step > :step)")
        .bind("id", factor)
        .bind("step", since.getEpochSecond() / STEP_SECONDS + 1)
        .mapTo(Boolean.class)
        .one();
  }

  /** Switches a factor off in the caller's transaction; false if it is off already. */
  public static boolean remove(Handle handle, UUID factor) {
    return handle
            .createUpdate("DELETE FROM second_factors WHERE factor_id = :id")
            .bind("id", factor)
            .execute()
        == 1;
  }

  private static String addRecoveryCode(Handle handle, UUID factor) {
    byte[] random = new byte[RECOVERY_BYTES];
    RANDOM.nextBytes(random);
    String code = BASE32.encodeToString(random).replaceAll("(.{4})(?=.)", "$1-");
    handle
        .createUpdate("INSERT INTO recovery_codes (factor_id, code_hash) VALUES (:id, :hash)")
        .bind("id", factor)
        .bind("hash", recoveryHash(code))
        .execute();
    return code;
  }

  /** Eighty random bits: a fast hash is as good as a slow one. */
  private static byte[] recoveryHash(String code) {
    return Secret.hash(code.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
  }

  /** The step whose code this is, if it is later than that of the last one accepted. */
  private OptionalLong stepOf(Factor factor, String code) {
    byte[] presented = code.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
    SecretKeySpec secret =
        new SecretKeySpec(BASE32.decode(seal.open(factor.id(), factor.sealed())), "HmacSHA1");
    long seconds = totp.getTimeStep().toSeconds();
    long now = clock.instant().getEpochSecond() / seconds;
    OptionalLong found = OptionalLong.empty();
    for (long step = now - 1; step <= now + 1; step++) {
      byte[] right = codeAt(secret, step * seconds).getBytes(StandardCharsets.UTF_8);
      if (MessageDigest.isEqual(right, presented) && step > factor.lastStep()) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private String codeAt(SecretKeySpec secret, long epochSecond) {
    try {
      return totp.generateOneTimePasswordString(
          secret, Instant.ofEpochSecond(epochSecond), Locale.ROOT);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("any bytes are a key of HMAC", e);
    }
  }

  private Optional<Factor> confirmed(SessionOwner owner) {
    return find(owner).filter(Factor::confirmed);
  }

  private Optional<Factor> find(SessionOwner owner) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT * FROM second_factors WHERE owner = :owner")
                    .bind("owner", key(owner))
                    .map(
                        (row, context) ->
                            new Factor(
                                row.getObject("factor_id", UUID.class),
                                row.getBytes("sealed_secret"),
                                row.getObject("confirmed_at") != null,
                                row.getLong("last_step")))
                    .findOne());
  }

  private void changed(SessionOwner owner) {
    switch (owner) {
      case SessionOwner.Person _ -> {} // what people may do does not depend on it
      case SessionOwner.Staff(String name) -> rights.changedOfStaff(name);
    }
  }

  private static String key(SessionOwner owner) {
    return switch (owner) {
      case SessionOwner.Person(long account) -> "person " + account;
      case SessionOwner.Staff(String name) -> "staff " + name;
    };
  }

  private static String uri(String label, String secret) {
    String name = URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20");
    return "otpauth://totp/" + ISSUER + ":" + name + "?secret=" + secret + "&issuer=" + ISSUER;
  }

  private static AccountsException alreadyOn() {
    return new AccountsException(
        Code.SECOND_FACTOR_ON, "a second factor is on already; remove it with a code of it first");
  }

  private static AccountsException none() {
    return new AccountsException(
        Code.NO_SECOND_FACTOR, "there is no second factor to confirm; begin with one first");
  }

  private static AccountsException wrongCode() {
    return new AccountsException(
        Code.WRONG_CODE, "this code is wrong, was used or is no longer good; wait for the next");
  }

  @SuppressWarnings("ArrayRecordComponent") // a row just read: never compared, never kept
  private record Factor(UUID id, byte[] sealed, boolean confirmed, long lastStep) {}
}
