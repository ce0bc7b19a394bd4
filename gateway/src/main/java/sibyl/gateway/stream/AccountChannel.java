package sibyl.gateway.stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.key.Scope;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.people.Caller;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/**
 * All that happens to the caller's account, in one sequence: a snapshot, then for each command the
 * accepted order, its fills, positions, the balance and at last the state of every order it
 * touched. Never conflated; a reader with too much waiting is closed and comes back for a snapshot.
 */
final class AccountChannel implements Channel {
  private final ReadModel model;
  private final int waitingMax;

  private record Standing(Holding cash, List<PositionView> positions, List<OrderView> orders) {}

  private record Waiting(String type, String member, JsonObject content, long asOfSeq) {}

  AccountChannel(ReadModel model, int waitingMax) {
    this.model = model;
    this.waitingMax = waitingMax;
  }

  @Override
  public String name() {
    return "account";
  }

  @Override
  public Subscription subscribe(int sid, JsonObject request, Caller caller) {
    return switch (caller) {
      case Caller.Person person -> new AccountSubscription(sid, person.account());
      case Caller.Program program -> {
        if (!program.scopes().contains(Scope.READ)) {
          throw new StreamProblem("forbidden", "This key lacks the scope 'read'.");
        }
        yield new AccountSubscription(sid, program.account());
      }
      case Caller.Anonymous _, Caller.StaffMember _ ->
          throw new StreamProblem("unauthenticated", "Sign in to hear about your account.");
    };
  }

  private final class AccountSubscription extends Subscription {
    private final long account;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean snapshotDue = true;
    private boolean overrun;
    private long snapshotSeq;

    AccountSubscription(int sid, long account) {
      super(sid, new Topic.Account(account));
      this.account = account;
    }

    @Override
    synchronized boolean isOverrun() {
      return overrun;
    }

    @Override
    synchronized boolean offer(Applied applied) {
      if (snapshotDue || overrun) {
        return true;
      }
      long seq = applied.seq();
      List<Waiting> news = new ArrayList<>();
      accepted(applied, news);
      for (FillView fill : applied.fills()) {
        if (fill.account() == account) {
          news.add(new Waiting("fill", "fill", OrderJson.fill(fill), seq));
        }
      }
      positions(applied, news);
      if (applied.accounts().contains(account)) {
        Holding cash = model.read(state -> state.holding(account, Asset.CASH)).value();
        news.add(new Waiting("balance", "balance", AccountJson.cash(cash), seq));
      }
      for (OrderView order : applied.orders()) {
        if (order.account() == account && !isAsAccepted(order)) {
          news.add(new Waiting("order", "order", OrderJson.order(order), seq));
        }
      }
      waiting.addAll(news);
      if (waiting.size() > waitingMax) {
        waiting.clear();
        overrun = true;
      }
      return !news.isEmpty();
    }

    private void accepted(Applied applied, List<Waiting> news) {
      for (Change change : applied.events().changes()) {
        if (change instanceof Change.OrderPlaced placed && placed.order().account() == account) {
          news.add(new Waiting("order", "order", OrderJson.order(placed.order()), applied.seq()));
        }
      }
    }

    private boolean isAsAccepted(OrderView order) {
      return order.seq() == order.placedSeq();
    }

    private void positions(Applied applied, List<Waiting> news) {
      for (Applied.PositionKey key : applied.positions()) {
        if (key.account() != account) {
          continue;
        }
        for (Outcome outcome : Outcome.values()) {
          PositionView position =
              model.read(state -> state.position(account, key.market(), outcome)).value();
          news.add(
              new Waiting("position", "position", AccountJson.position(position), applied.seq()));
        }
      }
    }

    @Override
    synchronized @Nullable JsonObject poll() {
      if (snapshotDue) {
        return snapshot();
      }
      for (Waiting next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
        if (next.asOfSeq > snapshotSeq) {
          return message(next.type, next.asOfSeq).put(next.member, next.content);
        }
      }
      return null;
    }

    private JsonObject snapshot() {
      snapshotDue = false;
      Seen<Standing> seen =
          model.read(
              state ->
                  new Standing(
                      state.holding(account, Asset.CASH),
                      state.positions(account),
                      state
                          .orders(
                              account,
                              order -> order.status().isOpen(),
                              Long.MAX_VALUE,
                              Integer.MAX_VALUE)
                          .items()));
      snapshotSeq = seen.asOfSeq();
      JsonArray positions = new JsonArray();
      seen.value().positions().forEach(p -> positions.add(AccountJson.position(p)));
      JsonArray orders = new JsonArray();
      seen.value().orders().forEach(o -> orders.add(OrderJson.order(o)));
      return message("account_snapshot", snapshotSeq)
          .put("balance", AccountJson.cash(seen.value().cash()))
          .put("positions", positions)
          .put("orders", orders);
    }
  }
}
