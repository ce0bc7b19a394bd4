package sibyl.engine.asset;

import org.jspecify.annotations.Nullable;
import sibyl.engine.HoldingReason;
import sibyl.engine.Reason;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.market.Market;
import sibyl.engine.market.Markets;

/** Goods that staff gives to accounts or takes away. */
public final class Inventories {
  private final Stock stock;

  public Inventories(Markets markets, Ledger ledger, EventStream events) {
    stock = new Stock(markets, ledger, events);
  }

  public @Nullable Reason check(AdjustInventory command, Rejection rejection) {
    rejection.account = command.account();
    rejection.market = command.market();
    int account = stock.person(command.account());
    if (account == AccountTable.NONE) {
      return Reason.UNKNOWN_ACCOUNT;
    }
    Reason refusal = stock.checkGood(command.market(), rejection);
    if (refusal != null) {
      return refusal;
    }
    if (!stock.good(command.market()).isFor(command.account())) {
      return Reason.OTHER_SEGMENT;
    }
    if (!isReason(command.reason())) {
      return Reason.INVALID_COMMAND;
    }
    Market good = stock.good(command.market());
    long quantity = command.quantity();
    refusal = checkQuantity(good, quantity, rejection);
    if (refusal != null) {
      return refusal;
    }
    return quantity < 0
        ? stock.checkLess(account, good, -quantity, rejection)
        : stock.checkMore(account, good, quantity);
  }

  public void adjust(AdjustInventory command) {
    stock.change(
        stock.person(command.account()),
        command.account(),
        stock.good(command.market()),
        command.quantity(),
        command.reason());
  }

  private static @Nullable Reason checkQuantity(Market good, long quantity, Rejection rejection) {
    long lot = good.lot();
    long most = good.mostPerOrder();
    if (quantity == 0 || quantity < -most || quantity > most) {
      rejection.nearest = quantity == 0 ? lot : Math.clamp(quantity, -most, most);
      return Reason.QUANTITY_OUT_OF_RANGE;
    }
    if (quantity % lot != 0) {
      long nearest = quantity - quantity % lot;
      rejection.nearest = nearest != 0 ? nearest : quantity < 0 ? -lot : lot;
      return Reason.QUANTITY_OFF_LOT;
    }
    return null;
  }

  private static boolean isReason(HoldingReason reason) {
    return switch (reason) {
      case INITIAL, ADJUSTMENT, RESET -> true;
      case SPLIT_ALL, MERGE_ALL, CONVERT, PRODUCTION, CONSUMPTION -> false;
    };
  }
}
