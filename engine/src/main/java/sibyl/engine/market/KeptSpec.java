package sibyl.engine.market;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/** The terms of a market as the engine keeps them: without the words. */
final class KeptSpec {
  private KeptSpec() {}

  static MarketSpec of(MarketSpec spec) {
    return new MarketSpec(
        "",
        spec.payout(),
        spec.tick(),
        spec.lot(),
        spec.mode(),
        spec.liquidity(),
        spec.fee(),
        spec.takerRate(),
        spec.makerRate(),
        spec.rules());
  }

  static void write(StateWriter out, MarketSpec spec) {
    out.putInt(spec.payout());
    out.putInt(spec.tick());
    out.putLong(spec.lot());
    out.putEnum(spec.mode());
    out.putLong(spec.liquidity());
    out.putEnum(spec.fee());
    out.putInt(spec.takerRate());
    out.putInt(spec.makerRate());
    MarketRules rules = spec.rules();
    out.putEnum(rules.kind());
    out.putInt(rules.bands().size());
    for (int i = 0; i < rules.bands().size(); i++) {
      out.putInt(rules.bands().get(i).below());
      out.putInt(rules.bands().get(i).tick());
    }
    out.putInt(rules.collar());
    out.putLong(rules.challengeMs());
    out.putBoolean(rules.fourEyes());
    out.putInt(rules.segment());
  }

  static MarketSpec read(StateReader in) {
    return new MarketSpec(
        "",
        in.getInt(),
        in.getInt(),
        in.getLong(),
        in.getEnum(MarketMode.values()),
        in.getLong(),
        in.getEnum(FeeKind.values()),
        in.getInt(),
        in.getInt(),
        readRules(in));
  }

  private static MarketRules readRules(StateReader in) {
    MarketKind kind = in.getEnum(MarketKind.values());
    int count = in.getInt("tick bands", 0, Integer.MAX_VALUE);
    List<TickBand> bands = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bands.add(new TickBand(in.getInt(), in.getInt()));
    }
    return new MarketRules(kind, bands, in.getInt(), in.getLong(), in.getBoolean(), in.getInt());
  }
}
