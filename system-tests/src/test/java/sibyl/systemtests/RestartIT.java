package sibyl.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.systemtests.program.Sibyl.aSibyl;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/**
 * What people had, they have after any end of the program: asked to stop, or killed.
 *
 * <p>Killing the process shows that nothing acknowledged is only in its memory. It does not show
 * that it was flushed to the disk itself, since the operating system lives on and keeps what was
 * written: surviving a loss of power rests on the setting {@code cluster.sync}, which these tests
 * leave at its default of 1 (flush before the answer) but cannot try out.
 */
class RestartIT {
  private static final int SIGTERM = 128 + 15;

  @TempDir private Path directory;
  @AutoClose private Sibyl sibyl;
  private Staff staff;
  private Person ada;
  private Person bob;
  private Person program;
  private String market;

  @BeforeEach
  void peopleWithOrdersAndShares() {
    sibyl = start();
    staff = Staff.signIn(sibyl.url());
    market = staff.opensMarket("Is it there after a restart?");
    ada = Person.signUp(sibyl.url(), "ada").deposits("100.00");
    bob = Person.signUp(sibyl.url(), "bob").deposits("100.00");
    program = bob.programWithKey("read", "trade");
    ada.buys("20", "yes", "0.6217", market);
    bob.buys("12.5", "no", "0.3783", market); // fills a part of it
    program.buys("3", "yes", "0.5555", market);
    bob.sells("2.5", "no", "0.4499", market);
  }

  private Sibyl start() {
    return aSibyl().withData(directory.resolve("data")).start().awaitReady();
  }

  private void startAgain() {
    sibyl = start();
    staff = staff.at(sibyl.url());
    ada = ada.at(sibyl.url());
    bob = bob.at(sibyl.url());
    program = program.at(sibyl.url());
  }

  @Test
  void afterAnyEndEverybodyHasWhatTheyHadAndTradingGoesOn() {
    List<String> before = everything();

    assertThat(sibyl.stop()).isEqualTo(SIGTERM);
    assertThat(sibyl.log()).contains("snapshot written").contains("node closed");
    startAgain();
    assertThat(everything()).as("after it was asked to stop").isEqualTo(before);

    sibyl.kill();
    startAgain();
    assertThat(everything()).as("after it was killed").isEqualTo(before);
    assertThat(ada.signedInAgain().cash()).isEqualTo(ada.cash());

    // What was left of Ada's order; then it is Bob's own program that Bob would trade with.
    Reply bought = bob.buys("10.5", "no", "0.50", market);
    assertThat(bought.at("/fills/0/kind")).isEqualTo("mint");
    assertThat(bought.at("/fills/0/quantity")).isEqualTo("7.50");
    assertThat(bought.json().path("fills")).hasSize(1);
    staff.closes(market);
    staff.resolves(market, "no");
    staff.confirms(market);
    staff.settles(market);
    assertThat(ada.cash()).isEqualTo("87.566 + 0.00");
    assertThat(bob.cash()).isEqualTo("112.434 + 0.00");
  }

  @Test
  void basketsAndOrdersThatAreOverAreFoundAfterARestart() {
    String other = staff.opensMarket("Are baskets?");
    bob.buys("1", "no", "0.40", other);
    Map<String, Object> leg = Person.limit("buy", "1", "yes", "0.60", other);
    Map<String, Object> basket = Map.of("client_order_id", "both", "legs", List.of(leg));
    Reply placed = ada.post("/orders/basket", basket).expect(201);
    String order = placed.at("/legs/0/order/order_id");
    // All of it leaves memory, which keeps the latest 200 orders that are over.
    Map<String, Object> nothing = Person.limit("buy", "1", "yes", "0.0001", market);
    nothing.put("time_in_force", "ioc");
    for (int i = 0; i < 5; i++) {
      Map<String, Object> batch = Map.of("orders", Collections.nCopies(50, nothing));
      ada.post("/orders/batch", batch).expect(200);
    }
    List<String> before = found(basket, placed.at("/basket_id"), order);

    assertThat(sibyl.stop()).isEqualTo(SIGTERM);
    startAgain();
    assertThat(found(basket, placed.at("/basket_id"), order)).isEqualTo(before);
  }

  /** What the basket's ids lead to, and what becomes of a change to its order. */
  private List<String> found(Map<String, Object> basket, String id, String order) {
    Reply again = ada.post("/orders/basket", basket).expect(409);
    assertThat(again.at("/basket_id")).isEqualTo(id);
    Reply byId = ada.get("/baskets/" + id).expect(200);
    Reply byClientId = ada.get("/orders/by_client_id/both").expect(200);
    Reply leg = ada.get("/orders/" + order).expect(200);
    Reply over = ada.delete("/orders/" + order).expect(422);
    assertThat(byClientId.at("/basket_id")).isEqualTo(id);
    assertThat(leg.at("/order/basket_id")).isEqualTo(id);
    assertThat(over.at("/code")).isEqualTo("order_not_open");
    assertThat(over.at("/state")).isEqualTo("filled");
    assertThat(ada.all("/baskets?limit=1")).hasSize(1);
    return List.of(
        byId.json().path("legs").toString(),
        byClientId.json().path("legs").toString(),
        leg.json().path("order").toString(),
        over.at("/detail"));
  }

  private List<String> everything() {
    return List.of(
        ada.everythingOf(market), bob.everythingOf(market), program.everythingOf(market));
  }

  @Test
  void anOrderIsThereIfItsAnswerWas() throws InterruptedException {
    for (int round = 1; round <= 2; round++) {
      ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
      List<Thread> writers = new ArrayList<>();
      for (Person person : List.of(ada, bob)) {
        String prefix = person.name() + "-" + round + "-";
        writers.add(Thread.ofVirtual().start(() -> placeUntilCutOff(person, prefix, acknowledged)));
      }
      int enough = 40 * round;
      sibyl.await(
          enough + " orders acknowledged",
          Duration.ofMinutes(1),
          () -> acknowledged.size() >= enough);
      sibyl.kill();
      for (Thread writer : writers) {
        writer.join();
      }

      startAgain();
      for (String id : acknowledged) {
        Person owner = id.startsWith("ada") ? ada : bob;
        owner.get("/orders/by_client_id/" + id).expect(200);
      }
      for (Person person : List.of(ada, bob)) {
        String prefix = person.name() + "-" + round + "-";
        List<String> there =
            person.all("/orders?limit=100").stream()
                .map(order -> order.path("client_order_id").asText(""))
                .filter(id -> id.startsWith(prefix))
                .toList();
        long answered = acknowledged.stream().filter(id -> id.startsWith(prefix)).count();
        // The one without an answer may or may not be there; none is there twice.
        assertThat(there).doesNotHaveDuplicates();
        assertThat((long) there.size()).isBetween(answered, answered + 1);
      }
    }
  }

  private void placeUntilCutOff(
      Person person, String prefix, ConcurrentLinkedQueue<String> acknowledged) {
    try {
      for (int i = 1; ; i++) {
        Map<String, Object> order = Person.limit("buy", "0.01", "yes", "0.0001", market);
        order.put("client_order_id", prefix + i);
        person.post("/orders", order).expect(201);
        acknowledged.add(prefix + i);
      }
    } catch (UncheckedIOException e) {
      // The line was cut: the program is gone, as it should be.
    }
  }
}
