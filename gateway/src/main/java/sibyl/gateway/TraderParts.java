package sibyl.gateway;

import sibyl.accounts.event.EventSearch;
import sibyl.accounts.trader.Leaderboards;
import sibyl.accounts.trader.Notifications;
import sibyl.accounts.trader.PerformanceReports;
import sibyl.accounts.trader.PersonalSettings;
import sibyl.accounts.trader.Watchlist;

/** What the gateway needs for what traders have beside their trading. */
public record TraderParts(
    Watchlist watchlist,
    PersonalSettings settings,
    Notifications notifications,
    PerformanceReports performance,
    Leaderboards leaderboards,
    EventSearch search) {}
