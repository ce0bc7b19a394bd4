package sibyl.gateway.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sibyl.engine.Asset;
import sibyl.gateway.read.AccountView;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.InventoryEntry;
import sibyl.gateway.read.LedgerEntry;
import sibyl.gateway.read.PositionView;
import sibyl.gateway.read.SettlementView;
import sibyl.gateway.read.Standing;
import sibyl.protocol.derive.HeldValue;
import sibyl.protocol.derive.PositionCost;

/** Balances, positions and the ledger. */
public final class AccountJson {
  private AccountJson() {}

  public static JsonObject cash(Holding cash) {
    return new JsonObject()
        .put("available", Decimals.money(cash.free()))
        .put("held", Decimals.money(cash.held()))
        .put("total", Decimals.money(cash.total()));
  }

  public static JsonObject position(PositionView position) {
    PositionCost cost = position.cost();
    HeldValue valued = position.valued();
    return new JsonObject()
        .put("market_id", Long.toString(position.market()))
        .put("outcome", Names.of(position.outcome()))
        .put("quantity", Decimals.quantity(cost.quantity()))
        .put("held", Decimals.quantity(position.held()))
        .put(
            "average_cost",
            cost.quantity() == 0 ? null : Decimals.average(cost.cost(), cost.quantity()))
        .put("cost", Decimals.money(cost.cost()))
        .put("mark", Decimals.money(valued.perContract()))
        .put("mark_source", Names.of(valued.source()))
        .put("value", Decimals.money(valued.value()))
        .put("realized_pnl", Decimals.money(cost.realized()))
        .put("unrealized_pnl", Decimals.money(valued.unrealized()));
  }

  /** What an account's figures are, in every view of them. */
  public static JsonObject profit(Standing standing) {
    long paidIn = standing.paidIn();
    return new JsonObject()
        .put("under_way", Decimals.money(standing.underWay()))
        .put("positions_value", Decimals.money(standing.value()))
        .put("equity", Decimals.money(standing.equity()))
        .put("paid_in", Decimals.money(paidIn))
        .put("profit", Decimals.money(standing.profit()))
        .put("roi", paidIn <= 0 ? null : Decimals.ratio(standing.profit(), paidIn))
        .put("realized_pnl", Decimals.money(standing.realized()))
        .put("unrealized_pnl", Decimals.money(standing.unrealized()));
  }

  public static JsonObject ledgerEntry(LedgerEntry entry) {
    boolean cash = Asset.isCash(entry.asset());
    return new JsonObject()
        .put("seq", entry.seq())
        .put("at", Times.format(entry.atMs()))
        .put("asset", cash ? "cash" : "share")
        .put("market_id", cash ? null : Long.toString(Asset.market(entry.asset())))
        .put("outcome", cash ? null : Names.of(Asset.outcome(entry.asset())))
        .put("kind", kind(entry))
        .put("amount", amount(entry.asset(), entry.amount()))
        .put("available_change", amount(entry.asset(), entry.freeChange()))
        .put("available", amount(entry.asset(), entry.free()))
        .put("held_change", amount(entry.asset(), entry.heldChange()))
        .put("held", amount(entry.asset(), entry.held()))
        .put("order_id", entry.order() == 0 ? null : Long.toString(entry.order()))
        .put("trade_id", entry.trade() == 0 ? null : Long.toString(entry.trade()))
        .put("transaction_id", entry.transfer() == null ? null : entry.transfer().toString());
  }

  private static String kind(LedgerEntry entry) {
    return switch (entry.reason()) {
      case HOLD -> entry.heldChange() < 0 ? "order_released" : "order_held";
      case TRANSFER ->
          Names.of(entry.transferKind() == null ? entry.reason() : entry.transferKind());
      case TRADE, FEE, NETTING, SPLIT, MERGE, CONVERT, FUNDING, SETTLEMENT, PRODUCTION ->
          Names.of(entry.reason());
    };
  }

  public static JsonObject settlement(SettlementView settled) {
    long paid = settled.yesPaid() + settled.noPaid();
    long cost = settled.yesCost() + settled.noCost();
    return new JsonObject()
        .put("market_id", Long.toString(settled.market()))
        .put("yes_pays", Decimals.fraction(settled.yesFraction()))
        .put("yes_quantity", Decimals.quantity(settled.yesQuantity()))
        .put("no_quantity", Decimals.quantity(settled.noQuantity()))
        .put("yes_paid", Decimals.money(settled.yesPaid()))
        .put("no_paid", Decimals.money(settled.noPaid()))
        .put("paid", Decimals.money(paid))
        .put("cost", Decimals.money(cost))
        .put("profit", Decimals.money(paid - cost))
        .put("at", Times.format(settled.atMs()))
        .put("seq", settled.seq());
  }

  public static JsonObject inventoryEntry(InventoryEntry entry) {
    return new JsonObject()
        .put("seq", entry.seq())
        .put("at", Times.format(entry.atMs()))
        .put("market_id", Long.toString(entry.market()))
        .put("quantity", Decimals.quantity(entry.quantity()))
        .put("amount", Decimals.money(entry.amount()))
        .put("reason", reason(entry))
        .put("trade_id", entry.trade() == 0 ? null : Long.toString(entry.trade()));
  }

  private static String reason(InventoryEntry entry) {
    if (entry.reason() != null) {
      return Names.of(entry.reason());
    }
    if (entry.trade() == 0) {
      return "settlement";
    }
    return entry.quantity() > 0 ? "trade_buy" : "trade_sell";
  }

  /** An account as staff see it. */
  public static JsonObject account(AccountView account) {
    JsonArray produces = new JsonArray();
    account.produces().stream().sorted().forEach(good -> produces.add(Long.toString(good)));
    return new JsonObject()
        .put("account_id", Long.toString(account.account()))
        .put("suspended", account.suspended())
        .put("netting", account.netting())
        .put("balance", cash(account.standing().cash()))
        .mergeIn(profit(account.standing()))
        .put("trades", account.trades())
        .put("volume", Decimals.money(account.volume()))
        .put("produces", produces);
  }

  /** An amount in the unit of its asset. */
  public static String amount(long asset, long amount) {
    return Asset.isCash(asset) ? Decimals.money(amount) : Decimals.quantity(amount);
  }
}
