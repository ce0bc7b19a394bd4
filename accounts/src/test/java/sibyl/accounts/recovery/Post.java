package sibyl.accounts.recovery;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sibyl.accounts.People;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.mail.MailLimits;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.mail.MailProofs;
import sibyl.accounts.mail.MailServer;
import sibyl.accounts.mail.SmtpSender;

/** A mail server with everybody's mailbox, and the outbox before it. */
final class Post implements AutoCloseable {
  private static final String HERE = "127.0.0.1";
  private static final Pattern TOKEN = Pattern.compile("(?m)^[A-Za-z0-9_-]{43}$");

  private final GreenMail server = new GreenMail(new ServerSetup(0, HERE, "smtp"));
  final MailProofs proofs;
  final MailOutbox mails;

  Post(People people, MailLimits limits) {
    server.start();
    proofs = new MailProofs(people.clock);
    mails =
        new MailOutbox(
            people.database,
            new SmtpSender(
                new MailServer(
                    HERE,
                    server.getSmtp().getPort(),
                    MailServer.Security.NONE,
                    "",
                    "",
                    "sibyl@example.com"),
                people.clock),
            proofs,
            "",
            new FieldSeal("k".repeat(32)),
            people.hash,
            limits,
            people.clock);
  }

  /** The server goes away, and keeps what it has. */
  void stopServer() {
    server.getSmtp().stopService();
  }

  /** What an address got, the subjects in order, once everything due was sent. */
  List<String> subjects(String address) {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage message : to(address)) {
      try {
        subjects.add(message.getSubject());
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }
    return subjects;
  }

  /** The token in the last mail to an address. */
  String token(String address) {
    Matcher token = TOKEN.matcher(lastText(address));
    if (!token.find()) {
      throw new AssertionError("no token in the last mail to " + address);
    }
    return token.group();
  }

  String lastText(String address) {
    try {
      return to(address).getLast().getContent().toString().replace("\r\n", "\n");
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<MimeMessage> to(String address) {
    mails.repeat();
    // What a sender was told is taken is in the mailbox at once or a moment later.
    if (!server.waitForIncomingEmail(30_000, (int) mails.sent())) {
      throw new AssertionError("mails were taken and did not arrive");
    }
    List<MimeMessage> messages = new ArrayList<>();
    for (MimeMessage message : server.getReceivedMessages()) {
      try {
        if (message.getAllRecipients()[0].toString().equals(address)) {
          messages.add(message);
        }
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }
    return messages;
  }

  @Override
  public void close() {
    server.stop();
  }
}
