package sibyl.gateway.api;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import sibyl.gateway.json.Names;
import sibyl.gateway.read.EventView;

/** Orders of the list of events. What is equal in an order is in that of the events' numbers. */
enum EventSort {
  NEWEST,
  OLDEST,
  VOLUME,
  /** What closes soonest first; what has no announced end last. */
  CLOSING;

  static EventSort parse(String name) {
    return Names.parse(EventSort.class, name);
  }

  /** Whether it is by number, so that events keep their places. */
  boolean isFixed() {
    return this == NEWEST || this == OLDEST;
  }

  /** The numbers of these events in this order, as it is now. */
  long[] ids(List<EventView> events) {
    ToLongFunction<EventView> key =
        switch (this) {
          case NEWEST -> event -> -event.event();
          case OLDEST -> EventView::event;
          case VOLUME -> event -> -event.volume();
          case CLOSING -> EventSort::closing;
        };
    return events.stream()
        .sorted(Comparator.comparingLong(key).thenComparingLong(EventView::event))
        .mapToLong(EventView::event)
        .toArray();
  }

  private static long closing(EventView event) {
    return event.spec().closeAtMs() == 0 ? Long.MAX_VALUE : event.spec().closeAtMs();
  }
}
