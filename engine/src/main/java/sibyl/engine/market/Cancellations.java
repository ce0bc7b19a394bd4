package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.CloseReason;
import sibyl.engine.Reason;
import sibyl.engine.book.Orders;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;

/** Orders taken down by their owner: one, several, or all that he has somewhere. */
public final class Cancellations {
  private final Markets markets;
  private final AccountTable accounts;
  private final Orders orders;
  private final OpenOrders openOrders;
  private final OwnOrders ownOrders;
  private final OrderGroups groups;
  private final EventStream events;

  public Cancellations(
      Markets markets,
      Ledger ledger,
      Orders orders,
      OpenOrders openOrders,
      OwnOrders ownOrders,
      OrderGroups groups,
      EventStream events) {
    this.markets = markets;
    this.orders = orders;
    this.openOrders = openOrders;
    this.ownOrders = ownOrders;
    this.groups = groups;
    this.events = events;
    accounts = ledger.accounts();
  }

  /** Checks a cancellation; {@link #cancel(CancelOrder)} may follow if null is returned. */
  public @Nullable Reason check(CancelOrder command, Rejection rejection) {
    rejection.account = command.account;
    rejection.order = command.order;
    return find(command.account, command.order) == Orders.NONE ? Reason.UNKNOWN_ORDER : null;
  }

  public void cancel(CancelOrder command) {
    cancel(orders.find(command.order));
  }

  /** Checks a cancellation of several; {@link #cancel(CancelOrders, Rejection)} may follow. */
  public @Nullable Reason check(CancelOrders command, Rejection rejection) {
    rejection.account = command.account;
    if (accounts.find(command.account) == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    if (!command.orders.isEmpty()) {
      boolean filtered = (command.market | command.event | command.group) != 0;
      return filtered ? Reason.INVALID_COMMAND : null;
    }
    return anyFiltered(command) ? null : Reason.UNKNOWN_ORDER;
  }

  /** Whether the filters leave something; without it nobody would learn what became of it. */
  private boolean anyFiltered(CancelOrders command) {
    int account = accounts.find(command.account);
    int group = group(command, account);
    return (command.group == 0 || group != OrderGroups.NONE)
        && ownOrders.any(account, command.market, command.event, group);
  }

  /** The slot of the group that is asked for; {@link Orders#NONE} for any. */
  private int group(CancelOrders command, int account) {
    return command.group == 0 ? Orders.NONE : groups.find(command.group, account);
  }

  /** Cancels what is named or what the filters leave. */
  public void cancel(CancelOrders command, Rejection rejection) {
    if (command.orders.isEmpty()) {
      cancelFiltered(command);
      return;
    }
    for (int i = 0; i < command.orders.size(); i++) {
      long number = command.orders.get(i);
      int order = find(command.account, number);
      if (order == Orders.NONE) {
        rejection.item = i;
        rejection.order = number;
        events.itemRejected(Reason.UNKNOWN_ORDER, rejection);
      } else {
        cancel(order);
      }
    }
  }

  private void cancelFiltered(CancelOrders command) {
    int account = accounts.find(command.account);
    ownOrders.cancel(
        account, command.market, command.event, group(command, account), CloseReason.CANCELED);
  }

  private void cancel(int order) {
    openOrders.cancel(markets.get(orders.market(order)), order, CloseReason.CANCELED);
  }

  /** The slot of an account's open order; that of another account is as unknown as none. */
  private int find(long account, long number) {
    int order = orders.find(number);
    if (order == Orders.NONE) {
      return order;
    }
    return accounts.id(orders.account(order)) == account ? order : Orders.NONE;
  }
}
