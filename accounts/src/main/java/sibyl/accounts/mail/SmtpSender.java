package sibyl.accounts.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * Submits mails to an SMTP server, each over a connection of its own. The server's certificate must
 * be that of its name. What the server refuses for good (5xx) is not tried again. No error holds an
 * address or a text: only the server's number for it.
 */
public final class SmtpSender implements MailSender {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int REFUSED_FOR_GOOD = 500;

  private final MailServer server;
  private final Session session;
  private final InstantSource clock;

  public SmtpSender(MailServer server, InstantSource clock) {
    this.server = server;
    this.session = Session.getInstance(properties(server));
    this.clock = clock;
  }

  @Override
  public Taken send(Mail mail) {
    MimeMessage message = message(mail);
    try (Transport transport = session.getTransport("smtp")) {
      connect(transport);
      transport.sendMessage(message, message.getRecipients(Message.RecipientType.TO));
      return Taken.SENT;
    } catch (SendFailedException e) {
      throw refused(e);
    } catch (MessagingException e) {
      throw away(e);
    }
  }

  private void connect(Transport transport) throws MessagingException {
    if (server.user().isEmpty()) {
      transport.connect();
    } else {
      transport.connect(server.user(), server.password());
    }
  }

  private MimeMessage message(Mail mail) {
    try {
      MimeMessage message = new MimeMessage(session);
      message.setFrom(new InternetAddress(server.from(), true));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
      message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
      message.setText(mail.text(), StandardCharsets.UTF_8.name());
      message.setSentDate(Date.from(clock.instant()));
      // Out-of-office notes would come back to an address that no one reads (RFC 3834).
      message.setHeader("Auto-Submitted", "auto-generated");
      message.saveChanges();
      return message;
    } catch (AddressException e) {
      throw new MailFailedException(MailFailedException.Outlook.LASTING, "no such kind of address");
    } catch (MessagingException e) {
      throw new IllegalStateException("a plain text is always a mail", e);
    }
  }

  /** The server speaks, and does not take this mail. */
  private static MailFailedException refused(SendFailedException failure) {
    int code = code(failure);
    return new MailFailedException(
        code >= REFUSED_FOR_GOOD
            ? MailFailedException.Outlook.LASTING
            : MailFailedException.Outlook.PASSING,
        code == 0 ? "the mail server refused it" : "the mail server answered " + code);
  }

  private static int code(MessagingException failure) {
    int code = 0;
    for (Exception e = failure;
        e instanceof MessagingException messaging;
        e = messaging.getNextException()) {
      code =
          switch (messaging) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSendFailedException send -> send.getReturnCode();
            default -> code;
          };
    }
    return code;
  }

  private static MailFailedException away(MessagingException failure) {
    String what =
        failure instanceof AuthenticationFailedException
            ? "the mail server does not accept user and password"
            : "the mail server cannot be used: " + failure.getClass().getSimpleName();
    return new MailFailedException(MailFailedException.Outlook.SERVER_AWAY, what);
  }

  private static Properties properties(MailServer server) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(!server.user().isEmpty()));
    properties.setProperty("mail.smtp.connectiontimeout", millis(CONNECT));
    properties.setProperty("mail.smtp.timeout", millis(ANSWER));
    properties.setProperty("mail.smtp.writetimeout", millis(ANSWER));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (server.security()) {
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case NONE -> {}
    }
    return properties;
  }

  private static String millis(Duration time) {
    return Long.toString(time.toMillis());
  }
}
