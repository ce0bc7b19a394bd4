package sibyl.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is remembered, and for how long, with a database that comes and goes. */
@Timeout(60)
class LastAnswersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AT_ONCE = Duration.ofNanos(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RememberedFor NO_TIME = new RememberedFor(AT_ONCE, AT_ONCE, HOUR);
  private static final RememberedFor AN_HOUR = new RememberedFor(HOUR, HOUR, HOUR);

  private enum State {
    THERE,
    AWAY,
    FROZEN,
    BROKEN
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, String> rows = new ConcurrentHashMap<>(Map.of("key", "ada"));
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final CountDownLatch thawed = new CountDownLatch(1);
  private volatile State state = State.THERE;

  @AfterEach
  void end() {
    thawed.countDown();
    threads.shutdown();
  }

  @Test
  void whoWasKnownStaysKnownWhileTheDatabaseIsAway() {
    LastAnswers<String, String> answers = answers(NO_TIME, HOUR);
    assertThat(ask(answers, "key")).isEqualTo("ada");
    state = State.AWAY;
    for (int i = 0; i < 5; i++) {
      assertThat(ask(answers, "key")).isEqualTo("ada");
    }
    assertThatThrownBy(() -> ask(answers, "another")).hasRootCauseMessage("connection refused");
    state = State.THERE;
    rows.put("key", "none");
    await().atMost(PATIENCE).until(() -> ask(answers, "key").equals("none"));
  }

  @Test
  void aFaultThatIsNotTheDatabasesAbsenceHidesBehindNoOldAnswer() {
    LastAnswers<String, String> answers = answers(NO_TIME, HOUR);
    assertThat(ask(answers, "key")).isEqualTo("ada");
    state = State.BROKEN;
    assertThatThrownBy(() -> ask(answers, "key")).hasRootCauseMessage("a bug");
  }

  @Test
  void whatIsForgottenIsUnknownAlsoWhileTheDatabaseIsAway() {
    for (boolean one : new boolean[] {true, false}) {
      state = State.THERE;
      LastAnswers<String, String> answers = answers(NO_TIME, HOUR);
      assertThat(ask(answers, "key")).isEqualTo("ada");
      state = State.AWAY;
      assertThat(ask(answers, "key")).isEqualTo("ada");
      if (one) {
        answers.forgetOf("key");
      } else {
        answers.forget("ada"::equals);
      }
      assertThatThrownBy(() -> ask(answers, "key")).hasRootCauseMessage("connection refused");
    }
  }

  @Test
  void whatMayHaveChangedIsLookedUpBeforeItCountsAndStandsOnlyWhileItCannotBe() {
    LastAnswers<String, String> answers = answers(AN_HOUR, HOUR);
    assertThat(ask(answers, "key")).isEqualTo("ada");
    rows.put("key", "bob");
    assertThat(ask(answers, "key")).isEqualTo("ada"); // fresh
    state = State.AWAY;
    answers.doubtAll(); // the database was there, and is away again
    assertThat(ask(answers, "key")).isEqualTo("ada");
    state = State.THERE;
    answers.doubtAll();
    assertThat(ask(answers, "key")).isEqualTo("bob");
  }

  @Test
  void aLookThatBeganBeforeARightEndedIsNotRemembered() throws InterruptedException {
    LastAnswers<String, String> answers = answers(AN_HOUR, HOUR);
    state = State.FROZEN;
    CompletableFuture<String> before = answers.get("key");
    frozen.await();
    answers.forgetOf("key");
    state = State.THERE;
    rows.put("key", "none");
    assertThat(ask(answers, "key")).isEqualTo("none");
    thawed.countDown();
    assertThat(before.join()).isEqualTo("ada"); // as it was when that was asked
    assertThat(ask(answers, "key")).isEqualTo("none");
  }

  @Test
  void aDatabaseThatDoesNotAnswerKeepsNoCallerWaiting() throws Exception {
    LastAnswers<String, String> answers = answers(NO_TIME, HOUR);
    assertThat(ask(answers, "key")).isEqualTo("ada");
    state = State.FROZEN;
    for (int i = 0; i < 3; i++) {
      assertThat(answers.get("key").get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("ada");
    }
  }

  @Test
  void whatWasNotUsedForItsIdleTimeDoesNotStand() {
    LastAnswers<String, String> answers = answers(NO_TIME, AT_ONCE);
    assertThat(ask(answers, "key")).isEqualTo("ada");
    state = State.AWAY;
    assertThatThrownBy(() -> ask(answers, "key")).hasRootCauseMessage("connection refused");
  }

  private LastAnswers<String, String> answers(RememberedFor times, Duration idle) {
    return new LastAnswers<>(this::lookUp, threads, times, key -> idle, 100);
  }

  private static String ask(LastAnswers<String, String> answers, String key) {
    return answers.get(key).join();
  }

  private String lookUp(String key) {
    String row = rows.getOrDefault(key, "");
    switch (state) {
      case THERE -> {}
      case AWAY -> throw new IllegalStateException(new SQLException("connection refused", "08001"));
      case BROKEN -> throw new IllegalStateException("a bug");
      case FROZEN -> {
        frozen.countDown();
        try {
          thawed.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return row;
  }
}
