package sibyl.systemtests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;

/** The machine's clock is set while people trade, and sometimes the program starts anew after. */
final class ClockSteps {
  private static final int ORDERS = 40;
  private static final Duration LONGEST = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Each relative to where it was. */
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofSeconds(-15),
          Duration.ofHours(-2),
          Duration.ofSeconds(40),
          Duration.ofMinutes(-5),
          Duration.ofHours(2));

  private final ClockShim clock;
  private Duration ahead = Duration.ZERO;
  private int step;

  ClockSteps(ClockShim clock) {
    this.clock = clock;
  }

  void strike(Scene scene) {
    scene.tradeAWhile(ORDERS, LONGEST);
    Duration by = STEPS.get(step++ % STEPS.size());
    ahead = ahead.plus(by);
    clock.set(ahead);
    if (by.toMinutes() >= 1) {
      Person person = scene.crowd().person(0);
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> person.getRoot("/health/ready").text().contains("cancel-only"));
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> !person.getRoot("/health/ready").text().contains("cancel-only"));
    }
    scene.crowd().awaitAcknowledged(scene.sibyl(), ORDERS);
    scene.crowd().rest();
    ordersStillExpire(scene);
    if (step % 3 == 0) {
      scene.sibyl().kill();
      scene.serveAgain();
      ordersStillExpire(scene);
    }
  }

  /** By the exchange's own time, which does not stand still. */
  private static void ordersStillExpire(Scene scene) {
    Person person = scene.crowd().person(0);
    Instant now = Instant.parse(scene.crowd().places(0, "ioc", "").at("/order/created_at"));
    Reply timed = scene.crowd().places(0, "gtd", now.plusSeconds(2).toString());
    String number = timed.at("/order/order_id");
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                person
                    .get("/orders/" + number)
                    .expect(200)
                    .at("/order/close_reason")
                    .equals("expired"));
    assertThat(scene.sibyl().isRunning()).isTrue();
  }
}
