package sibyl.accounts.recovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.mail.MailKind;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.mail.MailProofs;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.PasswordRules;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;
import sibyl.accounts.signin.Username;
import sibyl.store.Database;

/**
 * Another password for who has forgotten the present one, by a token sent to the verified address.
 * Asking looks no one up: it takes from the brakes and adds a row, the same for every name, and who
 * is meant is found out when the mail is sent. Who may have lost the account to another gets all of
 * it back: sessions end and API keys are revoked. The second factor stays and is asked for. Of
 * people only; staff get a password from an administrator. Thread-safe.
 */
public final class PasswordReset {
  private final Database database;
  private final Passwords passwords;
  private final AttemptBrake brake;
  private final SecondStep second;
  private final Sessions sessions;
  private final MailOutbox mails;
  private final MailProofs proofs;
  private final InstantSource clock;

  public PasswordReset(
      Database database,
      Passwords passwords,
      AttemptBrake brake,
      SecondStep second,
      Sessions sessions,
      MailOutbox mails,
      MailProofs proofs,
      InstantSource clock) {
    this.database = database;
    this.passwords = passwords;
    this.brake = brake;
    this.second = second;
    this.sessions = sessions;
    this.mails = mails;
    this.proofs = proofs;
    this.clock = clock;
  }

  /**
   * Has a token sent, if a person of this name has a verified address and a password.
   *
   * @param nameOrAddress the name, or the verified address
   * @param network where the request came from
   * @return how long the token is good for
   * @throws AccountsException MAIL_DISABLED; TOO_MANY_ATTEMPTS if the network asked enough, for
   *     this name or in all; BUSY
   */
  public Duration ask(String nameOrAddress, String network) {
    if (!mails.isEnabled()) {
      throw EmailAddresses.disabled();
    }
    brake.mail("reset " + Username.key(nameOrAddress), network);
    MailOutbox.Added added =
        database.jdbi().inTransaction(handle -> mails.addReset(handle, nameOrAddress));
    if (added == MailOutbox.Added.FULL) {
      throw EmailAddresses.busy();
    }
    mails.wake();
    return MailProofs.RESET_LIFETIME;
  }

  /**
   * Sets another password with the token that was sent.
   *
   * @param attempt where the request came from, and the code of the second factor
   * @return whose it is
   * @throws AccountsException WRONG_CODE for a token that is wrong, used or too old, and for a
   *     wrong code of the second factor; SECOND_FACTOR_NEEDED, after which the token stays good;
   *     INVALID_PASSWORD, TOO_MANY_ATTEMPTS, BUSY
   */
  public User reset(String token, String next, Attempt attempt) {
    User user =
        database
            .jdbi()
            .withHandle(
                handle ->
                    proofs
                        .look(handle, MailProofs.Purpose.RESET, token)
                        .flatMap(proof -> owner(handle, proof)))
            .orElseThrow(PasswordReset::wrong);
    PasswordRules.PERSON.check(next, user.username(), user.email());
    SessionOwner owner = new SessionOwner.Person(user.account());
    second.require(owner, SignIn.brakeName(user.username()), attempt);
    String hash = passwords.hash(next);
    database.jdbi().useTransaction(handle -> reset(handle, token, hash));
    sessions.changed(owner);
    mails.wake();
    return user;
  }

  private void reset(Handle handle, String token, String hash) {
    User user =
        proofs
            .use(handle, MailProofs.Purpose.RESET, token)
            .flatMap(proof -> owner(handle, proof))
            .orElseThrow(PasswordReset::wrong);
    Instant now = clock.instant();
    int changed =
        handle
            .createUpdate(
                """
                UPDATE credentials SET password_hash = :hash, changed_at = :now
                WHERE account_id = :account
                """)
            .bind("hash", hash)
            .bind("now", now.atOffset(ZoneOffset.UTC))
            .bind("account", user.account())
            .execute();
    if (changed == 0) {
      throw wrong();
    }
    Sessions.endOthers(handle, new SessionOwner.Person(user.account()), "");
    ApiKeys.revokeAll(handle, user.account(), now);
    mails.add(handle, MailKind.PASSWORD_WAS_RESET, user.account());
  }

  /** Whose token it is, as long as the address it was sent to is the verified one. */
  private static Optional<User> owner(Handle handle, MailProofs.Proof proof) {
    return handle
        .createQuery(
            User.QUERY
                + " WHERE account_id = :account AND lower(email) = lower(:address)"
                + " AND email_verified_at IS NOT NULL")
        .bind("account", proof.account())
        .bind("address", proof.address())
        .map((row, context) -> User.read(row))
        .findOne();
  }

  private static AccountsException wrong() {
    return new AccountsException(
        Code.WRONG_CODE, "this token is wrong, was used or is no longer good: ask for another");
  }
}
