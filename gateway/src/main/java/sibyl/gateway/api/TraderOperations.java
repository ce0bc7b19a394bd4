package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import sibyl.accounts.trader.Notification;
import sibyl.accounts.trader.Notifications;
import sibyl.accounts.trader.PersonalSettings;
import sibyl.accounts.trader.Settings;
import sibyl.accounts.trader.Watchlist;
import sibyl.engine.SelfTradePrevention;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.MarketJson;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.NotificationJson;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/** What people keep beside their trading: markets to watch, settings, notifications. */
public final class TraderOperations {
  private final Watchlist watchlist;
  private final PersonalSettings settings;
  private final Notifications notifications;
  private final ReadModel model;
  private final Blocking blocking;

  public TraderOperations(
      Watchlist watchlist,
      PersonalSettings settings,
      Notifications notifications,
      ReadModel model,
      Blocking blocking) {
    this.watchlist = watchlist;
    this.settings = settings;
    this.notifications = notifications;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("getWatchlist", this::watched);
    table.add("watchMarket", this::watch);
    table.add("unwatchMarket", this::unwatch);
    table.add("getSettings", this::settings);
    table.add("changeSettings", this::changeSettings);
    table.add("listNotifications", this::notifications);
    table.add("readNotifications", this::read);
  }

  private Future<Answer> watched(Request request) {
    long account = request.account();
    return blocking
        .call(() -> watchlist.of(account))
        .map(
            watched -> {
              Seen<List<MarketView>> seen =
                  model.read(
                      state ->
                          watched.stream()
                              .map(each -> state.market(each.market()))
                              .filter(Objects::nonNull)
                              .toList());
              JsonArray items = new JsonArray();
              seen.value().forEach(market -> items.add(MarketJson.market(market)));
              return Answer.ok(
                  new JsonObject().put("items", items).put("as_of_seq", seen.asOfSeq()));
            });
  }

  private Future<Answer> watch(Request request) {
    long account = request.account();
    long market = request.pathId("market_id");
    if (model.read(state -> state.market(market)).value() == null) {
      throw Problems.unknown("market");
    }
    return blocking.call(
        () -> {
          watchlist.add(account, market);
          return Answer.nothing();
        });
  }

  private Future<Answer> unwatch(Request request) {
    long account = request.account();
    long market = request.pathId("market_id");
    return blocking.call(
        () -> {
          watchlist.remove(account, market);
          return Answer.nothing();
        });
  }

  private Future<Answer> settings(Request request) {
    long account = request.account();
    return blocking.call(() -> Answer.ok(json(settings.of(account))));
  }

  /** What is not given stays. */
  private Future<Answer> changeSettings(Request request) {
    long account = request.account();
    Fields stated = request.fields();
    return blocking.call(
        () -> Answer.ok(json(settings.change(account, before -> changed(before, stated)))));
  }

  private static Settings changed(Settings before, Fields stated) {
    Fields notify = stated.object("notifications");
    return new Settings(
        stated.constant(
            SelfTradePrevention.class, "self_trade_prevention", before.selfTradePrevention()),
        stated.flag("confirm_orders", before.confirmOrders()),
        stated.constant(Settings.PriceDisplay.class, "price_display", before.priceDisplay()),
        stated.constant(Settings.Theme.class, "theme", before.theme()),
        notify.flag("fills", before.notifyFills()),
        notify.flag("settlements", before.notifySettlements()),
        notify.flag("messages", before.notifyMessages()),
        stated.flag("leaderboards", before.onLeaderboards()));
  }

  private static JsonObject json(Settings settings) {
    return new JsonObject()
        .put("self_trade_prevention", Names.of(settings.selfTradePrevention()))
        .put("confirm_orders", settings.confirmOrders())
        .put("price_display", Names.of(settings.priceDisplay()))
        .put("theme", Names.of(settings.theme()))
        .put(
            "notifications",
            new JsonObject()
                .put("fills", settings.notifyFills())
                .put("settlements", settings.notifySettlements())
                .put("messages", settings.notifyMessages()))
        .put("leaderboards", settings.onLeaderboards());
  }

  private record Told(List<Notification> page, int unread) {}

  private Future<Answer> notifications(Request request) {
    long account = request.account();
    boolean unreadOnly = request.queryFlag("unread");
    Listing listing = Listing.own(request);
    return blocking
        .call(
            () ->
                new Told(
                    notifications.list(account, unreadOnly, listing.before(), listing.limit()),
                    notifications.unread(account)))
        .map(
            told ->
                Answer.ok(
                    listing
                        .page(told.page, Notification::id, NotificationJson::notification)
                        .put("unread", told.unread)));
  }

  private Future<Answer> read(Request request) {
    long account = request.account();
    long through = request.fields().id("through");
    return blocking.call(
        () -> Answer.ok(new JsonObject().put("unread", notifications.markRead(account, through))));
  }
}
