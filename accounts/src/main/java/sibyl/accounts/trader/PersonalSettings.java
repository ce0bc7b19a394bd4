package sibyl.accounts.trader;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import sibyl.engine.SelfTradePrevention;
import sibyl.store.Database;

/** Everybody's settings. */
public final class PersonalSettings {
  private final Database database;

  public PersonalSettings(Database database) {
    this.database = database;
  }

  public Settings of(long account) {
    return database.jdbi().withHandle(handle -> find(handle, account, ""));
  }

  /** Changes them; two changes at once both take effect. */
  public Settings change(long account, UnaryOperator<Settings> change) {
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              handle
                  .createUpdate(
                      "INSERT INTO user_settings (account_id) VALUES (:account)"
                          + " ON CONFLICT DO NOTHING")
                  .bind("account", account)
                  .execute();
              Settings after = change.apply(find(handle, account, " FOR UPDATE"));
              handle
                  .createUpdate(
                      """
                      UPDATE user_settings
                      SET self_trade = :selfTrade, confirm_orders = :confirm,
                          price_display = :prices, theme = :theme, notify_fills = :fills,
                          notify_settlements = :settlements, notify_messages = :messages,
                          on_leaderboards = :leaderboards
                      WHERE account_id = :account
                      """)
                  .bind("selfTrade", after.selfTradePrevention().name())
                  .bind("confirm", after.confirmOrders())
                  .bind("prices", after.priceDisplay().name())
                  .bind("theme", after.theme().name())
                  .bind("fills", after.notifyFills())
                  .bind("settlements", after.notifySettlements())
                  .bind("messages", after.notifyMessages())
                  .bind("leaderboards", after.onLeaderboards())
                  .bind("account", account)
                  .execute();
              return after;
            });
  }

  private static Settings find(Handle handle, long account, String lock) {
    return handle
        .createQuery("SELECT * FROM user_settings WHERE account_id = :account" + lock)
        .bind("account", account)
        .map((row, context) -> read(row))
        .findOne()
        .orElse(Settings.DEFAULT);
  }

  private static Settings read(ResultSet row) throws SQLException {
    return new Settings(
        SelfTradePrevention.valueOf(row.getString("self_trade")),
        row.getBoolean("confirm_orders"),
        Settings.PriceDisplay.valueOf(row.getString("price_display")),
        Settings.Theme.valueOf(row.getString("theme")),
        row.getBoolean("notify_fills"),
        row.getBoolean("notify_settlements"),
        row.getBoolean("notify_messages"),
        row.getBoolean("on_leaderboards"));
  }
}
