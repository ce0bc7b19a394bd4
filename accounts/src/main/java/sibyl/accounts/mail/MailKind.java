package sibyl.accounts.mail;

import java.time.Duration;

/** What a mail tells. */
public enum MailKind {
  /** The token that proves that its owner reads an address. */
  VERIFY_ADDRESS(Cause.ASKED_FOR, MailProofs.VERIFY_LIFETIME),
  /** The token for another password, if there is a person of that name. */
  RESET_PASSWORD(Cause.ASKED_FOR, MailProofs.RESET_LIFETIME),
  PASSWORD_WAS_RESET(Cause.HAPPENED, Duration.ofDays(2)),
  /** To the address before. */
  ADDRESS_CHANGED(Cause.HAPPENED, Duration.ofDays(2)),
  FACTOR_RELEASE_REQUESTED(Cause.HAPPENED, Duration.ofDays(2)),
  FACTOR_RELEASED(Cause.HAPPENED, Duration.ofDays(2));

  /** Why it is sent. What is asked for and what tells of something have limits of their own. */
  enum Cause {
    ASKED_FOR,
    HAPPENED
  }

  private final Cause cause;
  private final Duration useful;

  MailKind(Cause cause, Duration useful) {
    this.cause = cause;
    this.useful = useful;
  }

  Cause cause() {
    return cause;
  }

  /** How long there is any use in sending it. */
  Duration useful() {
    return useful;
  }
}
