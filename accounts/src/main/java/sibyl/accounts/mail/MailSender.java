package sibyl.accounts.mail;

/** A way to get rid of mails. Thread-safe. */
public interface MailSender {
  /** What became of a mail that was taken. */
  enum Taken {
    /** A mail server has accepted it for delivery. */
    SENT,
    /** It was kept on this machine and was not sent. */
    KEPT
  }

  /**
   * Hands a mail over; blocks until that is done.
   *
   * @throws MailFailedException if it was not taken
   */
  Taken send(Mail mail);
}
