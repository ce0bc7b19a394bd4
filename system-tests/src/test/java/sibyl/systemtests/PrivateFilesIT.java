package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.program.Sibyl;

/** What another user of the machine finds of a running exchange: nothing. */
@EnabledOnOs(OS.LINUX)
class PrivateFilesIT {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  @TempDir Path folder;

  @Test
  void noFileOfARunningExchangeIsOpenToOtherUsersAndTheLogHasNoPort() throws Exception {
    Path data = folder.resolve("data");
    try (Sibyl sibyl = aSibyl().withData(data).start()) {
      sibyl.awaitReady();
      Path buffers =
          Path.of(Files.readAllLines(data.resolve("cluster/aeron.directory")).getFirst());
      assertThat(openToOthers(data)).isEmpty();
      assertThat(openToOthers(buffers)).isEmpty();
      assertThat(udpSockets(sibyl.pid())).isEmpty();
    }
  }

  /** The program of the embedded server may be run by all who can reach it, which is the owner. */
  private static List<Path> openToOthers(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(path -> !Files.isSymbolicLink(path))
          .filter(path -> !path.toString().contains("/postgres/program-"))
          .filter(PrivateFilesIT::isOpenToOthers)
          .toList();
    }
  }

  private static boolean isOpenToOthers(Path path) {
    try {
      return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).stream()
          .anyMatch(OTHERS::contains);
    } catch (IOException gone) {
      return false;
    }
  }

  private static List<String> udpSockets(long pid) throws IOException {
    List<String> udp;
    try (Stream<String> tables =
        Stream.of("udp", "udp6")
            .map(table -> Path.of("/proc/" + pid + "/net/" + table))
            .flatMap(PrivateFilesIT::rows)) {
      udp = tables.toList();
    }
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return descriptors.map(PrivateFilesIT::target).filter(udp::contains).toList();
    }
  }

  private static Stream<String> rows(Path table) {
    try {
      return Files.readAllLines(table).stream()
          .skip(1)
          .map(line -> "socket:[" + line.strip().split(" +")[9] + "]");
    } catch (IOException noSuchTable) {
      return Stream.empty();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closed) {
      return "";
    }
  }
}
