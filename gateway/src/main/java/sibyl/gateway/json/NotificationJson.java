package sibyl.gateway.json;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.trader.Notification;

/** What people are told, as they read it. */
public final class NotificationJson {
  private NotificationJson() {}

  public static JsonObject notification(Notification told) {
    return new JsonObject()
        .put("notification_id", Long.toString(told.id()))
        .put("kind", Names.of(told.kind()))
        .put("team_id", idOrNull(told.team()))
        .put("market_id", idOrNull(told.market()))
        .put("event_id", idOrNull(told.event()))
        .put("order_id", idOrNull(told.order()))
        .put("side", told.side() == null ? null : Names.of(told.side()))
        .put("outcome", told.outcome() == null ? null : Names.of(told.outcome()))
        .put("quantity", Decimals.quantity(told.quantity()))
        .put("amount", Decimals.money(told.amount()))
        .put("trades", told.trades())
        .put("transaction_id", told.transaction() == null ? null : told.transaction().toString())
        .put("title", told.title())
        .put("text", told.text())
        .put("at", Times.format(told.atMs()))
        .put("read", told.read());
  }

  private static @Nullable String idOrNull(long id) {
    return id == 0 ? null : Long.toString(id);
  }
}
