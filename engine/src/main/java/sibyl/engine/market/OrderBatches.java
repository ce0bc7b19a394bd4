package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.BatchMode;
import sibyl.engine.Reason;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * Several orders as one command. Of {@link BatchMode#EACH} one follows after the other, each as if
 * it had come alone. The orders of an atomic command are all planned against the state at arrival;
 * so none may change what another one meets, and each must be covered with the needs of those
 * before it set aside.
 */
public final class OrderBatches {
  private final Positions positions;
  private final OrderEntry orderEntry;
  private final OrderGroups groups;
  private final ClientOrderIds clientOrderIds;
  private final EventStream events;
  private final Incoming[] incoming = new Incoming[PlaceOrders.MAX];
  private final Claims claims = new Claims();
  private long lastBasket;

  public OrderBatches(
      Ledger ledger,
      OrderEntry orderEntry,
      OrderGroups groups,
      ClientOrderIds clientOrderIds,
      EventStream events) {
    this.orderEntry = orderEntry;
    this.groups = groups;
    this.clientOrderIds = clientOrderIds;
    this.events = events;
    positions = ledger.positions();
    for (int i = 0; i < incoming.length; i++) {
      incoming[i] = new Incoming();
    }
  }

  /**
   * Checks a command as such, and if it is atomic all its orders.
   *
   * @param rejection says in {@link Rejection#item} which order it was
   */
  public @Nullable Reason check(PlaceOrders command, long nowMs, Rejection rejection) {
    Reason refusal = checkWhole(command, nowMs, rejection);
    if (refusal != null || command.mode == BatchMode.EACH) {
      return refusal;
    }
    claims.clear();
    for (int i = 0; i < command.size() && refusal == null; i++) {
      refusal = checkItem(command, i, nowMs, rejection);
    }
    return refusal;
  }

  /** Carries out the command that {@link #check} just accepted. */
  public void place(PlaceOrders command, long nowMs, Rejection rejection) {
    if (command.mode == BatchMode.EACH) {
      placeEach(command, nowMs, rejection);
      return;
    }
    if (command.mode == BatchMode.BASKET) {
      lastBasket++;
      if (command.hasClientKey()) {
        clientOrderIds.addBasket(
            command.account, command.clientKeyHigh, command.clientKeyLow, lastBasket, nowMs);
      }
      events.basketPlaced(lastBasket, command.account, command.size(), command.clientOrderId);
    }
    for (int i = 0; i < command.size(); i++) {
      Incoming in = incoming[i];
      if (sharesMarket(i)) {
        orderEntry.clearWay(command.get(i), in, nowMs);
      }
      // An order before it may have started the position, or ended it.
      in.position = positions.find(in.account, in.market.holders());
      orderEntry.place(command.get(i), in, nowMs);
    }
  }

  /** Whether an order before this one is for the same market; then neither meets anybody. */
  private boolean sharesMarket(int item) {
    for (int i = 0; i < item; i++) {
      if (incoming[i].market == incoming[item].market) {
        return true;
      }
    }
    return false;
  }

  /** Checks a command that is only asked about. */
  public @Nullable Reason checkQuote(PlaceOrders command, long nowMs, Rejection rejection) {
    return checkWhole(command, nowMs, rejection);
  }

  /**
   * Reports what each order would do.
   *
   * @param closed why none would be accepted now, or null
   */
  public void quote(PlaceOrders command, @Nullable Reason closed, long nowMs, Rejection rejection) {
    claims.clear();
    for (int i = 0; i < command.size(); i++) {
      rejection.clear();
      Reason refusal =
          command.mode == BatchMode.EACH
              ? orderEntry.check(command.get(i), incoming[i], Claims.NONE, nowMs, rejection)
              : checkItem(command, i, nowMs, rejection);
      orderEntry.quote(command.get(i), incoming[i], closed != null ? closed : refusal, i);
    }
  }

  private void placeEach(PlaceOrders command, long nowMs, Rejection rejection) {
    for (int i = 0; i < command.size(); i++) {
      PlaceOrder order = command.get(i);
      rejection.clear();
      Reason refusal = orderEntry.check(order, nowMs, rejection);
      if (refusal == null) {
        orderEntry.place(order, nowMs);
        groups.enforce();
      } else {
        rejection.item = i;
        events.itemRejected(refusal, rejection);
      }
    }
  }

  private @Nullable Reason checkWhole(PlaceOrders command, long nowMs, Rejection rejection) {
    rejection.account = command.account;
    if (command.size() == 0 || (command.hasClientKey() && command.mode != BatchMode.BASKET)) {
      return Reason.INVALID_COMMAND;
    }
    for (int i = 0; i < command.size(); i++) {
      if (command.get(i).account != command.account) {
        rejection.item = i;
        return Reason.INVALID_COMMAND;
      }
    }
    return command.hasClientKey()
            && clientOrderIds.isTaken(
                command.account, command.clientKeyHigh, command.clientKeyLow, nowMs, rejection)
        ? Reason.DUPLICATE_CLIENT_ORDER_ID
        : null;
  }

  // ---- atomic -----------------------------------------------------------------------------------

  /** Checks one order in view of those before it, and sets its needs aside. */
  private @Nullable Reason checkItem(
      PlaceOrders command, int item, long nowMs, Rejection rejection) {
    PlaceOrder order = command.get(item);
    Incoming in = incoming[item];
    rejection.clear();
    rejection.item = item;
    Reason refusal = orderEntry.check(order, in, claims, nowMs, rejection);
    if (refusal == null && command.mode == BatchMode.BASKET) {
      boolean leg = order.timeInForce == TimeInForce.FOK && !claims.hasMarket(in.market.id());
      refusal = leg ? null : Reason.INVALID_COMMAND;
    }
    if (refusal == null && repeatsClientKey(command, item)) {
      refusal = Reason.DUPLICATE_CLIENT_ORDER_ID;
    }
    if (refusal == null && interferes(command, item)) {
      refusal = Reason.ORDERS_INTERFERE;
    }
    if (refusal == null) {
      claims.add(order.side, order.outcome, in);
    }
    return refusal;
  }

  private static boolean repeatsClientKey(PlaceOrders command, int item) {
    PlaceOrder order = command.get(item);
    if (!order.hasClientKey()) {
      return false;
    }
    boolean repeats =
        order.clientKeyHigh == command.clientKeyHigh && order.clientKeyLow == command.clientKeyLow;
    for (int i = 0; i < item && !repeats; i++) {
      PlaceOrder earlier = command.get(i);
      repeats =
          order.clientKeyHigh == earlier.clientKeyHigh
              && order.clientKeyLow == earlier.clientKeyLow;
    }
    return repeats;
  }

  /** Whether an order and one before it could change what the other meets. */
  private boolean interferes(PlaceOrders command, int item) {
    for (int i = 0; i < item; i++) {
      if (!incoming[i].planned) {
        continue;
      }
      if (incoming[i].market == incoming[item].market
          ? !keepApart(command.get(i), incoming[i], command.get(item), incoming[item])
          : shareMaker(incoming[i], incoming[item])) {
        return true;
      }
    }
    return false;
  }

  private static boolean keepApart(PlaceOrder a, Incoming inA, PlaceOrder b, Incoming inB) {
    if (inA.plan.meetsAnyone() || inB.plan.meetsAnyone()) {
      return false;
    }
    if (inA.plan.isBid() == inB.plan.isBid()) {
      return true;
    }
    int tickA = inA.market.tickOf(a.outcome, a.price);
    int tickB = inB.market.tickOf(b.outcome, b.price);
    return inA.plan.isBid() ? tickA < tickB : tickB < tickA;
  }

  /** Whether both trade with the maker that the markets of an event have in common. */
  private static boolean shareMaker(Incoming a, Incoming b) {
    return a.plan.tradesWithMaker()
        && b.plan.tradesWithMaker()
        && a.market.event() == b.market.event()
        && a.market.event().exclusive();
  }

  // ---- state ------------------------------------------------------------------------------------

  public void write(StateWriter out) {
    out.putLong(lastBasket);
  }

  public void read(StateReader in) {
    lastBasket = in.getLong();
  }
}
