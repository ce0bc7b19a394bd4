package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.MarketState;
import sibyl.engine.Reason;
import sibyl.engine.Units;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.limits.Limits;

/**
 * How the outcome of a closed market is decided: proposed by one person, confirmed, by a second one
 * if the market asks for that, and for a while open to challenge.
 *
 * <pre>
 *   CLOSED ──propose──→ CLOSED, proposed ──confirm──→ RESOLVED ──window over, or settled──→ paid
 *      ↑                                                  │
 *      └───────────────── challenged in time ─────────────┘
 * </pre>
 */
public final class Resolution {
  private final Limits limits;
  private final Markets markets;
  private final EventStream events;

  public Resolution(Limits limits, Markets markets, EventStream events) {
    this.limits = limits;
    this.markets = markets;
    this.events = events;
  }

  public @Nullable Reason check(ProposeResolution command, Rejection rejection) {
    Market market = markets.find(command.market());
    rejection.market = command.market();
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (command.yesFraction() < 0 || command.yesFraction() > Units.WHOLE_FRACTION) {
      return Reason.INVALID_COMMAND;
    }
    if (command.evidence().length() > limits.eventText()) {
      return Reason.LIMIT_EXCEEDED;
    }
    if (market.state() != MarketState.CLOSED || market.isDeleted()) {
      return Reason.ILLEGAL_TRANSITION;
    }
    return market.event().conflicts(command.yesFraction()) ? Reason.RESOLUTIONS_CONFLICT : null;
  }

  /**
   * @param actor who proposes
   */
  public void propose(ProposeResolution command, long actor) {
    Market market = markets.get(Math.toIntExact(command.market()));
    market.propose(command.yesFraction(), actor);
    events.resolutionProposed(market.id(), command.yesFraction(), command.evidence());
  }

  /**
   * @param actor who confirms
   */
  public @Nullable Reason check(ConfirmResolution command, long actor, Rejection rejection) {
    Market market = markets.find(command.market());
    rejection.market = command.market();
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (market.state() != MarketState.CLOSED
        || market.proposedFraction() == Market.UNDECIDED
        || market.event().makerTrades()) {
      return Reason.ILLEGAL_TRANSITION;
    }
    if (market.spec().rules().fourEyes() && market.proposer() == actor) {
      return Reason.SECOND_PERSON_NEEDED;
    }
    return market.event().conflicts(market.proposedFraction()) ? Reason.RESOLUTIONS_CONFLICT : null;
  }

  public void confirm(ConfirmResolution command, long nowMs) {
    Market market = markets.get(Math.toIntExact(command.market()));
    long challengeMs = market.spec().rules().challengeMs();
    market.resolve(challengeMs == 0 ? 0 : nowMs + challengeMs);
    markets.timetable().update(market);
    events.marketStateChanged(market.id(), MarketState.RESOLVED);
    events.resolved(market.id(), market.resolvedFraction(), market.finalAtMs());
  }

  public @Nullable Reason check(ChallengeResolution command, long nowMs, Rejection rejection) {
    Market market = markets.find(command.market());
    rejection.market = command.market();
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (command.reason().length() > limits.eventText()) {
      return Reason.LIMIT_EXCEEDED;
    }
    if (market.state() != MarketState.RESOLVED) {
      return Reason.ILLEGAL_TRANSITION;
    }
    return market.isChallengeable(nowMs) ? null : Reason.CHALLENGE_WINDOW;
  }

  public void challenge(ChallengeResolution command) {
    Market market = markets.get(Math.toIntExact(command.market()));
    market.reopenDecision();
    markets.timetable().update(market);
    events.marketStateChanged(market.id(), MarketState.CLOSED);
    events.resolutionChallenged(market.id(), command.reason());
  }
}
