package sibyl.accounts.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails that are written down instead of being sent. */
class MailFolderTest {
  @TempDir private Path parent;

  @Test
  void aMailIsWrittenForItsOwnersEyesAndSaysThatItWasNotSent() throws IOException {
    Path folder = parent.resolve("mails");
    MailFolder sender = new MailFolder(folder, InstantSource.system());
    assertThat(sender.send(new Mail("ada@example.org", "Hello", "λ 1\n2\n")))
        .isEqualTo(MailSender.Taken.KEPT);
    assertThat(rights(folder)).isEqualTo("rwx------");
    Path file = files(folder).getFirst();
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(file.getFileName().toString()).endsWith("-not-sent.eml");
    assertThat(Files.readString(file))
        .startsWith("X-Sibyl-Not-Sent: ")
        .contains("To: ada@example.org\r\nSubject: Hello\r\n")
        .endsWith("\r\n\r\nλ 1\r\n2\r\n");
  }

  @Test
  void theFolderIsBounded() throws IOException {
    MailFolder sender = new MailFolder(parent, InstantSource.system());
    for (int i = 0; i <= MailFolder.KEPT_MAX; i++) {
      sender.send(new Mail("a@example.org", "number " + i, ""));
    }
    List<Path> kept = files(parent);
    assertThat(kept).hasSize(MailFolder.KEPT_MAX);
    assertThat(Files.readString(kept.getFirst())).contains("number 1\r\n");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String rights(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
