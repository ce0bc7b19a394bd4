package sibyl.simulation.model;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;

/** Decides how markets end, and pays their holders. */
final class ResolutionDesk {
  private final ModelState state;

  ResolutionDesk(ModelState state) {
    this.state = state;
  }

  void propose(CommandHeader header, ProposeResolution command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
    } else if (command.yesFraction() < 0 || command.yesFraction() > Units.WHOLE_FRACTION) {
      state.refuse(Reason.INVALID_COMMAND);
    } else if (market.state != MarketState.CLOSED) {
      state.refuse(Reason.ILLEGAL_TRANSITION);
    } else if (!fits(market, command.yesFraction())) {
      state.refuse(Reason.RESOLUTIONS_CONFLICT);
    } else {
      market.proposedYesFraction = command.yesFraction();
      market.proposer = header.actor;
      state.answer.add(new Note.Proposed(market.number, command.yesFraction()));
    }
  }

  void confirm(CommandHeader header, ConfirmResolution command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
      return;
    }
    Integer proposed = market.proposedYesFraction;
    if (proposed == null || market.state != MarketState.CLOSED || makerTrades(market.event)) {
      state.refuse(Reason.ILLEGAL_TRANSITION);
      return;
    }
    if (state.refused(refusalOf(market, proposed, header.actor))) {
      return;
    }
    long challengeMs = market.spec.rules().challengeMs();
    market.yesFraction = proposed;
    market.finalAtMs = challengeMs == 0 ? 0 : state.nowMs + challengeMs;
    enter(market, MarketState.RESOLVED);
    state.answer.add(new Note.Resolved(market.number, proposed, market.finalAtMs));
  }

  private @Nullable Refusal refusalOf(ModelMarket market, int fraction, long actor) {
    if (market.spec.rules().fourEyes() && market.proposer == actor) {
      return Refusal.of(Reason.SECOND_PERSON_NEEDED);
    }
    return fits(market, fraction) ? null : Refusal.of(Reason.RESOLUTIONS_CONFLICT);
  }

  /** Whether the markets of an exclusive event can still come to one whole between them. */
  private static boolean fits(ModelMarket market, int fraction) {
    ModelEvent event = market.event;
    if (!event.exclusive) {
      return true;
    }
    boolean last = event.markets.stream().allMatch(other -> other == market || other.decided());
    return last ? fraction == event.undecided() : fraction <= event.undecided();
  }

  /** What a market maker of several markets sells depends on all of them. */
  private static boolean makerTrades(ModelEvent event) {
    return event.maker != null && !event.markets.stream().allMatch(ResolutionDesk::isClosed);
  }

  private static boolean isClosed(ModelMarket market) {
    return market.state == MarketState.CLOSED || market.decided();
  }

  void challenge(ChallengeResolution command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
    } else if (market.state != MarketState.RESOLVED) {
      state.refuse(Reason.ILLEGAL_TRANSITION);
    } else if (market.finalAtMs <= state.nowMs) {
      state.refuse(Reason.CHALLENGE_WINDOW);
    } else {
      market.finalAtMs = 0;
      market.proposedYesFraction = null;
      enter(market, MarketState.CLOSED);
      state.answer.add(new Note.Challenged(market.number));
    }
  }

  void settle(SettleMarket command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
    } else if (market.state != MarketState.RESOLVED) {
      state.refuse(Reason.ILLEGAL_TRANSITION);
    } else if (market.finalAtMs > state.nowMs) {
      state.refuse(Reason.CHALLENGE_WINDOW);
    } else {
      market.finalAtMs = 0;
      payOut(market);
    }
  }

  /** Settles the markets whose time to be challenged is over, the first one first. */
  void onTimer() {
    List<ModelMarket> due =
        state.markets.values().stream()
            .filter(market -> market.state == MarketState.RESOLVED)
            .filter(market -> market.finalAtMs != 0 && market.finalAtMs <= state.nowMs)
            .sorted(
                Comparator.comparingLong((ModelMarket market) -> market.finalAtMs)
                    .thenComparingLong(market -> market.number))
            .toList();
    for (ModelMarket market : due) {
      market.finalAtMs = 0;
      payOut(market);
    }
  }

  /** Pays the holders of a market and ends it. */
  void payOut(ModelMarket market) {
    TreeSet<Long> holders = new TreeSet<>();
    for (Holder holder : state.balances.all().keySet()) {
      if (!Asset.isCash(holder.asset())
          && Asset.market(holder.asset()) == market.number
          && holder.account() != market.pool()) {
        holders.add(holder.account());
      }
    }
    holders.forEach(holder -> payOut(market, holder));
    state.producers.removeIf(producer -> producer.market() == market.number);
    enter(market, MarketState.SETTLED);
    if (!market.event.exclusive || market.event.allSettled()) {
      empty(market.pool(), Accounts.FEES);
      ModelMaker maker = market.maker();
      if (maker != null) {
        empty(maker.account, Accounts.HOUSE);
      }
    }
  }

  /** Each holder's shares of each outcome are worth their fraction, rounded down. Goods are not. */
  private void payOut(ModelMarket market, long holder) {
    long yes = state.balances.free(holder, market.shares(Outcome.YES));
    long no = state.balances.free(holder, market.shares(Outcome.NO));
    long yesPaid = market.isGood() ? 0 : worth(market, yes, market.yesFraction);
    long noPaid =
        market.isGood() ? 0 : worth(market, no, Units.WHOLE_FRACTION - market.yesFraction);
    state.balances.move(holder, market.pool(), market.shares(Outcome.YES), yes);
    state.balances.move(holder, market.pool(), market.shares(Outcome.NO), no);
    state.balances.move(market.pool(), holder, Asset.CASH, yesPaid + noPaid);
    state.answer.add(new Note.Settled(holder, market.number, yes, no, yesPaid, noPaid));
  }

  private static long worth(ModelMarket market, long shares, int fraction) {
    return Math.multiplyExact(Units.money(market.payout(), shares), (long) fraction)
        / Units.WHOLE_FRACTION;
  }

  private void empty(long from, long to) {
    state.balances.move(from, to, Asset.CASH, state.balances.free(from, Asset.CASH));
  }

  private void enter(ModelMarket market, MarketState next) {
    market.state = next;
    state.answer.add(new Note.Market(market.number, next));
  }
}
