package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of promises names tests that exist, so that a test that goes away is noticed. */
class PromisesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)`");
  private static final int PROMISE = 1;
  private static final int SHOWN_BY = 2;

  @Test
  void everyPromiseIsShownByTestsThatExist() throws IOException {
    Map<String, String> sources = testSources();
    List<String> wrong = new ArrayList<>();
    int promises = 0;
    for (String line : Files.readAllLines(ROOT.resolve("docs/promises.md"))) {
      String[] cells = line.split("\\|");
      if (cells.length <= SHOWN_BY || cells[PROMISE].contains("---") || isHead(cells)) {
        continue;
      }
      promises++;
      Matcher test = TEST.matcher(cells[SHOWN_BY]);
      boolean open = cells[SHOWN_BY].strip().startsWith("Not yet");
      boolean any = false;
      while (test.find()) {
        any = true;
        String source = sources.getOrDefault(test.group(1), "");
        if (!source.contains("void " + test.group(2) + "(")) {
          wrong.add(test.group());
        }
      }
      if (any == open) {
        wrong.add("neither shown nor open: " + cells[PROMISE].strip());
      }
    }
    assertThat(promises).isGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  private static boolean isHead(String[] cells) {
    return cells[SHOWN_BY].strip().equals("shown by");
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(module)) {
          read(module, sources);
        }
      }
    }
    return sources;
  }

  private static void read(Path folder, Map<String, String> sources) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        sources.merge(
            name.substring(0, name.length() - ".java".length()),
            Files.readString(file),
            String::concat);
      }
    }
  }
}
