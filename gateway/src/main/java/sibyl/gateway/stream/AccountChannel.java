package sibyl.gateway.stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.key.Scope;
import sibyl.accounts.staff.Permission;
import sibyl.accounts.trader.Notification;
import sibyl.engine.Asset;
import sibyl.engine.Outcome;
import sibyl.gateway.http.Ids;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.NotificationJson;
import sibyl.gateway.json.OrderJson;
import sibyl.gateway.people.Caller;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.OfferView;
import sibyl.gateway.read.OrderGroupView;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/**
 * All that happens to the caller's account, in one sequence: a snapshot, then for each command the
 * accepted order, its fills, positions, the balance, the state of every order and order group it
 * touched, and at last which offers to sell goods came and went. Between the commands, what its
 * owner is told. Never conflated; a reader with too much waiting is closed and comes back for a
 * snapshot.
 */
final class AccountChannel implements Channel {
  /** Most offers one account is told of at a time. */
  private static final int OFFERS_MAX = 500;

  private final ReadModel model;
  private final int waitingMax;

  private record Standing(
      Holding cash,
      List<PositionView> positions,
      List<OrderView> orders,
      List<OrderGroupView> groups,
      List<OfferView> offers) {}

  /** In place of a number, for what follows from no event. */
  private static final long NO_EVENT = -1;

  private record Waiting(String type, String member, Object content, long asOfSeq) {}

  AccountChannel(ReadModel model, int waitingMax) {
    this.model = model;
    this.waitingMax = waitingMax;
  }

  @Override
  public String name() {
    return "account";
  }

  @Override
  public Set<String> members() {
    return Set.of("account_id");
  }

  @Override
  public Subscription subscribe(int sid, JsonObject request, Subscriber who) {
    Object named = request.getValue("account_id");
    return switch (who.caller()) {
      case Caller.Person person ->
          own(sid, account(named, person.account(), who), person.account());
      case Caller.Program program -> {
        if (!program.scopes().contains(Scope.READ)) {
          throw new StreamProblem("forbidden", "This key lacks the scope 'read'.");
        }
        yield own(sid, account(named, program.account(), who), program.account());
      }
      case Caller.StaffMember member -> {
        if (!Permission.WATCH_ALL.isGrantedTo(member.roles())) {
          throw new StreamProblem("forbidden", "Your roles do not allow to watch accounts.");
        }
        yield new AccountSubscription(sid, account(named, 0, who), false);
      }
      case Caller.Anonymous _ ->
          throw new StreamProblem("unauthenticated", "Sign in to hear about your account.");
    };
  }

  private Subscription own(int sid, long account, long own) {
    return new AccountSubscription(sid, account, account == own);
  }

  /** The account that is named, if it is the caller's to hear of; else the caller's own. */
  private long account(@Nullable Object named, long own, Subscriber who) {
    if (named == null && own != 0) {
      return own;
    }
    long account = named instanceof String id ? Ids.parse(id) : Ids.NONE;
    boolean known =
        who.mayHearOf(account)
            && (own != 0 || model.read(state -> state.knowsAccount(account)).value());
    if (!known) {
      throw new StreamProblem(
          "unknown_account", "Give the account_id of an account that is yours to hear of.");
    }
    return account;
  }

  private final class AccountSubscription extends Subscription {
    private final long account;
    private final boolean own;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Map<Long, OfferView> offers = new LinkedHashMap<>();
    private boolean snapshotDue = true;
    private boolean overrun;
    private long snapshotSeq;
    private long lastSeq;

    /**
     * @param own whether it is the caller's, who alone hears what the owner is told
     */
    AccountSubscription(int sid, long account, boolean own) {
      super(sid, new Topic.Account(account));
      this.account = account;
      this.own = own;
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
      Holding cash = applied.cash().get(account);
      if (cash != null) {
        news.add(new Waiting("balance", "balance", AccountJson.cash(cash), seq));
      }
      for (OrderView order : applied.orders()) {
        if (order.account() == account && !isAsAccepted(order)) {
          news.add(new Waiting("order", "order", OrderJson.order(order), seq));
        }
      }
      groups(applied, news);
      offers(applied, news);
      add(news);
      return !news.isEmpty();
    }

    @Override
    synchronized boolean offer(Notification told) {
      if (!own || overrun) {
        return false;
      }
      add(
          List.of(
              new Waiting(
                  "notification", "notification", NotificationJson.notification(told), NO_EVENT)));
      return true;
    }

    private void add(List<Waiting> news) {
      waiting.addAll(news);
      if (waiting.size() > waitingMax) {
        waiting.clear();
        overrun = true;
      }
    }

    private void groups(Applied applied, List<Waiting> news) {
      for (Change change : applied.events().changes()) {
        if (change instanceof Change.OrderGroupChanged group && group.account() == account) {
          news.add(
              new Waiting("order_group", "order_group", OrderJson.group(group), applied.seq()));
        }
      }
    }

    /**
     * Those that were not there before or are otherwise now, and those that are no more. Looks at
     * the touched orders only, unless what the account has changed or a market opened or closed.
     */
    private void offers(Applied applied, List<Waiting> news) {
      if (applied.accounts().contains(account)
          || (!applied.goods().isEmpty()
              && applied.first(Change.MarketStateChanged.class).isPresent())) {
        allOffers(applied.seq(), news);
      } else if (!applied.goods().isEmpty()) {
        for (OrderView order : applied.orders()) {
          if (applied.goods().contains(order.market())) {
            OfferView now = model.read(state -> state.offer(account, order.order())).value();
            offer(order.order(), now, applied.seq(), news);
          }
        }
      }
    }

    private void allOffers(long seq, List<Waiting> news) {
      Map<Long, OfferView> now =
          byOrder(model.read(state -> state.offers(account, OFFERS_MAX)).value());
      List.copyOf(offers.keySet()).stream()
          .filter(order -> !now.containsKey(order))
          .forEach(order -> offer(order, null, seq, news));
      now.forEach((order, offer) -> offer(order, offer, seq, news));
    }

    private void offer(long order, @Nullable OfferView now, long seq, List<Waiting> news) {
      if (now == null) {
        if (offers.remove(order) != null) {
          news.add(new Waiting("offer_gone", "offer_id", Long.toString(order), seq));
        }
      } else if ((offers.size() < OFFERS_MAX || offers.containsKey(order))
          && !now.equals(offers.put(order, now))) {
        news.add(new Waiting("offer", "offer", OrderJson.offer(now), seq));
      }
    }

    private static Map<Long, OfferView> byOrder(List<OfferView> offers) {
      Map<Long, OfferView> byOrder = new LinkedHashMap<>();
      offers.forEach(offer -> byOrder.put(offer.order(), offer));
      return byOrder;
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
        if (next.asOfSeq == NO_EVENT) {
          return message(next.type, lastSeq).put(next.member, next.content);
        }
        if (next.asOfSeq > snapshotSeq) {
          lastSeq = next.asOfSeq;
          return message(next.type, lastSeq).put(next.member, next.content);
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
                              true,
                              Long.MAX_VALUE,
                              Integer.MAX_VALUE)
                          .items(),
                      state.groups(account),
                      state.offers(account, OFFERS_MAX)));
      snapshotSeq = seen.asOfSeq();
      lastSeq = snapshotSeq;
      JsonArray positions = new JsonArray();
      seen.value().positions().forEach(p -> positions.add(AccountJson.position(p)));
      JsonArray orders = new JsonArray();
      seen.value().orders().forEach(o -> orders.add(OrderJson.order(o)));
      JsonArray groups = new JsonArray();
      seen.value().groups().forEach(group -> groups.add(OrderJson.group(group)));
      JsonArray offered = new JsonArray();
      offers = byOrder(seen.value().offers());
      offers.values().forEach(offer -> offered.add(OrderJson.offer(offer)));
      return message("account_snapshot", snapshotSeq)
          .put("balance", AccountJson.cash(seen.value().cash()))
          .put("positions", positions)
          .put("orders", orders)
          .put("order_groups", groups)
          .put("offers", offered);
    }
  }
}
