package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import sibyl.accounts.DatabaseLoss;
import sibyl.accounts.bonus.BonusMoney;
import sibyl.accounts.bonus.BonusStanding;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Problem;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.WalletJson;

/**
 * Adds to an account's cash what of it can be withdrawn. The figures come from the tables, some
 * milliseconds behind; while these are away both are null, so that cash can be read all the same.
 */
final class BonusAnswers {
  private final BonusMoney bonus;
  private final Blocking blocking;

  BonusAnswers(BonusMoney bonus, Blocking blocking) {
    this.bonus = bonus;
    this.blocking = blocking;
  }

  /**
   * @param available cash, millionths
   */
  Future<JsonObject> addTo(JsonObject answer, long account, long available) {
    return blocking
        .call(() -> bonus.of(account))
        .map(standing -> answer.mergeIn(shown(standing, available)))
        .recover(
            failure ->
                failure instanceof Problem || DatabaseLoss.in(failure).isPresent()
                    ? Future.succeededFuture(answer.putNull("withdrawable").putNull("bonus"))
                    : Future.failedFuture(failure));
  }

  private static JsonObject shown(BonusStanding standing, long available) {
    return new JsonObject()
        .put("withdrawable", Decimals.money(standing.withdrawable(available)))
        .put("bonus", WalletJson.bonus(standing));
  }
}
