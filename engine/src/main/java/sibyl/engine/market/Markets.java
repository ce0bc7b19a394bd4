package sibyl.engine.market;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketKind;
import sibyl.engine.book.Orders;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;
import sibyl.engine.table.NumberIndex;

/** All markets that are not settled yet, by number, and the events they belong to. */
public final class Markets {
  private static final int NUMBER_MAX = Integer.MAX_VALUE - 1;

  /** So many markets stay in a processor's own cache. */
  private static final int NEAR = 1 << 9;

  private final Limits limits;
  private final NumberIndex index = new NumberIndex();
  private final MarketEvents events = new MarketEvents();
  private final Timetable timetable = new Timetable();
  private @Nullable Market[] slots = new @Nullable Market[16];
  private int[] freeSlots = new int[16];
  private int freeCount;
  private int used;
  private int producers;
  private int lastMarket;
  private long lastEvent;

  public Markets(Limits limits) {
    this.limits = limits;
  }

  public @Nullable Market find(long market) {
    int slot = index.get(market);
    return slot == NumberIndex.ABSENT ? null : slots[slot];
  }

  /** Whether they are too many to stay in a processor's own cache. */
  boolean areMany() {
    return used > NEAR;
  }

  /** The market of an open order. */
  public Market get(int market) {
    Market found = find(market);
    if (found == null) {
      throw new IllegalStateException("market " + market + " is gone");
    }
    return found;
  }

  /** An event with a market that is not settled yet; null for any other. */
  public @Nullable MarketEvent findEvent(long event) {
    return events.find(event);
  }

  /** All events with a market that is not settled, by number. */
  public List<MarketEvent> events() {
    return events.all();
  }

  public boolean hasRoomFor(int more) {
    return index.size() + more <= limits.markets() && lastMarket <= NUMBER_MAX - more;
  }

  /** Numbers an event whose markets, {@code size} of them, are created next. */
  MarketEvent startEvent(boolean exclusive, int size) {
    MarketEvent event = new MarketEvent(++lastEvent, exclusive, lastMarket + 1, size);
    events.add(event);
    return event;
  }

  /** Pairs of account and good that the account may produce. */
  public int producers() {
    return producers;
  }

  /** Says whether an account may produce the good of an asset market. */
  public void authorise(Market market, long account, boolean authorised) {
    int before = market.good().producers();
    market.good().authorise(account, authorised);
    producers += market.good().producers() - before;
  }

  /** When they do something by themselves. */
  public Timetable timetable() {
    return timetable;
  }

  /** Number of the market that was created last. */
  int lastMarket() {
    return lastMarket;
  }

  int nextMarket() {
    return ++lastMarket;
  }

  void add(Market market) {
    int slot = freeCount > 0 ? freeSlots[--freeCount] : used++;
    if (slot == slots.length) {
      slots = Arrays.copyOf(slots, 2 * slots.length);
      freeSlots = Arrays.copyOf(freeSlots, slots.length);
    }
    slots[slot] = market;
    index.add(market.id(), slot);
    market.event().add(market);
  }

  /** Forgets a settled market, and with the last one its event. */
  public void remove(Market market) {
    timetable.remove(market);
    producers -= producersOf(market);
    int slot = index.get(market.id());
    index.remove(market.id());
    slots[slot] = null;
    freeSlots[freeCount++] = slot;
    MarketEvent event = market.event();
    event.remove(market);
    if (event.isOver()) {
      events.remove(event);
    }
  }

  private static int producersOf(Market market) {
    return market.kind() == MarketKind.ASSET ? market.good().producers() : 0;
  }

  public int size() {
    return index.size();
  }

  /** Slots run from 0 to this; some are empty. */
  public int slotCount() {
    return used;
  }

  public @Nullable Market at(int slot) {
    return slots[slot];
  }

  public void write(StateWriter out, Ledger ledger) {
    out.putInt(lastMarket);
    out.putLong(lastEvent);
    events.write(out);
    out.putInt(used);
    for (int slot = 0; slot < used; slot++) {
      Market market = slots[slot];
      out.putBoolean(market != null);
      if (market != null) {
        market.write(out, ledger);
      }
    }
    for (int i = 0; i < freeCount; i++) {
      out.putInt(freeSlots[i]);
    }
    events.writeMakers(out);
  }

  public void read(StateReader in, Orders orders, Ledger ledger, OpenOrders openOrders) {
    lastMarket = in.getInt();
    lastEvent = in.getLong();
    events.read(in, limits.markets(), limits.marketsPerEvent());
    used = in.getInt("market slots", 0, limits.markets());
    slots = new @Nullable Market[Math.max(16, used)];
    freeSlots = new int[slots.length];
    for (int slot = 0; slot < used; slot++) {
      if (in.getBoolean()) {
        Market market = Market.read(in, events, limits, orders, ledger);
        slots[slot] = market;
        index.add(market.id(), slot);
        market.event().add(market);
        timetable.update(market);
        producers += producersOf(market);
        openOrders.restore(market.book());
      }
    }
    freeCount = used - index.size();
    for (int i = 0; i < freeCount; i++) {
      freeSlots[i] = in.getInt("free market slot", 0, used - 1);
    }
    events.readMakers(in, ledger.positions());
  }
}
