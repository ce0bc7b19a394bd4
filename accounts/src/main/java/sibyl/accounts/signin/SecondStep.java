package sibyl.accounts.signin;

import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.factor.SecondFactors;
import sibyl.accounts.session.SessionOwner;

/**
 * The second step of signing in: a code of the app, or a recovery code, from owners who have a
 * second factor. Codes of an app are few, so tries are counted by owner and day, and those from a
 * known device apart; recovery codes cannot be guessed, are not counted, and so always work.
 * Thread-safe.
 */
public final class SecondStep {
  private final SecondFactors factors;
  private final AttemptBrake brake;

  public SecondStep(SecondFactors factors, AttemptBrake brake) {
    this.factors = factors;
    this.brake = brake;
  }

  /** Whether an attempt brings a right code. Uses no code up, but a try if it is wrong. */
  public boolean isRight(SessionOwner owner, String name, Attempt attempt) {
    String code = attempt.code();
    if (code == null || !factors.isOn(owner)) {
      return false;
    }
    if (factors.isRecoveryCode(owner, code)) {
      return true;
    }
    AttemptBrake.Taken taken;
    try {
      taken = brake.code(name, attempt.deviceToken());
    } catch (AccountsException e) {
      return false; // enough were tried
    }
    boolean right = factors.isRight(owner, code);
    if (right) {
      brake.succeeded(taken);
    }
    return right;
  }

  /**
   * Uses up the code that an attempt brings, if its owner has a second factor.
   *
   * @param name by which failures of the owner are counted
   * @throws AccountsException SECOND_FACTOR_NEEDED, WRONG_CODE, TOO_MANY_ATTEMPTS
   */
  public void require(SessionOwner owner, String name, Attempt attempt) {
    if (!factors.isOn(owner)) {
      return;
    }
    String code = attempt.code();
    if (code == null) {
      throw new AccountsException(
          Code.SECOND_FACTOR_NEEDED,
          "repeat this with second_factor: the present code of your app, or a recovery code");
    }
    if (factors.useRecoveryCode(owner, code)) {
      return;
    }
    AttemptBrake.Taken taken = brake.code(name, attempt.deviceToken());
    if (!factors.use(owner, code)) {
      throw new AccountsException(
          Code.WRONG_CODE, "this code is wrong, was used or is no longer good; wait for the next");
    }
    brake.succeeded(taken);
  }

  /**
   * Switches an owner's second factor off, with a code of it.
   *
   * @throws AccountsException NO_SECOND_FACTOR, SECOND_FACTOR_NEEDED, WRONG_CODE, TOO_MANY_ATTEMPTS
   */
  public void remove(SessionOwner owner, String name, Attempt attempt) {
    if (!factors.isOn(owner)) {
      throw new AccountsException(Code.NO_SECOND_FACTOR, "there is no second factor");
    }
    require(owner, name, attempt);
    factors.remove(owner);
  }
}
