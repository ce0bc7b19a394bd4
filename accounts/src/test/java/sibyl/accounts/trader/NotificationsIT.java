package sibyl.accounts.trader;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.broadcast.Broadcasts;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.store.JournalScript;
import sibyl.store.Rows;
import sibyl.store.projection.Projection;

/** What people are told of their fills and settlements, and their watchlists. */
@Timeout(120)
class NotificationsIT {
  private static final int TRADES = 40;

  private People people;
  private Notifications notifications;
  private long ann;
  private long bob;

  @BeforeEach
  void open() {
    people = new People();
    notifications = new Notifications(people.database);
    ann = people.person("ann");
    bob = people.person("bob");
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void whateverStopsItNothingIsToldTwiceAndNothingIsLeftOut() throws Exception {
    JournalScript script = trades(TRADES);
    List<Callable<Integer>> tellers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tellers.add(notifications::repeat);
    }
    try (Projection projection = Projection.start(people.database);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int told = 0;
      for (int upTo : new int[] {7, 20, 21, script.size()}) {
        script.tell(projection, told, upTo);
        told = upTo;
        assertThat(projection.awaitPosition(script.lastSeq(upTo - 1), Duration.ofSeconds(30)))
            .isTrue();
        // Many programs at once, then one that was interrupted and begins again.
        for (Future<Integer> teller : threads.invokeAll(tellers)) {
          teller.get();
        }
        new Notifications(people.database).repeat();
      }
    }
    assertThat(notifications.repeat()).isZero();
    for (long account : new long[] {ann, bob}) {
      List<Notification> all = notifications.list(account, false, Long.MAX_VALUE, 500);
      assertThat(all).extracting(Notification::order).doesNotHaveDuplicates().hasSize(TRADES);
      assertThat(all).allSatisfy(each -> assertThat(each.trades()).isOne());
    }
    assertThat(notifications.list(ann, false, Long.MAX_VALUE, 1))
        .singleElement()
        .satisfies(
            last -> {
              assertThat(last.side()).isEqualTo(Side.BUY);
              assertThat(last.outcome()).isEqualTo(Outcome.YES);
              assertThat(last.quantity()).isEqualTo(100);
              assertThat(last.amount()).isEqualTo(400_000);
            });
    int unread =
        notifications.markRead(
            ann, notifications.list(ann, true, Long.MAX_VALUE, 1).getFirst().id());
    assertThat(unread).isZero();
    assertThat(notifications.unread(bob)).isEqualTo(TRADES);
  }

  @Test
  void aMessageToEverybodyIsOneRowThatEachReadsForThemselves() {
    Broadcasts broadcasts = new Broadcasts(people.database, people.clock);
    broadcasts.send("before", "nobody was there", 1);
    people.clock.forward(Duration.ofMinutes(1));
    long late = people.person("late");
    broadcasts.send("first", "hear", 1);
    broadcasts.send("second", "hear again", 1);
    assertThat(titles(late)).containsExactly("second", "first");
    assertThat(titles(ann)).containsExactly("second", "first", "before");
    assertThat(notifications.unread(late)).isEqualTo(2);
    Notification first = notifications.list(late, true, Long.MAX_VALUE, 10).getLast();
    assertThat(notifications.markRead(late, first.id())).isOne();
    assertThat(notifications.list(late, true, Long.MAX_VALUE, 10))
        .extracting(Notification::title)
        .containsExactly("second");
    assertThat(notifications.list(late, false, Long.MAX_VALUE, 10))
        .extracting(Notification::read)
        .containsExactly(false, true);
    assertThat(notifications.markRead(late, Long.MAX_VALUE)).isZero();
    broadcasts.send("third", "after all was read", 1);
    assertThat(notifications.unread(late)).isOne();
    assertThat(notifications.unread(bob)).isEqualTo(4);
    new PersonalSettings(people.database).change(bob, NotificationsIT::withoutMessages);
    assertThat(titles(bob)).isEmpty();
    assertThat(notifications.unread(bob)).isZero();
    assertThat(notifications.readersOfMessages(List.of(ann, bob, late, 999_999L)))
        .containsExactlyInAnyOrder(ann, late);
    assertThat(Rows.of(people.database, "SELECT count(*) FROM notifications")).containsExactly("0");
  }

  @Test
  void whoFollowsWhatIsToldPassesNothingOver() throws Exception {
    Broadcasts broadcasts = new Broadcasts(people.database, people.clock);
    List<Callable<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      long account = i % 2 == 0 ? ann : bob;
      writers.add(
          () -> {
            broadcasts.send("title", "text", 1);
            people
                .database
                .jdbi()
                .useTransaction(
                    handle ->
                        Notifications.tellOfDeposit(
                            handle,
                            account,
                            Notification.Kind.DEPOSIT_FAILED,
                            UUID.randomUUID(),
                            1,
                            people.clock.instant()));
            return 1;
          });
    }
    List<Long> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> writing = new ArrayList<>();
      writers.forEach(writer -> writing.add(threads.submit(writer)));
      while (!writing.stream().allMatch(Future::isDone)) {
        follow(seen);
      }
      for (Future<Integer> each : writing) {
        each.get();
      }
    }
    follow(seen);
    assertThat(seen).hasSize(120).isSorted().doesNotHaveDuplicates();
    assertThat(notifications.latest()).isEqualTo(seen.getLast());
  }

  private void follow(List<Long> seen) {
    notifications
        .since(seen.isEmpty() ? 0 : seen.getLast(), 7)
        .forEach(told -> seen.add(told.notification().id()));
    if (!seen.isEmpty() && seen.getLast() < notifications.latest()) {
      follow(seen);
    }
  }

  private List<String> titles(long account) {
    return notifications.list(account, false, Long.MAX_VALUE, 10).stream()
        .map(told -> String.valueOf(told.title()))
        .toList();
  }

  private static Settings withoutMessages(Settings before) {
    return new Settings(
        before.selfTradePrevention(),
        before.confirmOrders(),
        before.priceDisplay(),
        before.theme(),
        before.notifyFills(),
        before.notifySettlements(),
        false,
        before.onLeaderboards());
  }

  @Test
  void theLatestAreKept() throws Exception {
    JournalScript script = trades(Notifications.KEPT_MAX + 30);
    try (Projection projection = Projection.start(people.database)) {
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), Duration.ofSeconds(60))).isTrue();
    }
    while (notifications.repeat() > 0) {
      Thread.onSpinWait();
    }
    assertThat(notifications.unread(ann)).isEqualTo(Notifications.KEPT_MAX);
    assertThat(notifications.list(ann, false, Long.MAX_VALUE, 1).getFirst().order())
        .isEqualTo(2L * (Notifications.KEPT_MAX + 30));
  }

  @Test
  void aWatchlistHasItsBound() {
    Watchlist watchlist = new Watchlist(people.database, people.clock);
    for (int market = 1; market <= Watchlist.MARKETS_MAX; market++) {
      people.clock.forward(Duration.ofSeconds(1));
      watchlist.add(ann, market);
    }
    watchlist.add(ann, 7);
    assertRefused(Code.WATCHLIST_FULL, () -> watchlist.add(ann, 999));
    assertThat(watchlist.of(ann)).hasSize(Watchlist.MARKETS_MAX);
    assertThat(watchlist.of(ann).getFirst().market()).isEqualTo(Watchlist.MARKETS_MAX);
    watchlist.remove(ann, 7);
    watchlist.add(ann, 999);
    assertThat(watchlist.of(bob)).isEmpty();
    assertThat(Rows.of(people.database, "SELECT count(*) FROM watchlist"))
        .containsExactly(Integer.toString(Watchlist.MARKETS_MAX));
  }

  private JournalScript trades(int count) {
    JournalScript script =
        new JournalScript()
            .command(
                JournalScript.eventCreated(1, "e"), JournalScript.marketCreated(1, 1, "market"))
            .command(JournalScript.opened(ann), JournalScript.opened(bob));
    for (int trade = 1; trade <= count; trade++) {
      long order = 2L * trade;
      script.command(
          JournalScript.placed(order, ann, 1, Side.BUY, Outcome.YES, 4_000, 100),
          JournalScript.placed(order + 1, bob, 1, Side.BUY, Outcome.NO, 6_000, 100),
          JournalScript.minted(trade, 1, 4_000, 100, order, ann, 0, order + 1, bob, 0));
    }
    return script;
  }
}
