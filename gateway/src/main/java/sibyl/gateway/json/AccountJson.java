package sibyl.gateway.json;

import io.vertx.core.json.JsonObject;
import sibyl.engine.Asset;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.LedgerEntry;
import sibyl.gateway.read.PositionView;
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
    boolean marked = position.mark().isKnown();
    long value = marked ? position.mark().value(cost.quantity()) : 0;
    return new JsonObject()
        .put("market_id", Long.toString(position.market()))
        .put("outcome", Names.of(position.outcome()))
        .put("quantity", Decimals.quantity(cost.quantity()))
        .put("held", Decimals.quantity(position.held()))
        .put(
            "average_cost",
            cost.quantity() == 0 ? null : Decimals.average(cost.cost(), cost.quantity()))
        .put("cost", Decimals.money(cost.cost()))
        .put("mark", marked ? Decimals.money(position.mark().perContract()) : null)
        .put("value", marked ? Decimals.money(value) : null)
        .put("realized_pnl", Decimals.money(cost.realized()))
        .put("unrealized_pnl", marked ? Decimals.money(value - cost.cost()) : null);
  }

  public static JsonObject ledgerEntry(LedgerEntry entry) {
    boolean cash = Asset.isCash(entry.asset());
    return new JsonObject()
        .put("seq", entry.seq())
        .put("at", Times.format(entry.atMs()))
        .put("asset", cash ? "cash" : "share")
        .put("market_id", cash ? null : Long.toString(Asset.market(entry.asset())))
        .put("outcome", cash ? null : Names.of(Asset.outcome(entry.asset())))
        .put("amount", amount(entry.asset(), entry.amount()))
        .put("available", amount(entry.asset(), entry.free()))
        .put("held", amount(entry.asset(), entry.held()))
        .put("reason", Names.of(entry.reason()));
  }

  /** An amount in the unit of its asset. */
  public static String amount(long asset, long amount) {
    return Asset.isCash(asset) ? Decimals.money(amount) : Decimals.quantity(amount);
  }
}
