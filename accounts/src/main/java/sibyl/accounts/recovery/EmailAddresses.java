package sibyl.accounts.recovery;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.mail.MailAddress;
import sibyl.accounts.mail.MailKind;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.mail.MailProofs;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.User;
import sibyl.store.Database;

/**
 * E-mail addresses of people. One that was only given counts for nothing and blocks no one; it is
 * verified by the token that is sent to it, and then it is one person's alone. A verified address
 * stays until the next one is verified. Thread-safe.
 */
public final class EmailAddresses {
  private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

  private final Database database;
  private final MailOutbox mails;
  private final MailProofs proofs;
  private final AttemptBrake brake;
  private final InstantSource clock;

  public EmailAddresses(
      Database database,
      MailOutbox mails,
      MailProofs proofs,
      AttemptBrake brake,
      InstantSource clock) {
    this.database = database;
    this.mails = mails;
    this.proofs = proofs;
    this.brake = brake;
    this.clock = clock;
  }

  /**
   * Takes down an address and has a token sent to it. The caller has seen a fresh proof of who it
   * is.
   *
   * @param network where the request came from
   * @return how long the token is good for
   * @throws AccountsException INVALID_EMAIL, MAIL_DISABLED, BUSY; NOTHING_TO_VERIFY if it is the
   *     person's verified address; TOO_MANY_ATTEMPTS if account, address or network had enough
   *     mails
   */
  public Duration claim(long account, String address, String network) {
    MailAddress.check(address);
    requireEnabled();
    brake.mail("person " + account, network);
    database
        .jdbi()
        .useTransaction(
            handle -> {
              User user = locked(handle, account);
              if (user.emailVerified() && address.equalsIgnoreCase(user.email())) {
                throw nothing();
              }
              proofs.end(handle, MailProofs.Purpose.VERIFY, account);
              handle
                  .createUpdate(
                      user.emailVerified()
                          ? "UPDATE users SET new_email = :address WHERE account_id = :account"
                          : "UPDATE users SET email = :address WHERE account_id = :account")
                  .bind("address", address)
                  .bind("account", account)
                  .execute();
              send(handle, account, address);
            });
    mails.wake();
    return MailProofs.VERIFY_LIFETIME;
  }

  /**
   * Has another token sent to the address that waits to be verified.
   *
   * @param network where the request came from
   * @return how long the token is good for
   * @throws AccountsException MAIL_DISABLED, BUSY, NOTHING_TO_VERIFY, TOO_MANY_ATTEMPTS
   */
  public Duration sendAgain(long account, String network) {
    requireEnabled();
    brake.mail("person " + account, network);
    database
        .jdbi()
        .useTransaction(
            handle ->
                send(
                    handle,
                    account,
                    waiting(locked(handle, account)).orElseThrow(EmailAddresses::nothing)));
    mails.wake();
    return MailProofs.VERIFY_LIFETIME;
  }

  /**
   * The first mail to a new person. Where none can be sent now, nothing happens: its owner may ask
   * for one later.
   *
   * @param network where the request came from
   */
  public void welcome(User user, String network) {
    String address = user.email();
    if (address == null || !mails.isEnabled()) {
      return;
    }
    try {
      brake.mail("person " + user.account(), network);
    } catch (AccountsException e) {
      return;
    }
    MailOutbox.Added _ =
        database
            .jdbi()
            .inTransaction(
                handle -> mails.add(handle, MailKind.VERIFY_ADDRESS, user.account(), address));
    mails.wake();
  }

  /**
   * Takes the token that was sent to an address of this person. The address before, if it was
   * verified, is told.
   *
   * @throws AccountsException WRONG_CODE for a token that is wrong, used, too old, another person's
   *     or for an address that was given up; EMAIL_TAKEN if another person has verified the address
   */
  public void verify(long account, String token) {
    database
        .jdbi()
        .useTransaction(
            handle -> {
              String address =
                  proofs
                      .look(handle, MailProofs.Purpose.VERIFY, token)
                      .filter(proof -> proof.account() == account)
                      .map(MailProofs.Proof::address)
                      .orElseThrow(EmailAddresses::wrong);
              // One at a time for each address, so that the second sees the first.
              handle.execute(
                  "SELECT pg_advisory_xact_lock(hashtextextended(lower(?), 17))", address);
              User user = locked(handle, account);
              if (waiting(user).filter(address::equalsIgnoreCase).isEmpty()
                  || proofs.use(handle, MailProofs.Purpose.VERIFY, token).isEmpty()) {
                throw wrong();
              }
              requireFree(handle, account, address);
              handle
                  .createUpdate(
                      """
                      UPDATE users SET email = :address, email_verified_at = :now, new_email = NULL
                      WHERE account_id = :account
                      """)
                  .bind("address", address)
                  .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                  .bind("account", account)
                  .execute();
              proofs.end(handle, MailProofs.Purpose.RESET, account);
              String before = user.email();
              if (user.emailVerified() && before != null) {
                mails.add(handle, MailKind.ADDRESS_CHANGED, account, before);
              }
            });
    mails.wake();
  }

  private void send(Handle handle, long account, String address) {
    switch (mails.add(handle, MailKind.VERIFY_ADDRESS, account, address)) {
      case WAITS -> {}
      case ENOUGH ->
          throw new AccountsException(
              Code.TOO_MANY_ATTEMPTS,
              "enough mails were sent to you or to this address within 24 hours; try again later",
              Duration.ofHours(1));
      case FULL -> throw busy();
      case DISABLED -> throw disabled();
    }
  }

  private void requireEnabled() {
    if (!mails.isEnabled()) {
      throw disabled();
    }
  }

  /** Which address a token may be sent to; empty if none waits. */
  private static Optional<String> waiting(User user) {
    @Nullable String address = user.emailVerified() ? user.newEmail() : user.email();
    return Optional.ofNullable(address);
  }

  private static User locked(Handle handle, long account) {
    return handle
        .createQuery(User.QUERY + " WHERE account_id = :account FOR NO KEY UPDATE")
        .bind("account", account)
        .map((row, context) -> User.read(row))
        .one();
  }

  private static void requireFree(Handle handle, long account, String address) {
    boolean taken =
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT 1 FROM users
                  WHERE lower(email) = lower(:address) AND email_verified_at IS NOT NULL
                    AND account_id <> :account)
                """)
            .bind("address", address)
            .bind("account", account)
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      throw new AccountsException(
          Code.EMAIL_TAKEN, "this is the verified address of another account already");
    }
  }

  private static AccountsException wrong() {
    return new AccountsException(
        Code.WRONG_CODE,
        "this is not the latest token for your address, or it is no longer good: ask for another");
  }

  private static AccountsException nothing() {
    return new AccountsException(
        Code.NOTHING_TO_VERIFY, "there is no address that waits to be verified");
  }

  static AccountsException disabled() {
    return new AccountsException(
        Code.MAIL_DISABLED, "this needs e-mail, and no mail server is configured here");
  }

  static AccountsException busy() {
    return new AccountsException(
        Code.BUSY, "too many mails wait to be sent at the moment", RETRY_AFTER);
  }
}
