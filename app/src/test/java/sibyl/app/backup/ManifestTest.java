package sibyl.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.StateAt;

class ManifestTest {
  @TempDir private Path backup;
  private Manifest manifest;

  @BeforeEach
  void aSmallBackup() throws IOException {
    Files.createDirectory(backup.resolve("tables"));
    Files.writeString(backup.resolve("tables/users.rows"), "16\tada\n");
    Files.writeString(backup.resolve("people key"), "secret");
    manifest =
        new Manifest(
            "b9e1c6c0-0000-4000-8000-000000000000",
            Instant.parse("2026-11-29T08:00:00Z"),
            new StateAt(4096, 77, 1_795_939_200_000L, -2),
            70,
            Map.of("schema", "28", "program", "(a development build)"),
            Manifest.sums(backup, bytes -> {}));
    manifest.write(backup);
  }

  @Test
  void whatIsWrittenIsReadAndEveryFileIsAsItWas() throws IOException {
    assertThat(Manifest.read(backup)).isEqualTo(manifest);
    Manifest.read(backup).requireFiles(backup, bytes -> {});
    assertThat(manifest.bytes()).isEqualTo(13);
  }

  @Test
  void anyFlippedBitIsFoundAndTheFileNamed() throws IOException {
    for (String name : manifest.files().keySet()) {
      Path file = backup.resolve(name);
      for (int bit = 0; bit < 8 * Files.size(file); bit++) {
        flip(file, bit);
        assertThatThrownBy(() -> manifest.requireFiles(backup, bytes -> {}))
            .isInstanceOf(BackupException.class)
            .hasMessageContaining(file.toString());
        flip(file, bit);
      }
    }
    Path file = backup.resolve("manifest");
    for (int bit = 0; bit < 8 * Files.size(file); bit++) {
      flip(file, bit);
      assertThatThrownBy(() -> Manifest.read(backup))
          .isInstanceOf(BackupException.class)
          .hasMessageContaining("manifest is damaged");
      flip(file, bit);
    }
  }

  private static void flip(Path file, int bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bit / 8] ^= (byte) (1 << bit % 8);
    Files.write(file, bytes);
  }

  @Test
  void whatIsMissingOrWasAddedIsNamed() throws IOException {
    Path added = Files.writeString(backup.resolve("tables/more.rows"), "");
    assertThatThrownBy(() -> manifest.requireFiles(backup, bytes -> {}))
        .hasMessageContaining(added + " does not belong to the backup");
    Files.delete(added);
    Path file = backup.resolve("tables/users.rows");
    Files.delete(file);
    assertThatThrownBy(() -> manifest.requireFiles(backup, bytes -> {}))
        .hasMessageContaining(file + " is missing");
  }

  @Test
  void whatHasNoManifestIsNoBackup() {
    assertThatThrownBy(() -> Manifest.read(backup.resolve("tables")))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is no backup, or one that was interrupted");
  }
}
