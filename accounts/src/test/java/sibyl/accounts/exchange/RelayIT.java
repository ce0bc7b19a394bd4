package sibyl.accounts.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.People;
import sibyl.engine.command.OpenAccount;
import sibyl.store.Rows;

/** What the exchange has not answered is told to it again. */
@Timeout(120)
class RelayIT {
  private People people;

  @BeforeEach
  void open() {
    people = new People();
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void anAccountIsSubmittedUntilItIsSeenOpen() {
    people.exchange.setBusy(true);
    people.person("ann");
    people.person("bob");
    people.exchange.setBusy(false);
    assertThat(people.engineAccounts.repeat()).as("the first try has a moment").isZero();
    people.clock.forward(Duration.ofSeconds(5));
    assertThat(people.engineAccounts.repeat()).isEqualTo(2);
    assertThat(people.exchange.drain())
        .containsExactly(new OpenAccount(16, true), new OpenAccount(17, true));
    Rows.execute(people.database, "UPDATE users SET opened_seq = 1 WHERE account_id = 16");
    assertThat(people.engineAccounts.repeat()).isEqualTo(1);
    Rows.execute(people.database, "UPDATE users SET opened_seq = 2");
    assertThat(people.engineAccounts.repeat()).isZero();
  }

  @Test
  void theRelayOutlivesTroubleAndEndsWhenTold() {
    people.person("ann");
    people.clock.forward(Duration.ofSeconds(5));
    people.exchange.drain();
    people.exchange.setBroken(true);
    try (Relay relay =
        Relay.start(
            "test-relay",
            List.of(people.engineAccounts),
            Relay.Pace.BACKING_OFF,
            Duration.ofMillis(5),
            Duration.ofMillis(20))) {
      assertThat(relay).isNotNull();
      Rows.executeAsOwner(people.owner, "ALTER TABLE users RENAME TO elsewhere");
      people.exchange.setBroken(false);
      Rows.executeAsOwner(people.owner, "ALTER TABLE elsewhere RENAME TO users");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> people.exchange.drain().contains(new OpenAccount(16, true)));
    }
    people.exchange.drain();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("test-relay");
  }
}
