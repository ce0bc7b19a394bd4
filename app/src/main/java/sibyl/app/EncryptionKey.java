package sibyl.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import sibyl.accounts.Secret;
import sibyl.app.configuration.Configuration;
import sibyl.store.DurableFile;

/**
 * The key that seals what people submit: the configured one, or in dev mode one that the data
 * directory keeps, made the first time, for its owner's eyes only.
 */
final class EncryptionKey {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private EncryptionKey() {}

  static String of(Configuration configuration) throws IOException {
    return configuration.peopleEncryptionKey().isEmpty()
        ? kept(configuration.data().resolve("people.key"))
        : configuration.peopleEncryptionKey();
  }

  private static String kept(Path file) throws IOException {
    if (!Files.exists(file)) {
      // Half a key, or none after a loss of power, would lock out what is sealed with it.
      DurableFile.write(file, Secret.random(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    return Files.readString(file).strip();
  }
}
