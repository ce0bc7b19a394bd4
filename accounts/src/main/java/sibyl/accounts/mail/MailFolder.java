package sibyl.accounts.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends nothing anywhere and writes mails as files into a folder, for a developer's machine. A
 * reader of them can reset any person's password, so folder and files are their owner's alone and
 * there is none of this outside dev mode. The latest {@link #KEPT_MAX} are kept. Needs POSIX
 * permissions.
 */
public final class MailFolder implements MailSender {
  /** Most mails that stay in the folder. */
  public static final int KEPT_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(MailFolder.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final InstantSource clock;
  private long written;

  /**
   * @param folder made if it is not there
   */
  public MailFolder(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder, permissions("rwx------"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public synchronized Taken send(Mail mail) {
    String name = "%s-%06d-not-sent.eml".formatted(NAME.format(clock.instant()), written++);
    String text =
        "X-Sibyl-Not-Sent: no mail server is configured\r\nTo: "
            + mail.to()
            + "\r\nSubject: "
            + mail.subject()
            + "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Transfer-Encoding: 8bit\r\n\r\n"
            + mail.text().replace("\n", "\r\n");
    try {
      Path file = folder.resolve(name);
      try (var channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              permissions("rw-------"))) {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
      removeOldest();
      LOG.info("no mail server is configured: a mail was not sent but written to {}", file);
      return Taken.KEPT;
    } catch (IOException e) {
      throw new UncheckedIOException("a mail could not be written", e);
    }
  }

  private void removeOldest() throws IOException {
    List<Path> kept;
    try (Stream<Path> files = Files.list(folder)) {
      kept = files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
    for (Path file : kept.subList(0, Math.max(0, kept.size() - KEPT_MAX))) {
      Files.deleteIfExists(file);
    }
  }

  private static FileAttribute<?> permissions(String rights) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
  }
}
