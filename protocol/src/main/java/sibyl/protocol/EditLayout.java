package sibyl.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.EditEvent.MarketTitle;
import sibyl.protocol.sbe.EventTextsEncoder;

/**
 * How the words of an edited event are laid out in the two messages that carry them: the markets'
 * titles as a group, then the texts. Which texts are stated is a set of flags in the block; the
 * others are empty.
 */
final class EditLayout {
  private static final int TITLE = 1;
  private static final int DESCRIPTION = 1 << 1;
  private static final int CATEGORY = 1 << 2;
  private static final int RULES = 1 << 3;
  private static final int SOURCE = 1 << 4;
  private static final int IMAGE = 1 << 5;
  private static final int KNOWN = TITLE | DESCRIPTION | CATEGORY | RULES | SOURCE | IMAGE;

  private EditLayout() {}

  /** Says which texts an edit states. */
  static void write(EditEvent edit, EventTextsEncoder stated) {
    stated
        .clear()
        .title(edit.title() != null)
        .description(edit.description() != null)
        .category(edit.category() != null)
        .rules(edit.rules() != null)
        .source(edit.source() != null)
        .image(edit.image() != null);
  }

  static void write(EditEvent edit, MessageWriter out) {
    List<MarketTitle> markets = edit.markets();
    out.group("markets", markets.size(), TextLimits.MARKETS_MAX, Long.BYTES);
    for (MarketTitle market : markets) {
      out.int64(market.market());
      out.longText("market title", market.title(), TextLimits.TITLE_MAX);
    }
    write("title", edit.title(), TextLimits.TITLE_MAX, out);
    write("description", edit.description(), TextLimits.DESCRIPTION_MAX, out);
    write("category", edit.category(), TextLimits.CATEGORY_MAX, out);
    write("rules", edit.rules(), TextLimits.RULES_MAX, out);
    write("source", edit.source(), TextLimits.SOURCE_MAX, out);
    write("image", edit.image(), TextLimits.IMAGE_MAX, out);
    out.longText("reason", edit.reason(), TextLimits.REASON_MAX);
  }

  static EditEvent read(long event, long closeAtMs, int stated, MessageReader in) {
    in.onlyFlags(stated, KNOWN);
    int count = in.group(TextLimits.MARKETS_MAX, Long.BYTES);
    List<MarketTitle> markets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      markets.add(new MarketTitle(in.int64(), in.longText(TextLimits.TITLE_MAX)));
    }
    return new EditEvent(
        event,
        read(stated & TITLE, TextLimits.TITLE_MAX, in),
        read(stated & DESCRIPTION, TextLimits.DESCRIPTION_MAX, in),
        read(stated & CATEGORY, TextLimits.CATEGORY_MAX, in),
        read(stated & RULES, TextLimits.RULES_MAX, in),
        read(stated & SOURCE, TextLimits.SOURCE_MAX, in),
        read(stated & IMAGE, TextLimits.IMAGE_MAX, in),
        closeAtMs,
        markets,
        in.longText(TextLimits.REASON_MAX));
  }

  private static void write(String name, @Nullable String text, int most, MessageWriter out) {
    out.longText(name, text == null ? "" : text, most);
  }

  /** A text that is not stated is empty, so that there is one way to write each command. */
  private static @Nullable String read(int flag, int most, MessageReader in) {
    if (flag != 0) {
      return in.longText(most);
    }
    in.longText(0);
    return null;
  }
}
