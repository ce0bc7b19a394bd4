package sibyl.simulation.script;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;

/** What an event of a script says in full. */
final class Contracts {
  private Contracts() {}

  static CreateEvent event(Step.Create create, long nowMs) {
    return new CreateEvent(
        "Event " + create.firstMarket(),
        "",
        "",
        "",
        "",
        create.closeInMs() == 0 ? 0 : nowMs + create.closeInMs(),
        create.exclusive(),
        create.markets().stream().map(Contracts::spec).toList(),
        create.openInMs() == 0 ? 0 : nowMs + create.openInMs());
  }

  static EditEvent edit(Step.Edit edit, Labels labels, long nowMs) {
    long close =
        edit.closeInMs() == Step.Edit.SAME_TIME
            ? EditEvent.SAME_TIME
            : edit.closeInMs() == 0 ? 0 : nowMs + edit.closeInMs();
    List<EditEvent.MarketTitle> titles =
        edit.market() == 0
            ? List.of()
            : List.of(new EditEvent.MarketTitle(labels.market(edit.market()), "Other contract"));
    return new EditEvent(
        labels.event(edit.event()),
        edit.titleLength() < 0 ? null : "t".repeat(edit.titleLength()),
        null,
        null,
        null,
        null,
        null,
        close,
        titles,
        "clearer");
  }

  private static MarketSpec spec(Step.Contract market) {
    List<TickBand> bands = new ArrayList<>();
    if (market.band1() != 0) {
      bands.add(new TickBand(market.band1(), market.tick1()));
    }
    if (market.band2() != 0) {
      bands.add(new TickBand(market.band2(), market.tick2()));
    }
    return new MarketSpec(
        "Contract",
        market.payout(),
        market.tick(),
        market.lot(),
        market.mode(),
        market.liquidity(),
        market.fee(),
        market.takerRate(),
        market.makerRate(),
        new MarketRules(
            market.kind(),
            bands,
            market.collar(),
            market.challengeMs(),
            market.fourEyes(),
            market.segment()));
  }
}
