package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;

/** An event: changed by the one writer, read under the model's lock. */
final class LiveEvent {
  final long event;
  final List<LiveMarket> markets = new ArrayList<>();
  private final List<RulesVersion> rules = new ArrayList<>();
  private final long createdAtMs;
  private CreateEvent spec;
  private long editedAtMs;

  LiveEvent(long event, CreateEvent spec, long createdAtMs) {
    this.event = event;
    this.spec = spec;
    this.createdAtMs = createdAtMs;
    rules.add(new RulesVersion(1, spec.rules(), null, createdAtMs));
  }

  CreateEvent spec() {
    return spec;
  }

  /** What the edit does not state stays. The times of the markets come by events of their own. */
  void edit(EditEvent edit, long atMs) {
    spec =
        new CreateEvent(
            stated(edit.title(), spec.title()),
            stated(edit.description(), spec.description()),
            stated(edit.category(), spec.category()),
            stated(edit.rules(), spec.rules()),
            stated(edit.source(), spec.source()),
            edit.closeAtMs() == EditEvent.SAME_TIME ? spec.closeAtMs() : edit.closeAtMs(),
            spec.exclusive(),
            spec.markets(),
            spec.openAtMs(),
            stated(edit.image(), spec.image()));
    if (edit.rules() != null) {
      rules.add(new RulesVersion(rules.size() + 1, edit.rules(), edit.reason(), atMs));
    }
    editedAtMs = atMs;
  }

  EventView view() {
    return new EventView(
        event,
        spec,
        markets.stream().map(LiveMarket::view).toList(),
        rules,
        createdAtMs,
        editedAtMs);
  }

  private static String stated(@Nullable String text, String before) {
    return text == null ? before : text;
  }
}
