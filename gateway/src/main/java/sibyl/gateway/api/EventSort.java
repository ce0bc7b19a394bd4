package sibyl.gateway.api;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.read.EventView;

/** Orders of the list of events. Each sorts by a number and then by the event's own. */
enum EventSort {
  NEWEST,
  OLDEST,
  VOLUME,
  /** What closes soonest first; what has no announced end last. */
  CLOSING;

  static EventSort parse(String name) {
    return Names.parse(EventSort.class, name);
  }

  /** Where an event stands in the order. */
  record Place(long key, long event) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byKey = Long.compare(key, other.key);
      return byKey != 0 ? byKey : Long.compare(event, other.event);
    }

    /** The better first, of equals the newer. */
    static Place ofRank(long rank, long event) {
      return new Place(-rank, -event);
    }

    String cursor() {
      return Request.cursor(key + ":" + event);
    }

    static Place open(String cursor) {
      String[] parts = Request.openCursor(cursor).split(":", 2);
      try {
        return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1]));
      } catch (NumberFormatException e) {
        throw Request.badCursor();
      }
    }
  }

  Place place(EventView event) {
    return new Place(key(event), event.event());
  }

  /** The first so many events after a place. */
  static List<EventView> page(
      List<EventView> events, Function<EventView, Place> place, @Nullable Place after, int limit) {
    return events.stream()
        .filter(event -> after == null || place.apply(event).compareTo(after) > 0)
        .sorted(Comparator.comparing(place))
        .limit(limit)
        .toList();
  }

  private long key(EventView event) {
    return switch (this) {
      case NEWEST -> -event.event();
      case OLDEST -> event.event();
      case VOLUME -> -event.volume();
      case CLOSING -> event.spec().closeAtMs() == 0 ? Long.MAX_VALUE : event.spec().closeAtMs();
    };
  }
}
