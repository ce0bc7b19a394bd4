package sibyl.systemtests.faults;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import sibyl.systemtests.people.Person;
import sibyl.systemtests.people.Reply;
import sibyl.systemtests.people.Staff;
import sibyl.systemtests.program.Sibyl;

/**
 * People who place and cancel orders as fast as they are answered, each on a thread, and keep every
 * answer. What they place crosses about half of the time; some is refused.
 */
final class Crowd {
  static final long DEPOSIT = 10_000_000_000L;
  private static final int PEOPLE = 3;
  private static final int MARKETS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long AFTER_NO_ANSWER_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private final List<Person> people = new ArrayList<>();
  private final List<Long> accounts = new ArrayList<>();
  private final List<String> markets = new ArrayList<>();
  private final List<Random> randoms = new ArrayList<>();
  private final Recorder recorder = new Recorder();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean trading;
  private int orders;

  private Crowd() {}

  /** Opens markets and gives people money, on a program that serves. */
  static Crowd gather(Sibyl sibyl, Random random) {
    Crowd crowd = new Crowd();
    Staff staff = Staff.signIn(sibyl.url());
    for (int i = 0; i < MARKETS; i++) {
      crowd.markets.add(staff.opensMarket("Does question %d survive?".formatted(i)));
    }
    for (int i = 0; i < PEOPLE; i++) {
      Person person = Person.signUp(sibyl.url(), "crowd" + i).deposits("10000.00");
      crowd.people.add(person);
      crowd.accounts.add(Long.parseLong(person.get("/auth/me").expect(200).at("/user/user_id")));
      crowd.randoms.add(new Random(random.nextLong()));
    }
    for (Person person : crowd.people) {
      Awaitility.await().atMost(PATIENCE).until(() -> person.cash().equals("10000.00 + 0.00"));
    }
    return crowd;
  }

  /** The exchange is at another address now. */
  void moveTo(URI exchange) {
    people.replaceAll(person -> person.at(exchange));
  }

  Recorder recorder() {
    return recorder;
  }

  List<Long> accounts() {
    return accounts;
  }

  List<String> markets() {
    return markets;
  }

  Person person(int index) {
    return people.get(index);
  }

  int size() {
    return people.size();
  }

  /** Everyone trades until {@link #rest}. */
  void trade() {
    trading = true;
    for (int i = 0; i < people.size(); i++) {
      int person = i;
      threads.add(Thread.ofPlatform().name("crowd-" + i).start(() -> tradeOn(person)));
    }
  }

  /** Everyone stops; what is under way is waited for. */
  void rest() {
    trading = false;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while people finish", e);
      }
    }
    threads.clear();
  }

  /** Waits, while they trade, until so many more orders are acknowledged. */
  void awaitAcknowledged(Sibyl sibyl, int more) {
    int until = recorder.acknowledged() + more;
    sibyl.await(until + " orders acknowledged", PATIENCE, () -> recorder.acknowledged() >= until);
  }

  private void tradeOn(int person) {
    Random random = randoms.get(person);
    while (trading) {
      try {
        act(person, random);
      } catch (UncheckedIOException e) {
        LockSupport.parkNanos(AFTER_NO_ANSWER_NS); // the recorder has it as unknown
      }
    }
  }

  private void act(int person, Random random) {
    Person who = people.get(person);
    Order order = next(person, random);
    recorder.sent(order);
    Reply reply = who.post("/orders", order.body());
    recorder.answered(order, reply);
    if (reply.status() >= 429) {
      LockSupport.parkNanos(AFTER_NO_ANSWER_NS);
    }
    int then = random.nextInt(20);
    if (then == 0) {
      Set<String> open = recorder.open(person);
      if (who.delete("/orders").status() == 200) {
        recorder.allOver(person, open);
      }
    } else if (then < 6 && reply.status() == 201) {
      if (who.delete("/orders/" + reply.at("/order/order_id")).status() == 200) {
        recorder.over(order);
      }
    }
  }

  private Order next(int person, Random random) {
    boolean sells = random.nextInt(5) == 0;
    boolean yes = random.nextBoolean();
    // Around one price in terms of YES, so that about half of them find a counterparty.
    int yesPrice = 4_000 + random.nextInt(2_001);
    return new Order(
        person,
        nextId(),
        markets.get(random.nextInt(markets.size())),
        sells ? "sell" : "buy",
        yes ? "yes" : "no",
        yes ? yesPrice : 10_000 - yesPrice,
        1 + random.nextInt(500),
        random.nextInt(4) == 0 ? "ioc" : "gtc",
        "");
  }

  /** One person places an order that will not match; the answer. */
  Reply places(int person, String timeInForce, String expiresAt) {
    Order order =
        new Order(person, nextId(), markets.getFirst(), "buy", "yes", 1, 1, timeInForce, expiresAt);
    recorder.sent(order);
    Reply reply = people.get(person).post("/orders", order.body()).expect(201);
    recorder.answered(order, reply);
    return reply;
  }

  private synchronized String nextId() {
    return "f" + ++orders;
  }

  /** Sends what was never answered once more: whatever became of it, it must not be done twice. */
  void askAgain() {
    for (Recorder.Entry entry : recorder.unknown()) {
      Awaitility.await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                Order order = entry.order();
                Reply reply = people.get(order.person()).post("/orders", order.body());
                recorder.answered(order, reply);
                return reply.status() < 429;
              });
    }
  }
}
