package sibyl.accounts.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.mail.MailFailedException.Outlook;
import sibyl.accounts.mail.MailServer.Security;

/** Mails to a real SMTP server. */
@Timeout(60)
class SmtpSenderTest {
  private static final String HERE = "127.0.0.1";
  private static final Mail MAIL = new Mail("ada@example.org", "Grüße", "Zeile 1\n.\nλ 2\n");

  private final GreenMail plain = new GreenMail(setup(ServerSetup.PROTOCOL_SMTP));
  private final GreenMail tls = new GreenMail(setup(ServerSetup.PROTOCOL_SMTPS));

  @AfterEach
  void stop() {
    plain.stop();
    tls.stop();
  }

  @Test
  void aMailArrivesAsItWasWritten() throws Exception {
    plain.setUser("sibyl", "hush hush");
    plain.getUserManager().setAuthRequired(true);
    plain.start();
    SmtpSender sender =
        sender(server(Security.NONE, plain.getSmtp().getPort(), "sibyl", "hush hush"));
    assertThat(sender.send(MAIL)).isEqualTo(MailSender.Taken.SENT);
    assertThat(plain.waitForIncomingEmail(30_000, 1)).isTrue();
    MimeMessage got = plain.getReceivedMessages()[0];
    assertThat(got.getSubject()).isEqualTo("Grüße");
    assertThat(got.getContent().toString().replace("\r\n", "\n").strip())
        .isEqualTo("Zeile 1\n.\nλ 2");
    assertThat(got.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ada@example.org");
    assertThat(got.getFrom()).extracting(Object::toString).containsExactly("sibyl@example.com");
    assertThat(got.getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void aServerThatDoesNotEncryptIsToldNothing() {
    plain.start();
    assertThat(outlook(server(Security.STARTTLS, plain.getSmtp().getPort(), "", "")))
        .isEqualTo(Outlook.SERVER_AWAY);
    assertThat(plain.getReceivedMessages()).isEmpty();
  }

  @Test
  void aServerWhoseCertificateIsNotItsNamesIsToldNothing() {
    tls.start();
    assertThat(outlook(server(Security.TLS, tls.getSmtps().getPort(), "", "")))
        .isEqualTo(Outlook.SERVER_AWAY);
    assertThat(tls.getReceivedMessages()).isEmpty();
  }

  @Test
  void refusalsForGoodAndForNowAreToldApartAndNameNobody() throws Exception {
    try (RefusingServer never = new RefusingServer("550 5.1.1 <ada@example.org> unknown");
        RefusingServer later = new RefusingServer("451 4.7.1 <ada@example.org> greylisted")) {
      MailFailedException lasting = failure(server(Security.NONE, never.port(), "", ""));
      assertThat(lasting.outlook()).isEqualTo(Outlook.LASTING);
      assertThat(lasting).hasMessage("the mail server answered 550").hasNoCause();
      MailFailedException passing = failure(server(Security.NONE, later.port(), "", ""));
      assertThat(passing.outlook()).isEqualTo(Outlook.PASSING);
      assertThat(passing).hasMessage("the mail server answered 451");
    }
  }

  @Test
  void aServerThatIsNotThereOrDoesNotLetUsInIsAway() {
    plain.setUser("sibyl", "hush hush");
    plain.getUserManager().setAuthRequired(true);
    plain.start();
    assertThat(outlook(server(Security.NONE, plain.getSmtp().getPort(), "sibyl", "wrong")))
        .isEqualTo(Outlook.SERVER_AWAY);
    int port = plain.getSmtp().getPort();
    plain.stop();
    assertThat(outlook(server(Security.NONE, port, "", ""))).isEqualTo(Outlook.SERVER_AWAY);
  }

  @Test
  void inClearOnlyToThisMachine() {
    for (String away : new String[] {"mail.example.com", "10.0.0.1", "localhost.example.com"}) {
      assertThatThrownBy(() -> new MailServer(away, 25, Security.NONE, "", "", "a@example.org"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("starttls or tls");
    }
    for (String here : new String[] {"localhost", "127.0.0.1", "::1"}) {
      assertThat(new MailServer(here, 25, Security.NONE, "", "", "a@example.org").host())
          .isEqualTo(here);
    }
    assertThat(server(Security.NONE, 25, "user", "hush").toString()).doesNotContain("hush");
  }

  private static Outlook outlook(MailServer server) {
    return failure(server).outlook();
  }

  private static MailFailedException failure(MailServer server) {
    SmtpSender sender = sender(server);
    return catchThrowableOfType(MailFailedException.class, () -> sender.send(MAIL));
  }

  private static SmtpSender sender(MailServer server) {
    return new SmtpSender(server, InstantSource.system());
  }

  private static MailServer server(Security security, int port, String user, String password) {
    return new MailServer(HERE, port, security, user, password, "sibyl@example.com");
  }

  private static ServerSetup setup(String protocol) {
    return new ServerSetup(0, HERE, protocol);
  }
}
