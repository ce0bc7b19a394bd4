package sibyl.simulation.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sibyl.engine.BatchMode;
import sibyl.engine.Reason;
import sibyl.engine.TimeInForce;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;

/** Takes several orders of one account at a time. */
final class BatchDesk {
  private final ModelState state;
  private final TradingFloor floor;
  private final OrderDesk desk;
  private final ClientIds clientIds;
  private long baskets;

  BatchDesk(ModelState state, TradingFloor floor, OrderDesk desk, ClientIds clientIds) {
    this.state = state;
    this.floor = floor;
    this.desk = desk;
    this.clientIds = clientIds;
  }

  void place(PlaceOrders command) {
    Refusal barred = state.barred(command.account, ModelState.Wish.TRADE);
    if (state.refused(barred != null ? barred : refusalOf(command))) {
      return;
    }
    switch (command.mode) {
      case EACH -> placeEach(command);
      case ATOMIC, BASKET -> placeAll(command);
    }
  }

  /** One after the other, each as if it came alone. */
  private void placeEach(PlaceOrders command) {
    for (int i = 0; i < command.size(); i++) {
      OrderDesk.Look look = desk.look(command.get(i), new Claims());
      if (look.refusal() != null) {
        state.answer.refuseItem(look.refusal().ofItem(i));
      } else {
        Considered considered = Objects.requireNonNull(look.considered());
        desk.accept(command.get(i), considered);
        state.rounding.advance(considered.plan().makerTrades());
        floor.triggerGroups();
      }
    }
  }

  /** All are looked at as things are, then all are carried out as they were seen. */
  private void placeAll(PlaceOrders command) {
    Claims claims = claims(command);
    List<Considered> all = new ArrayList<>();
    for (int i = 0; i < command.size(); i++) {
      OrderDesk.Look look = lookBeside(command, i, claims);
      if (look.refusal() != null) {
        state.answer.refuse(look.refusal().ofItem(i));
        return;
      }
      all.add(Objects.requireNonNull(look.considered()));
    }
    if (command.mode == BatchMode.BASKET) {
      long basket = ++baskets;
      String clientOrderId = command.clientOrderId.toString();
      state.answer.add(new Note.Basket(basket, command.account, all.size(), clientOrderId));
      if (command.hasClientKey()) {
        // A basket's number is none of an order.
        clientIds.add(ClientIds.Id.of(command), 0, state.nowMs);
      }
    }
    for (int i = 0; i < all.size(); i++) {
      desk.accept(command.get(i), all.get(i));
    }
  }

  private static Claims claims(PlaceOrders command) {
    Claims claims = new Claims();
    if (command.mode == BatchMode.BASKET && command.hasClientKey()) {
      claims.add(ClientIds.Id.of(command));
    }
    return claims;
  }

  /** Looks at an order beside those before it, which it must not touch. */
  private OrderDesk.Look lookBeside(PlaceOrders command, int item, Claims claims) {
    PlaceOrder order = command.get(item);
    OrderDesk.Look look = desk.look(order, claims);
    Considered considered = look.considered();
    boolean newId = !order.hasClientKey() || claims.add(ClientIds.Id.of(order));
    if (considered == null) {
      return look;
    }
    boolean interferes = claims.interferes(considered);
    claims.see(considered);
    if (look.refusal() != null) {
      return look;
    }
    boolean leg =
        order.timeInForce == TimeInForce.FOK && !claims.hasMarket(considered.order().market);
    if (command.mode == BatchMode.BASKET && !leg) {
      return new OrderDesk.Look(Refusal.of(Reason.INVALID_COMMAND), considered);
    }
    if (!newId) {
      return new OrderDesk.Look(Refusal.of(Reason.DUPLICATE_CLIENT_ORDER_ID), considered);
    }
    if (interferes) {
      return new OrderDesk.Look(Refusal.of(Reason.ORDERS_INTERFERE), considered);
    }
    claims.add(considered);
    state.rounding.advance(considered.plan().makerTrades());
    return look;
  }

  void quote(PlaceOrders command) {
    if (state.refused(refusalOf(command))) {
      return;
    }
    Claims claims = claims(command);
    for (int i = 0; i < command.size(); i++) {
      OrderDesk.Look look =
          command.mode == BatchMode.EACH
              ? desk.look(command.get(i), new Claims())
              : lookBeside(command, i, claims);
      desk.estimate(look, command.account, i);
    }
  }

  /** Why the command as such is refused. */
  private @Nullable Refusal refusalOf(PlaceOrders command) {
    if (command.size() == 0) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    for (int i = 0; i < command.size(); i++) {
      if (command.get(i).account != command.account) {
        return Refusal.of(Reason.INVALID_COMMAND).ofItem(i);
      }
    }
    if (command.mode != BatchMode.BASKET) {
      return command.hasClientKey() ? Refusal.of(Reason.INVALID_COMMAND) : null;
    }
    long order =
        command.hasClientKey() ? clientIds.orderOf(ClientIds.Id.of(command), state.nowMs) : -1;
    return order < 0 ? null : Refusal.about(Reason.DUPLICATE_CLIENT_ORDER_ID, order);
  }
}
