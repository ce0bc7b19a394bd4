package sibyl.store.server;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import sibyl.store.DurableFile;

/**
 * The unpacked PostgreSQL program. It is unpacked once per version, to a directory that gets its
 * name only when it is whole, so an interrupted first start leaves nothing half done.
 */
final class PostgresProgram {
  private static final int OWNER_EXECUTE = 0100;
  private static final int NAME_LENGTH = 12;

  private final Path home;

  private PostgresProgram(Path home) {
    this.home = home;
  }

  static PostgresProgram unpacked(Path directory, StartProgress progress) throws IOException {
    byte[] archive = archive();
    Path home = directory.resolve("program-" + fingerprint(archive));
    if (!Files.isDirectory(home)) {
      progress.step("unpacking PostgreSQL");
      Path partial = directory.resolve("program.partial");
      deleteTree(partial);
      unpack(archive, partial);
      DurableFile.move(partial, home);
    }
    return new PostgresProgram(home);
  }

  Path command(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String family =
        system.startsWith("mac") ? "Darwin" : system.startsWith("windows") ? "Windows" : "Linux";
    String machine = System.getProperty("os.arch", "");
    String architecture = machine.equals("amd64") ? "x86_64" : machine;
    try (InputStream in =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(family, architecture)) {
      if (in == null) {
        throw new PostgresUnavailableException(
            "no embedded PostgreSQL for "
                + family
                + " on "
                + architecture
                + ": name a server of your own (database URL)");
      }
      return in.readAllBytes();
    }
  }

  private static String fingerprint(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    Files.createDirectories(target);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    Path path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("archive entry outside its directory: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & OWNER_EXECUTE) != 0 && isPosix(path)) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
