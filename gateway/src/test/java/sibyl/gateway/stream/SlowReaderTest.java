package sibyl.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.accounts.key.Scope;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.gateway.people.Caller;
import sibyl.gateway.read.ReadLimits;
import sibyl.gateway.read.ReadModel;

/** What waits for a reader that does not read is bounded, and the reader is told. */
class SlowReaderTest {
  private static final long ADA = Accounts.FIRST_PERSON;
  private static final long BOB = ADA + 1;
  private static final int WAITING_MAX = 10;

  private final ReadModel model = new ReadModel(ReadLimits.DEFAULT, 1);
  private final Engine engine = new Engine(Limits.defaults(), model.events());
  private final CommandHeader header = new CommandHeader();
  private final JsonObject aboutTheMarket = new JsonObject().put("market_id", "1");

  @BeforeEach
  void openMarket() {
    for (long account : List.of(ADA, BOB)) {
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header,
          new Transfer(
              1, account, Accounts.EXTERNAL, account, 1_000_000_000L, TransferKind.DEPOSIT));
    }
    MarketSpec spec = new MarketSpec("m", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    engine.createEvent(header, new CreateEvent("e", "", "", "", "", 0, false, List.of(spec)));
    engine.changeMarketState(header, new ChangeMarketState(1, MarketState.OPEN));
  }

  @Test
  void aBookIsConflatedAndThenStartsOverWithAGapAndASnapshot() {
    Subscription book =
        listening(
            new BookChannel(model, WAITING_MAX)
                .subscribe(1, aboutTheMarket, new Subscriber(new Caller.Anonymous(), Set.of())));
    assertThat(next(book)).isEqualTo("book_snapshot");

    for (int i = 0; i < 5; i++) {
      place(ADA, Outcome.YES, 1_000);
    }
    JsonObject delta = book.poll();
    assertThat(delta.getString("quantity")).isEqualTo("5.00");
    assertThat(book.poll()).isNull();

    for (int price = 100; price <= 100 * (WAITING_MAX + 1); price += 100) {
      place(ADA, Outcome.YES, price);
    }
    assertThat(next(book)).isEqualTo("gap");
    JsonObject snapshot = book.poll();
    assertThat(snapshot.getString("type")).isEqualTo("book_snapshot");
    assertThat(snapshot.getJsonArray("bids")).hasSize(WAITING_MAX + 1);
    assertThat(snapshot.getLong("seq")).isEqualTo(4);
    assertThat(book.poll()).isNull();
  }

  @Test
  void tradesAreSkippedAndCounted() {
    Subscription trades =
        listening(
            new TradesChannel(model, WAITING_MAX)
                .subscribe(1, aboutTheMarket, new Subscriber(new Caller.Anonymous(), Set.of())));
    for (int i = 0; i < 3 * WAITING_MAX; i++) {
      place(ADA, Outcome.YES, 5_000);
      place(BOB, Outcome.NO, 5_000);
    }
    JsonObject gap = trades.poll();
    assertThat(gap.getString("type")).isEqualTo("gap");
    assertThat(gap.getLong("skipped")).isEqualTo(2 * WAITING_MAX);
    for (int i = 0; i < WAITING_MAX; i++) {
      assertThat(next(trades)).isEqualTo("trade");
    }
    assertThat(trades.poll()).isNull();
  }

  @Test
  void privateMessagesAreNeverSkippedButTheSocketCloses() {
    Subscription account =
        listening(
            new AccountChannel(model, WAITING_MAX)
                .subscribe(
                    1,
                    new JsonObject(),
                    new Subscriber(new Caller.Program(ADA, Set.of(Scope.READ)), Set.of())));
    assertThat(next(account)).isEqualTo("account_snapshot");
    for (int i = 0; i < WAITING_MAX / 2; i++) {
      place(ADA, Outcome.YES, 5_000);
    }
    assertThat(account.isOverrun()).isFalse();
    place(ADA, Outcome.YES, 5_000);
    assertThat(account.isOverrun()).isTrue();
    assertThat(account.poll()).isNull();
  }

  @Test
  void whatASubscriptionSaysNeverGoesBackInTime() {
    Subscription book =
        listening(
            new BookChannel(model, WAITING_MAX)
                .subscribe(1, aboutTheMarket, new Subscriber(new Caller.Anonymous(), Set.of())));
    Subscription trades =
        listening(
            new TradesChannel(model, WAITING_MAX)
                .subscribe(2, aboutTheMarket, new Subscriber(new Caller.Anonymous(), Set.of())));
    assertThat(next(book)).isEqualTo("book_snapshot");
    place(ADA, Outcome.YES, 1_000);
    place(ADA, Outcome.YES, 2_000);
    place(ADA, Outcome.YES, 1_000); // a level that changes again while another waits
    for (int i = 0; i < 2 * WAITING_MAX; i++) {
      place(ADA, Outcome.YES, 5_000);
      place(BOB, Outcome.NO, 5_000);
    }
    place(ADA, Outcome.YES, 2_000);
    for (Subscription each : List.of(book, trades)) {
      List<Long> seqs = new ArrayList<>();
      for (JsonObject message = each.poll(); message != null; message = each.poll()) {
        seqs.add(message.getLong("as_of_seq"));
      }
      assertThat(seqs).hasSizeGreaterThan(2).isSorted();
    }
  }

  private Subscription listening(Subscription subscription) {
    model.onApplied(subscription::offer);
    return subscription;
  }

  private static String next(Subscription subscription) {
    return subscription.poll().getString("type");
  }

  private void place(long account, Outcome outcome, int price) {
    PlaceOrder order = new PlaceOrder();
    order.account = account;
    order.market = 1;
    order.outcome = outcome;
    order.price = price;
    order.quantity = 100;
    engine.placeOrder(header, order);
  }
}
