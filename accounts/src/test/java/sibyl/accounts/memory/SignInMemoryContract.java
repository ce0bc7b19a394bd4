package sibyl.accounts.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every memory of sign-in does, wherever it is kept. */
@Timeout(120)
abstract class SignInMemoryContract {
  private static final Duration LONG = Duration.ofHours(1);

  abstract SignInMemory memory();

  /** Lets at least so much time pass, for the memory. */
  abstract void pass(Duration time);

  @Test
  void anAllowanceIsUsedUpAndComesBackEvenly() {
    List<Allowance> three = List.of(new Allowance("even", 3, Duration.ofSeconds(3)));
    for (int i = 0; i < 3; i++) {
      assertThat(memory().take(three)).isZero();
    }
    assertThat(memory().take(three)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    pass(Duration.ofMillis(1_100));
    assertThat(memory().take(three)).isZero();
    assertThat(memory().take(three)).isPositive();
  }

  @Test
  void inNoPeriodIsMoreTakenThanThereIs() {
    List<Allowance> three = List.of(window("window", 3, Duration.ofSeconds(4)));
    assertThat(memory().take(three)).isZero();
    pass(Duration.ofSeconds(2));
    assertThat(memory().take(three)).isZero();
    assertThat(memory().take(three)).isZero();
    assertThat(memory().take(three)).isBetween(Duration.ofMillis(1), Duration.ofSeconds(2));
    pass(Duration.ofMillis(2_050));
    assertThat(memory().take(three)).as("the first is back").isZero();
    assertThat(memory().take(three)).as("the others are not").isPositive();
    memory().giveBack(three);
    assertThat(memory().take(three)).isZero();
    assertThat(memory().take(three)).isPositive();
  }

  @Test
  void ofAHundredWhoTakeFromAWindowAtOnceAsManySucceedAsThereAreTimes() throws Exception {
    List<Allowance> both =
        List.of(window("crowd in a window", 10, LONG), new Allowance("c", 50, LONG));
    List<Duration> waits = atOnce(() -> memory().take(both));
    assertThat(waits).filteredOn(Duration::isZero).hasSize(10);
    assertThat(waits).allMatch(wait -> wait.compareTo(LONG) <= 0);
  }

  static Allowance window(String key, int times, Duration period) {
    return new Allowance(key, times, period, Allowance.Return.EACH_AFTER_THE_PERIOD);
  }

  @Test
  void whoIsRefusedByOneAllowanceSpendsNothingOfTheOther() {
    Allowance wide = new Allowance("wide", 2, LONG);
    List<Allowance> both = List.of(wide, new Allowance("narrow", 1, LONG));
    assertThat(memory().take(both)).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(memory().take(both)).isGreaterThan(Duration.ofMinutes(59));
    }
    assertThat(memory().take(List.of(wide))).isZero();
    assertThat(memory().take(List.of(wide))).isPositive();
  }

  @Test
  void whatIsGivenBackCanBeTakenAgainAndNoMore() {
    List<Allowance> two = List.of(new Allowance("back", 2, LONG));
    assertThat(memory().take(two)).isZero();
    memory().giveBack(two);
    memory().giveBack(two);
    assertThat(memory().take(two)).isZero();
    assertThat(memory().take(two)).isZero();
    assertThat(memory().take(two)).isPositive();
  }

  @Test
  void ofAHundredWhoTakeAtOnceAsManySucceedAsThereAreTimes() throws Exception {
    List<Allowance> ten = List.of(new Allowance("crowd", 10, LONG));
    List<Duration> waits = atOnce(() -> memory().take(ten));
    assertThat(waits).filteredOn(Duration::isZero).hasSize(10);
  }

  @Test
  void aCodeCanBeLookedAtSoOften() {
    memory().keepCode("tries", "hash", LONG, 2);
    assertThat(memory().spendTry("tries")).contains("hash");
    assertThat(memory().spendTry("tries")).contains("hash");
    assertThat(memory().spendTry("tries")).isEmpty();
    assertThat(memory().spendTry("tries")).isEmpty();
    assertThat(memory().consume("tries", "hash")).as("the last look may have been right").isTrue();
    assertThat(memory().spendTry("nothing")).isEmpty();
  }

  @Test
  void aCodeIsForgottenWhenItsTimeIsOver() {
    memory().keepCode("time", "hash", Duration.ofMillis(300), 5);
    assertThat(memory().spendTry("time")).contains("hash");
    pass(Duration.ofMillis(400));
    assertThat(memory().spendTry("time")).isEmpty();
    assertThat(memory().consume("time", "hash")).isFalse();
  }

  @Test
  void aNewCodeTakesThePlaceOfTheOneBefore() {
    memory().keepCode("place", "old", LONG, 1);
    memory().spendTry("place");
    memory().keepCode("place", "new", LONG, 3);
    assertThat(memory().consume("place", "old")).isFalse();
    assertThat(memory().spendTry("place")).contains("new");
    assertThat(memory().consume("place", "new")).isTrue();
    assertThat(memory().spendTry("place")).isEmpty();
  }

  @Test
  void ofAHundredWhoConsumeACodeOneDoes() throws Exception {
    memory().keepCode("one", "hash", LONG, 1_000);
    List<Boolean> consumed =
        atOnce(
            () -> {
              Optional<String> kept = memory().spendTry("one");
              return kept.isPresent() && memory().consume("one", kept.get());
            });
    assertThat(consumed).filteredOn(Boolean::booleanValue).hasSize(1);
  }

  private static <T> List<T> atOnce(Callable<T> call)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      List<Callable<T>> hundred = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        hundred.add(call);
      }
      for (Future<T> future : threads.invokeAll(hundred)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
