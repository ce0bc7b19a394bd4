package sibyl.gateway.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import sibyl.engine.Units;
import sibyl.protocol.EventDecoder;

/** Which build this is: what one build keeps in files, another may not understand. */
final class Build {
  /** Over the code of the read model and of what it is made of. */
  static final String FINGERPRINT = fingerprint();

  private Build() {}

  private static String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> part : List.of(ReadModel.class, EventDecoder.class, Units.class)) {
        Path code = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
        for (Path file : files(code)) {
          digest.update(code.relativize(file).toString().getBytes(UTF_8));
          update(digest, file);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException | URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("the program's own code cannot be read", e);
    }
  }

  /** A jar, or what a build left in directories. */
  private static List<Path> files(Path code) throws IOException {
    try (Stream<Path> all = Files.walk(code)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void update(MessageDigest digest, Path file) throws IOException {
    byte[] part = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(part); read >= 0; read = in.read(part)) {
        digest.update(part, 0, read);
      }
    }
  }
}
