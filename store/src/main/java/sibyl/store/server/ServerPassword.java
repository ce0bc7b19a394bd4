package sibyl.store.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import sibyl.store.DurableFile;

/** The server's password: random, made once, in a file only its owner can read. */
final class ServerPassword {
  private static final int BYTES = 24;

  private ServerPassword() {}

  static Path file(Path directory) {
    return directory.resolve("password");
  }

  static String read(Path directory) throws IOException {
    return Files.readString(file(directory), StandardCharsets.UTF_8).strip();
  }

  static void create(Path directory) throws IOException {
    Path file = file(directory);
    if (Files.exists(file)) {
      return;
    }
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    DurableFile.write(
        file,
        Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n",
        ownerOnly(directory));
  }

  private static FileAttribute<?>[] ownerOnly(Path directory) {
    return PostgresProgram.isPosix(directory)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
