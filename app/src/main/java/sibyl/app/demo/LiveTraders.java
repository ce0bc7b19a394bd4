package sibyl.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.app.client.Caller;

/**
 * Keeps a few order-book markets alive: one dealer and some traders, all ordinary accounts that
 * speak HTTP, on one thread and at a rate of a few requests per second. When the exchange refuses
 * or does not answer they pause, longer each time.
 */
public final class LiveTraders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTraders.class);
  private static final String SOURCE = "https://sibyl.example/simulation/";
  private static final List<String> QUESTIONS =
      List.of(
          "Does the simulated candidate win the run-off?",
          "Does the simulated index close higher this year?",
          "Does the simulated rocket reach orbit at the first attempt?");
  private static final int TRADERS = 6;
  private static final Duration PAUSE = Duration.ofMillis(700);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration STOPPING = Duration.ofSeconds(5);

  private final Random random = new Random();
  private final List<BookMarket> markets = new ArrayList<>();
  private final List<RandomTrader> traders = new ArrayList<>();
  private final MarketMaker dealer;
  private final Thread thread;
  private volatile boolean stopping;

  /** Signs everybody up, opens the markets and starts. */
  LiveTraders(Traders accounts, Caller staff, Progress progress) {
    List<String> names = new ArrayList<>();
    names.add("sim-dealer");
    for (int i = 1; i <= TRADERS; i++) {
      names.add("sim-trader-" + i);
    }
    accounts.ensure(names, progress);
    openMarkets(staff);
    dealer = new MarketMaker(accounts.of(names.getFirst()));
    for (String name : names.subList(1, names.size())) {
      traders.add(new RandomTrader(accounts.of(name), random));
    }
    thread = Thread.ofPlatform().name("live-traders").daemon().start(this::run);
  }

  private void openMarkets(Caller staff) {
    List<JsonNode> events = staff.all("/events?limit=100");
    for (int i = 0; i < QUESTIONS.size(); i++) {
      String source = SOURCE + (i + 1);
      JsonNode event =
          events.stream()
              .filter(candidate -> candidate.path("source").asText().equals(source))
              .findFirst()
              .orElse(null);
      if (event == null) {
        event = create(staff, QUESTIONS.get(i), source);
      }
      String market = event.path("markets").get(0).path("market_id").asText();
      if (staff.get("/markets/" + market).orThrow().text("state").equals("created")) {
        staff.post("/admin/markets/" + market + "/open").orThrow();
      }
      markets.add(new BookMarket(market, random.nextGaussian()));
    }
  }

  private static JsonNode create(Caller staff, String question, String source) {
    return staff
        .post(
            "/admin/events",
            Map.of(
                "title",
                question,
                "description",
                "Not a real question: simulated traders keep its book alive.",
                "category",
                "Simulation",
                "rules",
                "Never resolves.",
                "source",
                source,
                "exclusive",
                false,
                "markets",
                List.of(Map.of("title", question, "tick", "0.01", "lot", "1", "mode", "book"))))
        .orThrow()
        .body();
  }

  private void run() {
    Duration pause = PAUSE;
    int turn = 0;
    while (pauseFor(pause)) {
      try {
        BookMarket market = markets.get(turn % markets.size());
        market.wander(random);
        dealer.quote(market);
        traders.get(random.nextInt(traders.size())).trade(market);
        turn++;
        pause = PAUSE;
      } catch (RuntimeException e) {
        if (!stopping) {
          Duration longer = pause.multipliedBy(2);
          pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
          LOG.warn("the simulated traders pause for {} ms: {}", pause.toMillis(), e.toString());
        }
      }
    }
  }

  private boolean pauseFor(Duration pause) {
    try {
      Thread.sleep(pause);
      return !stopping;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      if (!thread.join(STOPPING)) {
        LOG.warn("the simulated traders did not stop within {} s", STOPPING.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
