package sibyl.gateway.json;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import sibyl.gateway.read.RulesVersion;

/** Versions of rules, each with what it changed, word by word. */
public final class RulesJson {
  /** A word with the space after it, so that the parts put together are the text. */
  private static final Pattern WORD_ENDS = Pattern.compile("(?<=\\s)(?=\\S)");

  private RulesJson() {}

  /**
   * @param place of the version in the list, from 0
   */
  public static JsonObject version(List<RulesVersion> versions, int place) {
    RulesVersion version = versions.get(place);
    return new JsonObject()
        .put("version", version.version())
        .put("rules", version.rules())
        .put("reason", version.reason())
        .put("at", Times.format(version.atMs()))
        .put(
            "changes",
            place == 0 ? null : changes(versions.get(place - 1).rules(), version.rules()));
  }

  /** How one text becomes another: what stays, what goes, and what comes, in this order. */
  static JsonArray changes(String before, String after) {
    List<String> from = List.of(WORD_ENDS.split(before));
    List<String> to = List.of(WORD_ENDS.split(after));
    JsonArray changes = new JsonArray();
    int done = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(from, to).getDeltas()) {
      int start = delta.getSource().getPosition();
      add(changes, "same", from.subList(done, start));
      add(changes, "removed", delta.getSource().getLines());
      add(changes, "added", delta.getTarget().getLines());
      done = start + delta.getSource().size();
    }
    add(changes, "same", from.subList(done, from.size()));
    return changes;
  }

  private static void add(JsonArray changes, String kind, List<String> words) {
    String text = String.join("", words);
    if (!text.isEmpty()) {
      changes.add(new JsonObject().put("kind", kind).put("text", text));
    }
  }
}
