package sibyl.engine.market;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.ledger.Positions;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/** All events with a market that is not settled, oldest first, which is by number. */
final class MarketEvents {
  private final List<MarketEvent> byNumber = new ArrayList<>();

  @Nullable MarketEvent find(long event) {
    int place = placeOf(event);
    return place < byNumber.size() && byNumber.get(place).id() == event
        ? byNumber.get(place)
        : null;
  }

  /** Adds an event with a higher number than all before. */
  void add(MarketEvent event) {
    byNumber.add(event);
  }

  void remove(MarketEvent event) {
    byNumber.remove(placeOf(event.id()));
  }

  List<MarketEvent> all() {
    return byNumber;
  }

  /** How many events have a lower number. */
  private int placeOf(long event) {
    int low = 0;
    int high = byNumber.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byNumber.get(middle).id() < event) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Writes the events without their markets, which follow. */
  void write(StateWriter out) {
    out.putInt(byNumber.size());
    for (MarketEvent event : byNumber) {
      out.putLong(event.id());
      out.putBoolean(event.exclusive());
      out.putInt(event.firstMarket());
      out.putInt(event.size());
      out.putInt(event.resolved());
    }
  }

  void writeMakers(StateWriter out) {
    for (MarketEvent event : byNumber) {
      event.writeMaker(out);
    }
  }

  void readMakers(StateReader in, Positions positions) {
    for (MarketEvent event : byNumber) {
      event.readMaker(in, positions);
    }
  }

  void read(StateReader in, int maxEvents, int maxSize) {
    int count = in.getInt("events", 0, maxEvents);
    for (int i = 0; i < count; i++) {
      long id = in.getLong();
      boolean exclusive = in.getBoolean();
      int firstMarket = in.getInt();
      int size = in.getInt("markets of event " + id, 1, maxSize);
      MarketEvent event = new MarketEvent(id, exclusive, firstMarket, size);
      event.addResolved(in.getInt());
      add(event);
    }
  }
}
