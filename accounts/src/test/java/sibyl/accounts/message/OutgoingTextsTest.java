package sibyl.accounts.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.SettableClock;

/** Messages in the background. */
@Timeout(60)
class OutgoingTextsTest {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final SettableClock clock = new SettableClock();

  @Test
  void whatAProviderDoesNotTakeAtOnceIsTriedAgainAndTheTriesAreCounted() {
    try (TwilioServer twilio = new TwilioServer();
        TwilioSender sender = new TwilioSender(account(), twilio.url());
        OutgoingTexts texts = OutgoingTexts.start(sender, clock, PAUSE)) {
      twilio.refuseWith(503, 429);
      assertThat(texts.offer(message())).isTrue();
      await().until(() -> texts.sent() == 1);
      assertThat(twilio.statuses()).containsExactly(503, 429, 201);
      assertThat(twilio.taken())
          .containsExactly(Map.of("To", "+919876543210", "From", "+15005550006", "Body", "code"));
      assertThat(texts.failedTries()).isEqualTo(2);
      assertThat(texts.lost()).isZero();
    }
  }

  @Test
  void whatWillNeverBeTakenIsTriedOnceAndWhatFailsForLongThreeTimes() {
    try (TwilioServer twilio = new TwilioServer();
        TwilioSender sender = new TwilioSender(account(), twilio.url());
        OutgoingTexts texts = OutgoingTexts.start(sender, clock, PAUSE)) {
      twilio.refuseWith(400);
      texts.offer(message());
      await().until(() -> texts.lost() == 1);
      twilio.refuseWith(500, 500, 500);
      texts.offer(message());
      await().until(() -> texts.lost() == 2);
      assertThat(twilio.statuses()).containsExactly(400, 500, 500, 500);
      assertThat(texts.failedTries()).isEqualTo(4);
      assertThat(texts.sent()).isZero();
    }
  }

  @Test
  void aMessageThatComesTooLateIsNotSent() {
    SentMessages sent = new SentMessages();
    try (OutgoingTexts texts = OutgoingTexts.start(sent, clock, PAUSE)) {
      TextMessage late = message();
      clock.forward(Duration.ofMinutes(6));
      texts.offer(late);
      await().until(() -> texts.lost() == 1);
      assertThat(sent.to("+919876543210")).isEmpty();
    }
  }

  @Test
  void aSenderThatFailsUnexpectedlyStopsNothing() {
    SentMessages sent = new SentMessages();
    TextSender moody =
        message -> {
          if (message.text().isEmpty()) {
            throw new IllegalStateException("no text");
          }
          sent.send(message);
        };
    try (OutgoingTexts texts = OutgoingTexts.start(moody, clock, PAUSE)) {
      for (int i = 0; i < 20; i++) {
        texts.offer(new TextMessage("+919876543210", "", clock.instant(), later()));
      }
      texts.offer(message());
      await().until(() -> texts.sent() == 1 && texts.lost() == 20);
    }
  }

  @Test
  void whenTooManyWaitOneMoreIsRefused() {
    CountDownLatch stuck = new CountDownLatch(1);
    TextSender slow =
        message -> {
          try {
            stuck.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (OutgoingTexts texts = OutgoingTexts.start(slow, clock, PAUSE)) {
      int taken = 0;
      while (texts.offer(message())) {
        taken++;
        assertThat(taken).isLessThan(2 * OutgoingTexts.WAITING_MAX);
      }
      assertThat(taken).isGreaterThanOrEqualTo(OutgoingTexts.WAITING_MAX);
      stuck.countDown();
    }
  }

  @Test
  void theMessagesOfADeveloperAreKeptInBounds() {
    SentMessages sent = new SentMessages();
    for (int i = 0; i < 1_500; i++) {
      sent.send(new TextMessage("+919876543210", "code " + i, clock.instant(), later()));
    }
    assertThat(sent.to("+919876543210")).hasSize(1_000);
    assertThat(sent.to("+919876543210").getFirst().text()).isEqualTo("code 1499");
    assertThat(sent.to("+919876543211")).isEmpty();
  }

  private Instant later() {
    return clock.instant().plus(Duration.ofMinutes(5));
  }

  private TextMessage message() {
    return new TextMessage("+919876543210", "code", clock.instant(), later());
  }

  private static TwilioAccount account() {
    return new TwilioAccount(TwilioServer.SID, TwilioServer.TOKEN, "+15005550006");
  }
}
