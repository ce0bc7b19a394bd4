package sibyl.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.engine.command.CommandHandler;

/** One log, played by programs that have nothing in common but the code. */
class SameEverywhereTest {
  private static final int EXCHANGES = 16;
  private static final long ONE_MINUTE_EACH = 60;

  /** What each program is started with. */
  private static final Map<String, List<String>> MACHINES = machines();

  @TempDir Path folder;

  @Test
  void theSameLogGivesTheSameBytesOnEveryMachine() throws Exception {
    Path log = folder.resolve("log");
    long commands = record(log);
    String here = ReplayedLog.of(log);

    Map<String, String> there = new LinkedHashMap<>();
    for (String machine : MACHINES.keySet()) {
      there.put(machine, play(machine, log));
    }

    assertThat(commands).isGreaterThan(20_000);
    assertThat(there).allSatisfy((machine, said) -> assertThat(said).as(machine).isEqualTo(here));
    System.out.println(MACHINES.size() + " machines: " + here);
  }

  /** Every kind of command there is occurs in it. */
  private static long record(Path log) throws IOException {
    try (RecordedLog recorded = RecordedLog.to(log)) {
      for (long seed = 1; seed <= EXCHANGES; seed++) {
        recorded.exchange(seed);
      }
      assertThat(recorded.kinds())
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(CommandHandler.class.getMethods()).map(Method::getName).toList());
      return recorded.commands();
    }
  }

  private String play(String machine, Path log) throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx256m");
    command.addAll(MACHINES.getOrDefault(machine, List.of()));
    command.add("-classpath");
    command.add(System.getProperty("java.class.path"));
    command.add(ReplayedLog.class.getName());
    command.add(log.toString());
    Process program =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(program.waitFor(ONE_MINUTE_EACH, TimeUnit.SECONDS)).as(machine).isTrue();
    } finally {
      program.destroyForcibly();
    }
    return Files.readString(said, StandardCharsets.ISO_8859_1).strip();
  }

  private static Map<String, List<String>> machines() {
    Map<String, List<String>> machines = new LinkedHashMap<>();
    machines.put("as it comes", List.of());
    machines.put("interpreted only", List.of("-Xint"));
    machines.put("first compiler only", List.of("-XX:TieredStopAtLevel=1"));
    machines.put("second compiler only", List.of("-XX:-TieredCompilation"));
    machines.put("serial collector", List.of("-XX:+UseSerialGC"));
    machines.put("parallel collector", List.of("-XX:+UseParallelGC", "-Xmn2m"));
    machines.put("Z collector", List.of("-XX:+UseZGC"));
    machines.put("Turkish", List.of("-Duser.language=tr", "-Duser.country=TR"));
    machines.put(
        "Arabic, with its digits",
        List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab"));
    machines.put("at Kiritimati", List.of("-Duser.timezone=Pacific/Kiritimati"));
    machines.put(
        "in another charset", List.of("-Dfile.encoding=ISO-8859-1", "-Dsun.jnu.encoding=US-ASCII"));
    machines.put(
        "with wide references and other hashes",
        List.of("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2", "-XX:-UseCompressedOops"));
    return machines;
  }
}
