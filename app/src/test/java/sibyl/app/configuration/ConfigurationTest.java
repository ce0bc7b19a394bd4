package sibyl.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.accounts.mail.MailServer;
import sibyl.accounts.mail.MailServer.Security;
import sibyl.accounts.session.SessionLimits;
import sibyl.app.configuration.Configuration.Mode;

class ConfigurationTest {
  @TempDir private Path folder;

  private final Map<Setting, String> flags = new EnumMap<>(Setting.class);
  private final Map<String, String> environment = new HashMap<>();
  private Path file;

  @Test
  void aDefaultHoldsWhereNothingIsSet() {
    assertThat(read(Mode.DEV).httpPort()).isEqualTo(8080);
  }

  @Test
  void flagsAreStrongerThanTheEnvironmentAndThatThanTheFile() throws IOException {
    file("http.port=1001", "http.host=0.0.0.0", "log.level=debug");
    environment.put("SIBYL_HTTP_PORT", "1002");
    environment.put("SIBYL_HTTP_HOST", "::1");
    flags.put(Setting.HTTP_PORT, "1003");

    Configuration configuration = read(Mode.DEV);

    assertThat(configuration.httpPort()).isEqualTo(1003);
    assertThat(configuration.httpHost()).isEqualTo("::1");
    assertThat(configuration.logLevel()).isEqualTo("debug");
  }

  @Test
  void aWrongValueNamesTheKeyItsOriginAndWhatWouldDo() {
    environment.put("SIBYL_HTTP_PORT", "80a");
    assertThatThrownBy(() -> read(Mode.DEV))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "http.port must be a whole number from 0 to 65535, not '80a' (from SIBYL_HTTP_PORT)");
  }

  @Test
  void aKeyThatDoesNotExistIsRefused() throws IOException {
    file("http.prot=1001");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("http.prot");
  }

  @Test
  void aVariableThatDoesNotExistIsRefused() {
    environment.put("SIBYL_HTTP_PROT", "1001");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("SIBYL_HTTP_PROT");
  }

  @Test
  void productionWantsItsSecretsAndNotThePublishedOnes() {
    assertThatThrownBy(() -> read(Mode.PRODUCTION)).hasMessageContaining("admin.password");
    environment.put("SIBYL_ADMIN_PASSWORD", "a password of some length");
    environment.put("SIBYL_CLUSTER_SECRET", "sibyl-dev-cluster");
    assertThatThrownBy(() -> read(Mode.PRODUCTION)).hasMessageContaining("cluster.secret");
  }

  @Test
  void secretsAreNeverShown() {
    environment.put("SIBYL_ADMIN_PASSWORD", "a password of some length");
    environment.put("SIBYL_CLUSTER_SECRET", "another one of some length");
    environment.put("SIBYL_PEOPLE_ENCRYPTION_KEY", "a third one of some length, and longer");
    environment.put("SIBYL_DATABASE_URL", "postgresql://s:hush@db/sibyl?ssl=on");

    Configuration configuration = read(Mode.PRODUCTION);

    assertThat(configuration.toString() + configuration.effective())
        .contains("admin.password", "********", "ssl=on")
        .doesNotContain("some length", "hush");
  }

  @Test
  void staffNeedASecondFactorInProductionUnlessToldOtherwise() {
    environment.put("SIBYL_ADMIN_PASSWORD", "a password of some length");
    environment.put("SIBYL_CLUSTER_SECRET", "another one of some length");
    environment.put("SIBYL_PEOPLE_ENCRYPTION_KEY", "a third one of some length, and longer");
    assertThat(read(Mode.PRODUCTION).sessions().factorRequired()).isTrue();
    assertThat(read(Mode.DEV).sessions().factorRequired()).isFalse();
    environment.put("SIBYL_STAFF_SECOND_FACTOR", "optional");
    assertThat(read(Mode.PRODUCTION).sessions().factorRequired()).isFalse();
    environment.put("SIBYL_STAFF_SECOND_FACTOR", "sometimes");
    assertThatThrownBy(() -> read(Mode.PRODUCTION)).hasMessageContaining("staff.second_factor");
  }

  @Test
  void sessionsLastAsLongAsIsSet() {
    assertThat(read(Mode.DEV).sessions().staff()).isEqualTo(SessionLimits.STAFF);
    assertThat(read(Mode.DEV).sessions().people()).isEqualTo(SessionLimits.PEOPLE);
    environment.put("SIBYL_STAFF_IDLE_MINUTES", "5");
    environment.put("SIBYL_STAFF_SESSION_HOURS", "1");
    SessionLimits staff = read(Mode.DEV).sessions().staff();
    assertThat(staff.idle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(staff.lifetime()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void mailsGoEncryptedUnlessTheirServerIsOnThisMachine() {
    assertThat(read(Mode.DEV).mail().smtp()).isNull();
    environment.put("SIBYL_MAIL_HOST", "smtp.example.com");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("mail.*: mails need an address");
    environment.put("SIBYL_MAIL_FROM", "sibyl@example.com");
    assertThat(server().security()).isEqualTo(Security.STARTTLS);
    assertThat(server().port()).isEqualTo(587);
    environment.put("SIBYL_MAIL_SECURITY", "none");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("use starttls or tls");
    environment.put("SIBYL_MAIL_SECURITY", "");
    environment.put("SIBYL_MAIL_HOST", "127.0.0.1");
    assertThat(server().security()).isEqualTo(Security.NONE);
    environment.put("SIBYL_MAIL_USER", "sibyl");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("a user and a password");
    environment.put("SIBYL_MAIL_PASSWORD", "hush hush");
    assertThat(server().password()).isEqualTo("hush hush");
    assertThat(read(Mode.DEV).toString() + server()).doesNotContain("hush hush");
    environment.put("SIBYL_MAIL_HOST", "");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("mail.host");
  }

  @Test
  void linksInMailsLeadToAnAddressOfTheOperators() {
    environment.put("SIBYL_MAIL_SITE", "https://exchange.example/");
    assertThat(read(Mode.DEV).mail().site()).isEqualTo("https://exchange.example");
    environment.put("SIBYL_MAIL_SITE", "javascript:alert(1)");
    assertThatThrownBy(() -> read(Mode.DEV)).hasMessageContaining("mail.site");
  }

  private MailServer server() {
    return Objects.requireNonNull(read(Mode.DEV).mail().smtp());
  }

  private Configuration read(Mode mode) {
    return Configuration.of(
        new Sources(flags, environment, file, Configuration.defaults(mode, "data")));
  }

  private void file(String... lines) throws IOException {
    file = Files.writeString(folder.resolve("sibyl.properties"), String.join("\n", lines));
  }
}
