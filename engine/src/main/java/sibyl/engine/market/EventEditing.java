package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.command.EditEvent;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.limits.Limits;

/**
 * Changes of events that are at the exchange. Of their words it keeps nothing: it says what they
 * are now. Of their times it sees to those of the markets that are not closed yet.
 */
public final class EventEditing {
  private final Limits limits;
  private final Markets markets;
  private final Schedules schedules;
  private final EventStream events;

  public EventEditing(Limits limits, Markets markets, Schedules schedules, EventStream events) {
    this.limits = limits;
    this.markets = markets;
    this.schedules = schedules;
    this.events = events;
  }

  /** Checks a change; {@link #edit} may follow if null is returned. */
  public @Nullable Reason check(EditEvent command, long nowMs, Rejection rejection) {
    MarketEvent event = markets.findEvent(command.event());
    if (event == null || event.isDeleted()) {
      return Reason.UNKNOWN_EVENT;
    }
    if (command.isEmpty() || command.closeAtMs() < EditEvent.SAME_TIME) {
      return Reason.INVALID_COMMAND;
    }
    if (textOf(command) > limits.eventText()) {
      return Reason.LIMIT_EXCEEDED;
    }
    for (int i = 0; i < command.markets().size(); i++) {
      long market = command.markets().get(i).market();
      if (event.placeOf(market) < 0) {
        rejection.market = market;
        return Reason.UNKNOWN_MARKET;
      }
    }
    return command.closeAtMs() == EditEvent.SAME_TIME
        ? null
        : checkEnd(event, command.closeAtMs(), nowMs, rejection);
  }

  /** Carries out the change that {@link #check} just accepted. */
  public void edit(EditEvent command) {
    events.eventEdited(command);
    if (command.closeAtMs() == EditEvent.SAME_TIME) {
      return;
    }
    MarketEvent event = markets.findEvent(command.event());
    for (int place = 0; event != null && place < event.size(); place++) {
      Market market = event.market(place);
      if (market != null && canClose(market)) {
        schedules.closeAt(market, command.closeAtMs());
      }
    }
  }

  private static @Nullable Reason checkEnd(
      MarketEvent event, long closeAtMs, long nowMs, Rejection rejection) {
    if (closeAtMs != 0 && closeAtMs <= nowMs) {
      return Reason.TOO_LATE;
    }
    boolean any = false;
    for (int place = 0; place < event.size(); place++) {
      Market market = event.market(place);
      if (market != null && canClose(market)) {
        any = true;
        if (closeAtMs != 0 && market.openAtMs() >= closeAtMs) {
          rejection.market = market.id();
          return Reason.INVALID_COMMAND;
        }
      }
    }
    return any ? null : Reason.ILLEGAL_TRANSITION;
  }

  private static boolean canClose(Market market) {
    return market.state() == MarketState.CREATED
        || market.state() == MarketState.OPEN
        || market.state() == MarketState.HALTED;
  }

  private static long textOf(EditEvent command) {
    long text =
        length(command.title())
            + length(command.description())
            + length(command.category())
            + length(command.rules())
            + length(command.source())
            + length(command.image())
            + command.reason().length();
    for (int i = 0; i < command.markets().size(); i++) {
      text += command.markets().get(i).title().length();
    }
    return text;
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
