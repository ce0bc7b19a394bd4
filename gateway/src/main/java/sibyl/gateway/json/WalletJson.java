package sibyl.gateway.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import sibyl.accounts.bonus.BonusStanding;
import sibyl.accounts.outbox.OutboxEntry;
import sibyl.accounts.wallet.WalletEntry;
import sibyl.accounts.wallet.Withdrawal;

/** Money on its way in and out, as people and staff see it. */
public final class WalletJson {
  private WalletJson() {}

  public static JsonObject entry(WalletEntry entry) {
    return new JsonObject()
        .put("transaction_id", entry.id().toString())
        .put("kind", entry.kind().toLowerCase(Locale.ROOT))
        .put("amount", Decimals.money(entry.amount()))
        .put("state", entry.state().toLowerCase(Locale.ROOT))
        .put("remark", entry.remark())
        .put("created_at", Times.format(entry.createdAt().toEpochMilli()))
        .put("updated_at", Times.format(entry.updatedAt().toEpochMilli()));
  }

  public static JsonObject entry(WalletEntry entry, List<WalletEntry.Step> steps) {
    JsonArray array = new JsonArray();
    for (WalletEntry.Step step : steps) {
      array.add(
          new JsonObject()
              .put("state", step.state().toLowerCase(Locale.ROOT))
              .put("remark", step.remark())
              .put("at", Times.format(step.at().toEpochMilli())));
    }
    return entry(entry).put("steps", array);
  }

  public static JsonObject withdrawal(Withdrawal withdrawal) {
    return new JsonObject()
        .put("withdrawal_id", withdrawal.id().toString())
        .put("amount", Decimals.money(withdrawal.amount()))
        .put("state", Names.of(withdrawal.state()))
        .put("remark", withdrawal.remark())
        .put("created_at", Times.format(withdrawal.createdAt().toEpochMilli()))
        .put("updated_at", Times.format(withdrawal.updatedAt().toEpochMilli()));
  }

  /** With what only staff see. */
  public static JsonObject withdrawalForStaff(Withdrawal withdrawal) {
    Long decidedBy = withdrawal.decidedBy();
    return withdrawal(withdrawal)
        .put("account_id", Long.toString(withdrawal.account()))
        .put("payout_item_id", withdrawal.payoutItem().toString())
        .put("attempts", withdrawal.attempts())
        .put("decided_by", decidedBy == null ? null : Long.toString(decidedBy));
  }

  public static JsonObject bonus(BonusStanding bonus) {
    return new JsonObject()
        .put("granted", Decimals.money(bonus.granted()))
        .put("staked", Decimals.money(bonus.staked()))
        .put("locked", Decimals.money(bonus.locked()))
        .put("traded", Decimals.money(bonus.traded()))
        .put("to_trade", Decimals.money(bonus.toTrade()))
        .put("beyond_trading", Decimals.money(bonus.beyondTrading()))
        .put("identity_verified", bonus.verified());
  }

  public static JsonObject deadLetter(OutboxEntry entry) {
    return new JsonObject()
        .put("transfer_id", entry.movement().id().toString())
        .put("kind", Names.of(entry.movement().kind()))
        .put("from_account", Long.toString(entry.movement().from()))
        .put("to_account", Long.toString(entry.movement().to()))
        .put("amount", Decimals.money(entry.movement().amount()))
        .put("reference", entry.movement().reference())
        .put("state", Names.of(entry.state()))
        .put("reason", entry.stateReason())
        .put("attempts", entry.attempts())
        .put("created_at", Times.format(entry.createdAt().toEpochMilli()))
        .put("updated_at", Times.format(entry.updatedAt().toEpochMilli()));
  }
}
