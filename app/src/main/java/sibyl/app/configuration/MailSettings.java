package sibyl.app.configuration;

import org.jspecify.annotations.Nullable;
import sibyl.accounts.mail.MailServer;
import sibyl.accounts.mail.MailServer.Security;

/**
 * How mails are sent.
 *
 * @param smtp null where there is no mail server
 * @param site where the exchange's pages are, without a slash at the end; empty if links lead
 *     nowhere
 */
public record MailSettings(@Nullable MailServer smtp, String site) {
  private static final int PORT_MAX = 65_535;

  static MailSettings of(SettingReader reader) {
    return new MailSettings(smtp(reader), site(reader));
  }

  private static @Nullable MailServer smtp(SettingReader reader) {
    String host = reader.sources().text(Setting.MAIL_HOST);
    String user = reader.sources().text(Setting.MAIL_USER);
    String password = reader.sources().text(Setting.MAIL_PASSWORD);
    String from = reader.sources().text(Setting.MAIL_FROM);
    String chosen = reader.oneOf(Setting.MAIL_SECURITY, "", "starttls", "tls", "none");
    int port = reader.number(Setting.MAIL_PORT, 1, PORT_MAX);
    if (host.isEmpty()) {
      if (!(user + password + from).isEmpty()) {
        throw new ConfigurationException(
            Setting.MAIL_HOST.key() + " must name the mail server that the other mail.* are for");
      }
      return null;
    }
    Security security =
        switch (chosen) {
          case "tls" -> Security.TLS;
          case "none" -> Security.NONE;
          case "starttls" -> Security.STARTTLS;
          default -> MailServer.isLoopback(host) ? Security.NONE : Security.STARTTLS;
        };
    try {
      return new MailServer(host, port, security, user, password, from);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("mail.*: " + e.getMessage());
    }
  }

  private static String site(SettingReader reader) {
    String site = reader.sources().text(Setting.MAIL_SITE).replaceFirst("/+$", "");
    if (site.isEmpty() || site.matches("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~/-]*)?")) {
      return site;
    }
    throw new ConfigurationException(
        Setting.MAIL_SITE.key() + " must be an address such as https://exchange.example");
  }
}
