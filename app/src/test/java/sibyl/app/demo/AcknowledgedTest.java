package sibyl.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcknowledgedTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void inAFile() {
    file = folder.resolve("acknowledged.csv");
  }

  @Test
  void anOrderIsOnFileBeforeItsPriceIsKnown() throws IOException {
    try (Acknowledged acknowledged = new Acknowledged(file)) {
      acknowledged.order("rpp-1-1", "17");
      assertThat(Files.readString(file)).isEqualTo("rpp-1-1,17,");
      acknowledged.price("rpp-1-1", "0.5");
      assertThat(Files.readString(file)).isEqualTo("rpp-1-1,17,0.5\n");
    }
  }

  @Test
  void whatEarlierRunsSawIsRemembered() {
    try (Acknowledged acknowledged = new Acknowledged(file)) {
      acknowledged.order("rpp-1-1", "17");
      acknowledged.price("rpp-1-1", "0.5");
    }
    try (Acknowledged again = new Acknowledged(file)) {
      assertThat(again.priceAfter("rpp-1-1")).hasValue(0.5);
      assertThat(again.priceAfter("rpp-1-2")).isEmpty();
    }
  }

  @Test
  void aLineThatACrashCutOffIsCompletedByANewOne() throws IOException {
    try (Acknowledged acknowledged = new Acknowledged(file)) {
      acknowledged.order("rpp-1-1", "17");
    }
    try (Acknowledged again = new Acknowledged(file)) {
      assertThat(again.priceAfter("rpp-1-1")).isEmpty();
      again.order("rpp-1-1", "17");
      again.price("rpp-1-1", "0.25");
      assertThat(again.priceAfter("rpp-1-1")).hasValue(0.25);
    }
    assertThat(Files.readAllLines(file)).containsExactly("rpp-1-1,17,", "rpp-1-1,17,0.25");
  }
}
