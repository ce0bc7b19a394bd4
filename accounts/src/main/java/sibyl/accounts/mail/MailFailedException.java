package sibyl.accounts.mail;

import java.io.Serial;

/** A mail was not taken; says why without saying to whom. */
public final class MailFailedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What is to be expected of another try. */
  public enum Outlook {
    /** Nothing is taken now, this mail or another. */
    SERVER_AWAY,
    /** This mail may be taken later. */
    PASSING,
    /** This mail will never be taken. */
    LASTING
  }

  private final Outlook outlook;

  MailFailedException(Outlook outlook, String message) {
    super(message);
    this.outlook = outlook;
  }

  Outlook outlook() {
    return outlook;
  }
}
