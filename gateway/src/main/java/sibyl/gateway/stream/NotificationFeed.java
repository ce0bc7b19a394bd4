package sibyl.gateway.stream;

import java.util.List;
import java.util.Set;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.trader.Notifications;
import sibyl.accounts.trader.Notifications.Addressed;

/**
 * Tells those who listen to their account what they are told from now on. It looks again and again
 * for what was written after the last it saw, whoever wrote it; what was written while no gateway
 * ran is in the list.
 */
public final class NotificationFeed implements Relay.Work {
  private static final int AT_A_TIME = 1_000;
  private static final long NOT_YET = -1;

  private final Notifications notifications;
  private final StreamHub hub;
  private long seen = NOT_YET;

  public NotificationFeed(Notifications notifications, StreamHub hub) {
    this.notifications = notifications;
    this.hub = hub;
  }

  @Override
  public int repeat() {
    if (seen == NOT_YET) {
      seen = notifications.latest();
    }
    int told = 0;
    List<Addressed> news;
    do {
      news = notifications.since(seen, AT_A_TIME);
      for (Addressed each : news) {
        tell(each);
        seen = each.notification().id();
      }
      told += news.size();
    } while (news.size() == AT_A_TIME);
    return told;
  }

  private void tell(Addressed told) {
    Set<Long> accounts =
        told.account() == Notifications.EVERYBODY
            ? notifications.readersOfMessages(hub.accountsHeardOf())
            : Set.of(told.account());
    accounts.forEach(account -> hub.tell(account, told.notification()));
  }
}
