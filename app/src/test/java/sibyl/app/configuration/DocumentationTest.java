package sibyl.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  @Test
  void everySettingIsDocumented() throws IOException {
    String document = Files.readString(Path.of("../docs/configuration.md"));
    for (Setting setting : Setting.values()) {
      assertThat(document).contains("| `" + setting.key() + "` |");
    }
  }
}
