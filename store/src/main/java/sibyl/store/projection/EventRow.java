package sibyl.store.projection;

import org.jspecify.annotations.Nullable;
import sibyl.engine.command.EditEvent;

/**
 * What a batch did to one event: what is null stays as it is, new versions of rules are counted.
 */
final class EventRow {
  @Nullable String title;
  @Nullable String description;
  @Nullable String category;
  @Nullable String rules;
  @Nullable String source;
  @Nullable String image;
  @Nullable Long closeAtMs;
  @Nullable Long rulesChangedMs;
  @Nullable Long editedMs;
  @Nullable Long deletedMs;
  int versions;

  void edited(EditEvent edit, long atMs) {
    title = latest(edit.title(), title);
    description = latest(edit.description(), description);
    category = latest(edit.category(), category);
    source = latest(edit.source(), source);
    image = latest(edit.image(), image);
    if (edit.rules() != null) {
      rules = edit.rules();
      rulesChangedMs = atMs;
      versions++;
    }
    if (edit.closeAtMs() != EditEvent.SAME_TIME) {
      closeAtMs = edit.closeAtMs();
    }
    editedMs = atMs;
  }

  void deleted(long atMs) {
    deletedMs = atMs;
  }

  private static @Nullable String latest(@Nullable String stated, @Nullable String before) {
    return stated == null ? before : stated;
  }
}
