package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;

/** When markets open and close by themselves. */
public final class Schedules {
  private final Markets markets;
  private final Lifecycle lifecycle;
  private final EventStream events;
  private final Rejection unused = new Rejection();

  public Schedules(Markets markets, Lifecycle lifecycle, EventStream events) {
    this.markets = markets;
    this.lifecycle = lifecycle;
    this.events = events;
  }

  /** Checks the times that a new event gives its markets. */
  public static @Nullable Reason check(CreateEvent command, long nowMs) {
    return check(command.openAtMs(), command.closeAtMs(), nowMs);
  }

  public @Nullable Reason check(ScheduleMarket command, long nowMs, Rejection rejection) {
    rejection.market = command.market();
    Market market = markets.find(command.market());
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    boolean mayOpen = market.state() == MarketState.CREATED || market.state() == MarketState.HALTED;
    if (!mayOpen && (market.state() != MarketState.OPEN || command.openAtMs() != 0)) {
      return Reason.ILLEGAL_TRANSITION;
    }
    return check(command.openAtMs(), command.closeAtMs(), nowMs);
  }

  public void schedule(ScheduleMarket command) {
    Market market = markets.get(Math.toIntExact(command.market()));
    schedule(market, command.openAtMs(), command.closeAtMs());
  }

  /** Gives a market another time to close, or with 0 none. */
  void closeAt(Market market, long closeAtMs) {
    schedule(market, market.openAtMs(), closeAtMs);
  }

  /** Gives the markets of an event that was just created their times. */
  public void schedule(CreateEvent command) {
    if (command.openAtMs() != 0 || command.closeAtMs() != 0) {
      for (int i = command.markets().size() - 1; i >= 0; i--) {
        Market market = markets.get(markets.lastMarket() - i);
        schedule(market, command.openAtMs(), command.closeAtMs());
      }
    }
  }

  /**
   * Does what is due at a market of the timetable: opens it, closes it, or says that it cannot.
   *
   * @return whether it was closed, so that its orders have to be taken down
   */
  public boolean keepTime(Market market, long nowMs) {
    boolean opens = market.openAtMs() != 0 && market.openAtMs() <= nowMs;
    var step = new ChangeMarketState(market.id(), opens ? MarketState.OPEN : MarketState.CLOSED);
    if (lifecycle.check(step, unused) == null) {
      lifecycle.change(step);
      return !opens;
    }
    schedule(market, 0, opens ? market.closeAtMs() : 0);
    return false;
  }

  private void schedule(Market market, long openAtMs, long closeAtMs) {
    market.schedule(openAtMs, closeAtMs);
    markets.timetable().update(market);
    events.marketScheduled(market.id(), openAtMs, closeAtMs);
  }

  private static @Nullable Reason check(long openAtMs, long closeAtMs, long nowMs) {
    if (openAtMs < 0 || closeAtMs < 0 || (closeAtMs != 0 && closeAtMs <= openAtMs)) {
      return Reason.INVALID_COMMAND;
    }
    boolean late = (openAtMs != 0 && openAtMs <= nowMs) || (closeAtMs != 0 && closeAtMs <= nowMs);
    return late ? Reason.TOO_LATE : null;
  }
}
