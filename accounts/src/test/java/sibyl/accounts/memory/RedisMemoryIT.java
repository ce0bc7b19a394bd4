package sibyl.accounts.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The memory that gateways share, on a real server. */
class RedisMemoryIT extends SignInMemoryContract {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static RedisTestServer server;

  private final RedisMemory memory = new RedisMemory(server.url());

  @BeforeAll
  static void startServer() {
    server = new RedisTestServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void close() {
    memory.close();
  }

  @Override
  SignInMemory memory() {
    return memory;
  }

  /** The server goes by its own clock, so its time passes with everybody's. */
  @Override
  void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void whatOneGatewayKeepsTheOtherKnows() {
    try (RedisMemory other = new RedisMemory(server.url())) {
      memory.keepCode("shared", "hash", Duration.ofMinutes(5), 2);
      assertThat(other.spendTry("shared")).contains("hash");
      assertThat(memory.consume("shared", "hash")).isTrue();
      assertThat(other.consume("shared", "hash")).isFalse();
      List<Allowance> one = List.of(new Allowance("both", 1, Duration.ofHours(1)));
      assertThat(other.take(one)).isZero();
      assertThat(memory.take(one)).isPositive();
    }
  }

  @Test
  void aServerThatIsAwayIsSaidSoAtOnceAndFoundAgainWhenItIsBack() {
    try (RedisTestServer own = new RedisTestServer();
        RedisMemory lasting = new RedisMemory(own.url())) {
      lasting.keepCode("away", "hash", Duration.ofMinutes(5), 5);
      own.stop();
      await().atMost(SOON).untilAsserted(() -> assertUnavailable(lasting));
      long startNs = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertUnavailable(lasting);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
      own.start();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                lasting.keepCode("back", "hash", Duration.ofMinutes(5), 5);
                assertThat(lasting.spendTry("back")).contains("hash");
              });
    }
  }

  @Test
  void aServerThatIsNotThereYetIsConnectedWhenItIs() {
    try (RedisTestServer own = new RedisTestServer()) {
      own.stop();
      try (RedisMemory early = new RedisMemory(own.url())) {
        assertUnavailable(early);
        assertUnavailable(early);
        own.start();
        await().atMost(SOON).ignoreExceptions().until(() -> early.spendTry("nothing").isEmpty());
      }
    }
  }

  @Test
  void aUrlThatIsNoneIsRefusedWithoutRepeatingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RedisMemory("http://somebody:hush@host"))
        .withMessageNotContaining("hush")
        .withNoCause();
  }

  private static void assertUnavailable(RedisMemory memory) {
    assertThatExceptionOfType(MemoryUnavailableException.class)
        .isThrownBy(() -> memory.spendTry("away"));
  }
}
