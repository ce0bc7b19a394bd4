package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.CloseReason;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.book.OrderBook;
import sibyl.engine.book.Orders;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;

/** Creates markets, opens, halts and closes them. */
public final class Lifecycle {
  private final Limits limits;
  private final Markets markets;
  private final Ledger ledger;
  private final Orders orders;
  private final OpenOrders openOrders;
  private final EventStream events;
  private final Makers makers;
  private final SpecCheck specs;

  public Lifecycle(
      Limits limits,
      Markets markets,
      Ledger ledger,
      Orders orders,
      OpenOrders openOrders,
      EventStream events,
      Makers makers) {
    this.limits = limits;
    this.markets = markets;
    this.ledger = ledger;
    this.orders = orders;
    this.openOrders = openOrders;
    this.events = events;
    this.makers = makers;
    specs = new SpecCheck(limits);
  }

  // ---- creation ---------------------------------------------------------------------------------

  public @Nullable Reason check(CreateEvent command) {
    int count = command.markets().size();
    if (count == 0) {
      return Reason.INVALID_COMMAND;
    }
    // Each market brings a pool, or shares that of its exclusive event, and the pool's position.
    if (count > limits.marketsPerEvent()
        || !markets.hasRoomFor(count)
        || !ledger.accounts().hasRoomFor(command.exclusive() ? 1 : count)
        || !ledger.positions().hasRoomFor(count)
        || textOf(command) > limits.eventText()) {
      return Reason.LIMIT_EXCEEDED;
    }
    for (int i = 0; i < count; i++) {
      Reason refusal = specs.check(command.markets().get(i));
      if (refusal != null) {
        return refusal;
      }
    }
    return command.exclusive() && !SpecCheck.fitTogether(command.markets())
        ? Reason.INVALID_COMMAND
        : null;
  }

  public void create(CreateEvent command) {
    int count = command.markets().size();
    MarketEvent event = markets.startEvent(command.exclusive(), count);
    events.eventCreated(event.id(), command);
    for (int i = 0; i < count; i++) {
      MarketSpec spec = command.markets().get(i);
      int id = markets.nextMarket();
      Market market = new Market(id, event, KeptSpec.of(spec), limits, orders);
      int pool =
          !event.exclusive()
              ? ledger.openAccount(Accounts.marketPool(id), false)
              : i > 0 ? event.pool() : ledger.openAccount(Accounts.eventPool(event.id()), false);
      market.pool(pool, ledger.positions().openUnlisted(pool, id));
      markets.add(market);
      events.marketCreated(id, event.id(), spec);
    }
  }

  private static long textOf(CreateEvent command) {
    long text =
        (long) command.title().length()
            + command.description().length()
            + command.category().length()
            + command.rules().length()
            + command.source().length()
            + command.image().length();
    for (int i = 0; i < command.markets().size(); i++) {
      text += command.markets().get(i).title().length();
    }
    return text;
  }

  // ---- trading states ---------------------------------------------------------------------------

  public @Nullable Reason check(ChangeMarketState command, Rejection rejection) {
    Market market = markets.find(command.market());
    rejection.market = command.market();
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    MarketState from = market.state();
    boolean legal =
        switch (command.to()) {
          case OPEN -> from == MarketState.CREATED || from == MarketState.HALTED;
          case HALTED -> from == MarketState.OPEN;
          case CLOSED -> from == MarketState.OPEN || from == MarketState.HALTED;
          case CREATED, RESOLVED, SETTLED -> false;
        };
    if (!legal) {
      return Reason.ILLEGAL_TRANSITION;
    }
    return command.to() == MarketState.OPEN ? makers.checkOpening(market) : null;
  }

  /**
   * Opens, halts or closes a market. The orders of a closed market are taken down by {@code
   * Settlement}, which the engine calls next.
   */
  public void change(ChangeMarketState command) {
    Market market = markets.get(Math.toIntExact(command.market()));
    market.state(command.to());
    markets.timetable().update(market);
    events.marketStateChanged(market.id(), command.to());
    if (command.to() == MarketState.OPEN) {
      makers.open(market);
    }
    if (command.to() == MarketState.HALTED) {
      cancelOnHalt(market, true);
      cancelOnHalt(market, false);
    }
  }

  private void cancelOnHalt(Market market, boolean bidSide) {
    OrderBook book = market.book();
    int order = book.first(bidSide);
    while (order != OrderBook.NONE) {
      int next = book.after(order);
      if (orders.cancelOnHalt(order)) {
        openOrders.cancel(market, order, CloseReason.HALTED);
      }
      order = next;
    }
  }
}
