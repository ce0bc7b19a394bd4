package sibyl.accounts.staff;

import java.util.Optional;
import sibyl.accounts.AccountsException;
import sibyl.accounts.Secret;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.Username;

/** Lets staff in: whom the configuration names, and those in the database. */
public final class StaffSignIn {
  private final AdminCredentials configured;
  private final StaffMembers members;
  private final Passwords passwords;
  private final AttemptBrake brake;
  private final SecondStep second;

  /** Of a password nobody has: checked for names nobody has, so that both take as long. */
  private final String nobodysHash;

  public StaffSignIn(
      AdminCredentials configured,
      StaffMembers members,
      Passwords passwords,
      AttemptBrake brake,
      SecondStep second) {
    this.configured = configured;
    this.members = members;
    this.passwords = passwords;
    this.brake = brake;
    this.second = second;
    this.nobodysHash = passwords.hash(Secret.random());
  }

  /**
   * @throws AccountsException STAFF_SIGN_IN_DISABLED, WRONG_CREDENTIALS, also for somebody
   *     disabled, SECOND_FACTOR_NEEDED, WRONG_CODE, TOO_MANY_ATTEMPTS, BUSY
   */
  public StaffMember signIn(Attempt attempt) {
    String username = attempt.username();
    if (!configured.isEnabled() && !members.isAnybodyInDatabase()) {
      throw new AccountsException(
          AccountsException.Code.STAFF_SIGN_IN_DISABLED,
          "nobody can sign in as staff: no staff credentials are configured");
    }
    AttemptBrake.Taken taken =
        brake.attempt(
            brakeName(username),
            attempt.address(),
            attempt.deviceToken(),
            () -> isRightCode(attempt));
    boolean isConfigured = username.equals(configured.name());
    // Looked up also for the configured name: nobody learns from the time taken which it is.
    Optional<StaffMembers.Known> known = members.credentials(username);
    String configuredHash = configured.hash();
    String hash =
        isConfigured && configuredHash != null
            ? configuredHash
            : known.map(StaffMembers.Known::hash).orElse(nobodysHash);
    boolean rightPassword = passwords.matches(attempt.password(), hash);
    Optional<StaffMember> member =
        isConfigured
            ? members.byNumber(StaffMembers.CONFIGURED)
            : known.map(StaffMembers.Known::member).filter(StaffMember::enabled);
    if (!rightPassword || member.isEmpty()) {
      throw new AccountsException(
          AccountsException.Code.WRONG_CREDENTIALS, "unknown username or wrong password");
    }
    brake.succeeded(taken);
    second.require(new SessionOwner.Staff(member.get().username()), brakeName(username), attempt);
    return member.get();
  }

  private boolean isRightCode(Attempt attempt) {
    return members
        .enabled(attempt.username())
        .map(member -> new SessionOwner.Staff(member.username()))
        .filter(owner -> second.isRight(owner, brakeName(attempt.username()), attempt))
        .isPresent();
  }

  /**
   * Makes sure that who is signed in knows the password, before something that a stolen session
   * must not do.
   *
   * @throws AccountsException WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS, BUSY
   */
  public void requirePassword(long number, String password, String address) {
    AttemptBrake.Taken taken = brake.attempt("password of staff " + number, address);
    String hash =
        number == StaffMembers.CONFIGURED
            ? configured.hash()
            : members
                .byNumber(number)
                .flatMap(member -> members.credentials(member.username()))
                .map(StaffMembers.Known::hash)
                .orElse(null);
    if (hash == null || !passwords.matches(password, hash)) {
      throw new AccountsException(
          AccountsException.Code.WRONG_CREDENTIALS, "the password is another one");
    }
    brake.succeeded(taken);
  }

  /**
   * Gives oneself another password; guesses at the present one count as those at the door do, but
   * apart from them.
   *
   * @throws AccountsException what {@link StaffMembers#changePassword} refuses; TOO_MANY_ATTEMPTS
   */
  public void changePassword(long number, String current, String next, String address) {
    AttemptBrake.Taken taken = brake.attempt("password of staff " + number, address);
    members.changePassword(number, current, next);
    brake.succeeded(taken);
  }

  /** By which failures of a member of staff are counted and devices known. */
  public static String brakeName(String username) {
    return "staff " + Username.key(username);
  }
}
