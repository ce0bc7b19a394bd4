package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.market.AmmDepth;

/**
 * The AMM as one market sees it: what it offers there. Markets that share an AMM share its {@link
 * AmmDepth}, which the one writer changes.
 *
 * @param place of the market among those that share it
 */
record Amm(AmmDepth depth, int place) {

  /** In terms of {@code outcome}, at most so many levels of each side. */
  BookView.Synthetic levels(Outcome outcome, int payout, int most) {
    return outcome == Outcome.YES
        ? new BookView.Synthetic(bids(most), asks(most))
        : new BookView.Synthetic(mirrored(asks(most), payout), mirrored(bids(most), payout));
  }

  /** What it would buy YES at, the highest price first. */
  List<Level> bids(int most) {
    return collect((depth, into) -> depth.bids(place, most, into));
  }

  /** What it would sell YES at, the lowest price first. */
  List<Level> asks(int most) {
    return collect((depth, into) -> depth.asks(place, most, into));
  }

  private List<Level> collect(BiConsumer<AmmDepth, AmmDepth.Levels> side) {
    List<Level> levels = new ArrayList<>();
    side.accept(depth, (yesPrice, quantity) -> levels.add(new Level(yesPrice, quantity)));
    return levels;
  }

  private static List<Level> mirrored(List<Level> levels, int payout) {
    return levels.stream()
        .map(level -> new Level(payout - level.price(), level.quantity()))
        .toList();
  }

  /** The first of a side; null when it has none. */
  static @Nullable Level best(List<Level> levels) {
    return levels.isEmpty() ? null : levels.getFirst();
  }
}
