package sibyl.accounts.mail;

import java.net.InetAddress;
import java.util.Locale;

/**
 * An SMTP server to submit mails to.
 *
 * @param user empty for a server that wants none; then the password is as well
 * @param from the address mails come from
 */
public record MailServer(
    String host, int port, Security security, String user, String password, String from) {
  /** How the line to it is protected. */
  public enum Security {
    /** Begins in clear and must be encrypted before anything is said (RFC 3207). */
    STARTTLS,
    /** Encrypted from the first byte (RFC 8314). */
    TLS,
    /** In clear; only for a server on this machine. */
    NONE
  }

  /**
   * @throws IllegalArgumentException saying what is missing or unsafe, without the password
   */
  public MailServer {
    if (user.isEmpty() != password.isEmpty()) {
      throw new IllegalArgumentException("a mail server wants a user and a password, or neither");
    }
    if (security == Security.NONE && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "mails hold secrets: use starttls or tls for a server that is not on this machine");
    }
    try {
      MailAddress.check(from);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "mails need an address to come from, such as a@example.org", e);
    }
  }

  /** Whether a server is on this machine: a literal loopback address, or {@code localhost}. */
  public static boolean isLoopback(String host) {
    String plain = host.toLowerCase(Locale.ROOT);
    if (plain.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(plain).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false; // a name may lead anywhere
    }
  }

  @Override
  public String toString() {
    return "MailServer[" + host + ":" + port + "]";
  }
}
