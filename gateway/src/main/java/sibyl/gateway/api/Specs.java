package sibyl.gateway.api;

import org.jspecify.annotations.Nullable;
import sibyl.engine.command.MarketSpec;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;

/** What the markets that requests name are. */
final class Specs {
  private Specs() {}

  /**
   * @throws Problem 404 if there is no such market
   */
  static MarketSpec of(ReadModel model, long market) {
    @Nullable MarketView view = model.read(state -> state.market(market)).value();
    if (view == null) {
      throw Problems.unknown("market");
    }
    return view.spec();
  }
}
