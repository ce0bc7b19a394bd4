package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.store.Database;
import sibyl.store.TestServer;
import sibyl.store.schema.ExchangeIdentity;

/** A database goes with one log; any other pair stops the start and says what to do. */
@Timeout(120)
class PairingIT {
  @TempDir private Path directory;

  private Database database;
  private Database another;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(log("a"));
    Files.createDirectories(log("b"));
    database = Database.open(TestServer.migratedDatabase(), 2);
    another = Database.open(TestServer.migratedDatabase(), 2);
  }

  @AfterEach
  void close() {
    database.close();
    another.close();
  }

  @Test
  void aNewDatabaseAndANewLogAreTiedForGood() throws IOException {
    Pairing.of(log("a")).require(database, 0, 0);
    assertThat(ExchangeIdentity.of(database)).contains(Pairing.of(log("a")).id());
    Pairing.of(log("a")).require(database, 10, 12);
  }

  @Test
  void aForeignDatabaseStopsTheStart() throws IOException {
    Pairing.of(log("a")).require(database, 0, 0);
    Pairing.of(log("b")).require(another, 0, 0);
    assertThatThrownBy(() -> Pairing.of(log("a")).require(another, 0, 5))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("name the database that goes with the directory");
    assertThatThrownBy(() -> Pairing.of(Files.createDirectory(log("c"))).require(another, 5, 0))
        .hasMessageContaining("this data directory is new");
    assertThat(Files.exists(log("c").resolve("exchange.id"))).isFalse();
  }

  @Test
  void anEmptyDatabaseOfAnExchangeThatHasEventsStopsTheStart() throws IOException {
    Pairing.of(log("a")).require(database, 0, 0);
    assertThatThrownBy(() -> Pairing.of(log("a")).require(another, 0, 5))
        .hasMessageContaining("the database is empty, but this exchange has 5 events")
        .hasMessageContaining("sibyl rebuild");
    Pairing.of(log("a")).tie(another, 5);
    Pairing.of(log("a")).require(another, 5, 5);
  }

  @Test
  void anOlderDatabaseStopsTheStart() throws IOException {
    Pairing pairing = Pairing.of(log("a"));
    pairing.require(database, 0, 0);
    pairing.note(100);
    assertThatThrownBy(() -> Pairing.of(log("a")).require(database, 60, 120))
        .hasMessageContaining("at event 60, but they were at 100")
        .hasMessageContaining("older backup");
    Pairing.of(log("a")).require(database, 101, 120);
  }

  private Path log(String name) {
    return directory.resolve(name);
  }
}
