package sibyl.accounts.signin;

import sibyl.accounts.AccountsException;

/** Lets the configured staff in. */
public final class StaffSignIn {
  private final AdminCredentials credentials;
  private final Passwords passwords;
  private final AttemptBrake brake;

  public StaffSignIn(AdminCredentials credentials, Passwords passwords, AttemptBrake brake) {
    this.credentials = credentials;
    this.passwords = passwords;
    this.brake = brake;
  }

  /**
   * @return the name of the member of staff
   * @throws AccountsException STAFF_SIGN_IN_DISABLED, WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS, BUSY
   */
  public String signIn(String username, String password, String address) {
    String name = credentials.name();
    String hash = credentials.hash();
    if (name == null || hash == null) {
      throw new AccountsException(
          AccountsException.Code.STAFF_SIGN_IN_DISABLED,
          "nobody can sign in as staff: no staff credentials are configured");
    }
    String brakeName = "staff " + Username.key(username);
    brake.attempt(brakeName, address);
    // Both are always looked at, so that a right name takes no longer than a wrong one.
    boolean rightPassword = passwords.matches(password, hash);
    boolean rightName = name.equals(username);
    if (!rightPassword || !rightName) {
      throw new AccountsException(
          AccountsException.Code.WRONG_CREDENTIALS, "unknown username or wrong password");
    }
    brake.succeeded(brakeName, address);
    return name;
  }
}
