package sibyl.accounts.mail;

/**
 * An e-mail as it goes out. Its text may hold a secret, so it is never printed.
 *
 * @param to an address that {@link MailAddress} accepts
 */
public record Mail(String to, String subject, String text) {
  @Override
  public String toString() {
    return "Mail[" + subject + "]";
  }
}
