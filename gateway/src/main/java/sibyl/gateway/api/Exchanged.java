package sibyl.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import sibyl.engine.Asset;
import sibyl.engine.Reason;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.Holding;

/**
 * What one command moved on one account, other than by trading.
 *
 * @param amounts by asset, signed, none 0
 * @param cash the account's after it
 */
record Exchanged(boolean isPreview, Map<Long, Long> amounts, Holding cash, long asOfSeq) {

  static Exchanged of(Applied applied, long account) {
    Map<Long, Long> amounts = new LinkedHashMap<>();
    Holding cash = applied.cash().getOrDefault(account, Holding.NONE);
    for (Change.Posted posted : applied.all(Change.Posted.class)) {
      if (posted.account() == account && posted.amount() != 0) {
        amounts.merge(posted.asset(), posted.amount(), Long::sum);
      }
    }
    amounts.values().removeIf(amount -> amount == 0);
    return new Exchanged(false, amounts, cash, applied.seq());
  }

  /**
   * @param holdings the account's, by asset
   * @throws Problem 422 if the account has too little
   */
  static Exchanged preview(SetPreview preview, LongFunction<Holding> holdings, long asOfSeq) {
    preview
        .amounts()
        .forEach(
            (asset, amount) -> {
              Holding has = holdings.apply(asset);
              if (has.free() + amount < 0) {
                throw Refusals.insufficient(
                    Asset.isCash(asset)
                        ? Reason.INSUFFICIENT_BALANCE
                        : Reason.INSUFFICIENT_HOLDINGS,
                    asset,
                    -amount,
                    has.free(),
                    has.held());
              }
            });
    Holding cash = holdings.apply(Asset.CASH);
    return new Exchanged(
        true,
        preview.amounts(),
        new Holding(cash.free() + preview.amounts().getOrDefault(Asset.CASH, 0L), cash.held()),
        asOfSeq);
  }

  Answer answer() {
    return Answer.ok(toJson());
  }

  private JsonObject toJson() {
    JsonArray holdings = new JsonArray();
    amounts.forEach(
        (asset, amount) -> {
          if (!Asset.isCash(asset)) {
            holdings.add(
                new JsonObject()
                    .put("market_id", Long.toString(Asset.market(asset)))
                    .put("outcome", Names.of(Asset.outcome(asset)))
                    .put("quantity", Decimals.quantity(amount)));
          }
        });
    return new JsonObject()
        .put("preview", isPreview)
        .put("cash", Decimals.money(amounts.getOrDefault(Asset.CASH, 0L)))
        .put("holdings", holdings)
        .put("balance", AccountJson.cash(cash))
        .put("as_of_seq", asOfSeq);
  }
}
