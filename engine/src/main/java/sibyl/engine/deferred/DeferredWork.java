package sibyl.engine.deferred;

import sibyl.engine.limits.Limits;
import sibyl.engine.market.Market;
import sibyl.engine.market.Markets;
import sibyl.engine.market.OpenOrders;
import sibyl.engine.market.Schedules;
import sibyl.engine.market.Timetable;
import sibyl.engine.settlement.Settlement;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * Everything that happens without a command, in this order at every turn: orders whose time is over
 * end, markets keep their times, and the market that has waited longest is cleared of orders or has
 * its holders paid. Each is counted against the {@link Pace}.
 */
public final class DeferredWork {
  private final Pace pace;
  private final OpenOrders openOrders;
  private final Timetable timetable;
  private final Schedules schedules;
  private final Settlement settlement;

  public DeferredWork(
      Limits limits,
      Markets markets,
      OpenOrders openOrders,
      Schedules schedules,
      Settlement settlement) {
    this.openOrders = openOrders;
    this.schedules = schedules;
    this.settlement = settlement;
    timetable = markets.timetable();
    pace = new Pace(limits);
  }

  /** Log time at which there is something to do; {@link Long#MAX_VALUE} for never. */
  public long nextMs(long nowMs) {
    long next = Math.min(openOrders.nextExpiryMs(), timetable.nextMs());
    if (next > nowMs && !settlement.hasWork()) {
      return next;
    }
    return pace.nextMs(nowMs);
  }

  /** Does what is due, as much as the pace allows. */
  public void doSome(long nowMs) {
    int rest = pace.at(nowMs);
    rest -= openOrders.expire(nowMs, rest);
    for (; rest > 0 && timetable.nextMs() <= nowMs; rest--) {
      keepTime(timetable.first(), nowMs);
    }
    if (rest > 0 && settlement.hasWork()) {
      rest = settlement.work(rest);
    }
    pace.leave(rest);
  }

  private void keepTime(Market market, long nowMs) {
    if (market.finalAtMs() != 0) {
      settlement.beginPaying(market);
    } else if (schedules.keepTime(market, nowMs)) {
      settlement.beginClearing(market);
    }
  }

  public void write(StateWriter out) {
    pace.write(out);
  }

  public void read(StateReader in) {
    pace.read(in);
  }
}
