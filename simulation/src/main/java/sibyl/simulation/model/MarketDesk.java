package sibyl.simulation.model;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.ScheduleMarket;

/** Makes markets, opens, halts and closes them, and gives market makers what they need. */
final class MarketDesk {
  private static final int RATE_MAX = 10_000;

  private final ModelState state;
  private final TradingFloor floor;
  private final ResolutionDesk resolutions;

  MarketDesk(ModelState state, TradingFloor floor, ResolutionDesk resolutions) {
    this.state = state;
    this.floor = floor;
    this.resolutions = resolutions;
  }

  // Creation.

  void create(CreateEvent command) {
    if (state.refused(refusalOf(command))) {
      return;
    }
    ModelEvent event = new ModelEvent(state.events.size() + 1L, command.exclusive());
    state.events.put(event.number, event);
    for (MarketSpec spec : command.markets()) {
      ModelMarket market = new ModelMarket(state.markets.size() + 1L, event, spec);
      event.markets.add(market);
      state.markets.put(market.number, market);
      if (command.openAtMs() != 0 || command.closeAtMs() != 0) {
        schedule(market, command.openAtMs(), command.closeAtMs());
      }
    }
  }

  private @Nullable Refusal refusalOf(CreateEvent command) {
    List<MarketSpec> specs = command.markets();
    Refusal times = refusalOfTimes(command.openAtMs(), command.closeAtMs());
    if (times != null) {
      return times;
    }
    if (specs.isEmpty()) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    long unsettled =
        state.markets.values().stream().filter(m -> m.state != MarketState.SETTLED).count();
    if (specs.size() > state.limits.marketsPerEvent()
        || unsettled + specs.size() > state.limits.markets()) {
      return Refusal.of(Reason.LIMIT_EXCEEDED);
    }
    for (MarketSpec spec : specs) {
      if (!makesSense(spec)) {
        return Refusal.of(Reason.INVALID_COMMAND);
      }
      if (!withinLimits(spec)) {
        return Refusal.of(Reason.LIMIT_EXCEEDED);
      }
    }
    return command.exclusive() && !goTogether(specs) ? Refusal.of(Reason.INVALID_COMMAND) : null;
  }

  private static boolean makesSense(MarketSpec spec) {
    MarketRules rules = spec.rules();
    boolean maker = spec.mode() == MarketMode.BOOK ? spec.liquidity() == 0 : spec.liquidity() > 0;
    int most = spec.fee() == FeeKind.QUADRATIC ? RATE_MAX / 2 : RATE_MAX;
    boolean rates =
        spec.takerRate() >= 0
            && spec.takerRate() <= most
            && spec.makerRate() >= 0
            && spec.makerRate() <= most
            && (spec.fee() != FeeKind.NONE || spec.takerRate() == 0 && spec.makerRate() == 0);
    boolean fitsKind = rules.kind() == MarketKind.BINARY || spec.mode() == MarketMode.BOOK;
    return Grid.makesSense(spec)
        && maker
        && rates
        && spec.lot() >= 1
        && fitsKind
        && rules.collar() >= 0
        && rules.challengeMs() >= 0
        && rules.challengeMs() <= MarketRules.CHALLENGE_MS_MAX;
  }

  /** Markets that exclude each other share a pool and perhaps a maker. */
  private static boolean goTogether(List<MarketSpec> specs) {
    MarketSpec first = specs.getFirst();
    boolean anyMaker = specs.stream().anyMatch(spec -> spec.mode() != MarketMode.BOOK);
    return specs.size() > 1
        && specs.stream()
            .allMatch(
                spec ->
                    spec.rules().kind() == MarketKind.BINARY
                        && spec.payout() == first.payout()
                        && spec.lot() == first.lot()
                        && (!anyMaker
                            || spec.mode() == first.mode()
                                && spec.liquidity() == first.liquidity()));
  }

  private boolean withinLimits(MarketSpec spec) {
    return spec.payout() <= state.limits.payout()
        && new Grid(spec).steps() <= state.limits.levels()
        && spec.lot() <= mostShares(spec)
        && spec.liquidity() <= mostShares(spec);
  }

  private long mostShares(MarketSpec spec) {
    return state.limits.orderNotional() / spec.payout();
  }

  // Changing an event, and taking it back.

  void edit(EditEvent command) {
    ModelEvent event = state.events.get(command.event());
    if (!state.refused(refusalOf(event, command))) {
      state.answer.add(new Note.Edited(command));
      if (command.closeAtMs() != EditEvent.SAME_TIME) {
        closing(Objects.requireNonNull(event))
            .forEach(market -> schedule(market, market.openAtMs, command.closeAtMs()));
      }
    }
  }

  private @Nullable Refusal refusalOf(@Nullable ModelEvent event, EditEvent command) {
    if (event == null || event.allSettled()) {
      return Refusal.of(Reason.UNKNOWN_EVENT);
    }
    if (command.isEmpty() || command.closeAtMs() < EditEvent.SAME_TIME) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    if (textOf(command) > state.limits.eventText()) {
      return Refusal.of(Reason.LIMIT_EXCEEDED);
    }
    for (EditEvent.MarketTitle title : command.markets()) {
      if (event.markets.stream().noneMatch(market -> market.number == title.market())) {
        return Refusal.of(Reason.UNKNOWN_MARKET);
      }
    }
    long closeAtMs = command.closeAtMs();
    if (closeAtMs == EditEvent.SAME_TIME) {
      return null;
    }
    if (isDue(closeAtMs)) {
      return Refusal.of(Reason.TOO_LATE);
    }
    if (closing(event).isEmpty()) {
      return Refusal.of(Reason.ILLEGAL_TRANSITION);
    }
    boolean closesBeforeItOpens =
        closeAtMs != 0 && closing(event).stream().anyMatch(m -> m.openAtMs >= closeAtMs);
    return closesBeforeItOpens ? Refusal.of(Reason.INVALID_COMMAND) : null;
  }

  private static int textOf(EditEvent command) {
    return Stream.concat(
            Stream.of(
                command.title(),
                command.description(),
                command.category(),
                command.rules(),
                command.source(),
                command.image(),
                command.reason()),
            command.markets().stream().map(EditEvent.MarketTitle::title))
        .filter(Objects::nonNull)
        .mapToInt(String::length)
        .sum();
  }

  /** The markets of an event that are not closed yet. */
  private static List<ModelMarket> closing(ModelEvent event) {
    return event.markets.stream()
        .filter(
            market ->
                market.state == MarketState.CREATED
                    || market.state == MarketState.OPEN
                    || market.state == MarketState.HALTED)
        .toList();
  }

  /**
   * Only an event in which nothing happened; its orders end, its makers give back what they have.
   */
  void delete(DeleteEvent command) {
    ModelEvent event = state.events.get(command.event());
    if (state.refused(refusalOf(event, command))) {
      return;
    }
    state.answer.add(new Note.Deleted(command.event(), command.reason()));
    List<ModelMarket> all = Objects.requireNonNull(event).markets;
    for (ModelMarket market : all) {
      market.openAtMs = 0;
      market.closeAtMs = 0;
      if (market.state != MarketState.CLOSED) {
        enter(market, MarketState.CLOSED);
      }
    }
    all.forEach(resolutions::payOut);
  }

  private @Nullable Refusal refusalOf(@Nullable ModelEvent event, DeleteEvent command) {
    if (event == null || event.allSettled()) {
      return Refusal.of(Reason.UNKNOWN_EVENT);
    }
    for (ModelMarket market : event.markets) {
      if (market.decided()) {
        return Refusal.of(Reason.ILLEGAL_TRANSITION);
      }
      if (market.traded || isHeld(market)) {
        return Refusal.of(Reason.EVENT_TRADED);
      }
    }
    return command.reason().length() > state.limits.eventText()
        ? Refusal.of(Reason.LIMIT_EXCEEDED)
        : null;
  }

  private boolean isHeld(ModelMarket market) {
    return state.balances.free(market.pool(), market.shares(Outcome.YES)) != 0
        || state.balances.free(market.pool(), market.shares(Outcome.NO)) != 0;
  }

  // Opening, halting, closing.

  void change(ChangeMarketState command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
    } else if (!isLegal(market.state, command.to())) {
      state.refuse(Reason.ILLEGAL_TRANSITION);
    } else if (command.to() == MarketState.OPEN && !state.housePays(fundingOf(market))) {
      state.refuse(Reason.AMOUNT_OUT_OF_RANGE);
    } else {
      enter(market, command.to());
    }
  }

  private static boolean isLegal(MarketState from, MarketState to) {
    return switch (to) {
      case OPEN -> from == MarketState.CREATED || from == MarketState.HALTED;
      case HALTED -> from == MarketState.OPEN;
      case CLOSED -> from == MarketState.OPEN || from == MarketState.HALTED;
      case CREATED, RESOLVED, SETTLED -> false;
    };
  }

  private void enter(ModelMarket market, MarketState next) {
    if (next == MarketState.OPEN) {
      fund(market);
    }
    market.state = next;
    market.openAtMs = next == MarketState.HALTED ? market.openAtMs : 0;
    market.closeAtMs = next == MarketState.CLOSED ? 0 : market.closeAtMs;
    state.answer.add(new Note.Market(market.number, next));
    switch (next) {
      case HALTED -> takeDown(market, CloseReason.HALTED, true);
      case CLOSED -> takeDown(market, CloseReason.MARKET_CLOSED, false);
      case OPEN, CREATED, RESOLVED, SETTLED -> {}
    }
  }

  private void takeDown(ModelMarket market, CloseReason reason, boolean onlyIfAsked) {
    for (ModelOrder order : market.resting()) {
      if (order.cancelOnHalt || !onlyIfAsked) {
        boolean over = reason == CloseReason.MARKET_CLOSED && order.expired(state.nowMs);
        floor.takeDown(order, over ? CloseReason.EXPIRED : reason);
      }
    }
  }

  private long fundingOf(ModelMarket market) {
    boolean funds = market.hasMaker() && market.maker() == null;
    return funds ? ModelMaker.ceiling(newMaker(market).funding()) : 0;
  }

  private void fund(ModelMarket market) {
    if (!market.hasMaker() || market.maker() != null) {
      return;
    }
    ModelMaker maker = newMaker(market);
    give(maker, ModelMaker.ceiling(maker.funding()));
    if (market.event.exclusive) {
      market.event.maker = maker;
    } else {
      market.ownMaker = maker;
    }
  }

  private void give(ModelMaker maker, long funding) {
    state.balances.move(Accounts.HOUSE, maker.account, Asset.CASH, funding);
  }

  private static ModelMaker newMaker(ModelMarket market) {
    ModelEvent event = market.event;
    return event.exclusive
        ? new ModelMaker(
            Accounts.eventMaker(event.number),
            event.markets.size(),
            market.spec.liquidity(),
            market.payout())
        : new ModelMaker(
            Accounts.maker(market.number), 2, market.spec.liquidity(), market.payout());
  }

  // By the clock.

  /** Both lie in the future, and a market closes after it opens. */
  private @Nullable Refusal refusalOfTimes(long openAtMs, long closeAtMs) {
    if (openAtMs < 0 || closeAtMs < 0 || (closeAtMs != 0 && closeAtMs <= openAtMs)) {
      return Refusal.of(Reason.INVALID_COMMAND);
    }
    return isDue(openAtMs) || isDue(closeAtMs) ? Refusal.of(Reason.TOO_LATE) : null;
  }

  private boolean isDue(long atMs) {
    return atMs != 0 && atMs <= state.nowMs;
  }

  void schedule(ScheduleMarket command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
      return;
    }
    boolean mayOpen = isLegal(market.state, MarketState.OPEN);
    if (!mayOpen && (market.state != MarketState.OPEN || command.openAtMs() != 0)) {
      state.refuse(Reason.ILLEGAL_TRANSITION);
    } else if (!state.refused(refusalOfTimes(command.openAtMs(), command.closeAtMs()))) {
      schedule(market, command.openAtMs(), command.closeAtMs());
    }
  }

  private void schedule(ModelMarket market, long openAtMs, long closeAtMs) {
    market.openAtMs = openAtMs;
    market.closeAtMs = closeAtMs;
    state.answer.add(new Note.Scheduled(market.number, openAtMs, closeAtMs));
  }

  /** Opens and closes the markets whose time has come. */
  void onTimer() {
    List<ModelMarket> all =
        state.markets.values().stream()
            .sorted(Comparator.comparingLong(market -> market.number))
            .toList();
    for (ModelMarket market : all) {
      if (isDue(market.openAtMs)) {
        keepTime(market, MarketState.OPEN, market.closeAtMs);
      }
      if (isDue(market.closeAtMs)) {
        keepTime(market, MarketState.CLOSED, 0);
      }
    }
  }

  /** A time that cannot be kept is taken back. */
  private void keepTime(ModelMarket market, MarketState next, long closeAtMs) {
    boolean affordable = next != MarketState.OPEN || state.housePays(fundingOf(market));
    if (isLegal(market.state, next) && affordable) {
      enter(market, next);
    } else {
      schedule(market, 0, closeAtMs);
    }
  }

  // Liquidity.

  void deepen(AddLiquidity command) {
    ModelMarket market = state.market(command.market());
    if (market == null) {
      state.refuse(Reason.UNKNOWN_MARKET);
      return;
    }
    if (market.state != MarketState.OPEN && market.state != MarketState.HALTED) {
      state.refuse(Reason.MARKET_NOT_OPEN);
      return;
    }
    ModelMaker maker = market.maker();
    if (maker == null || command.liquidity() <= 0) {
      state.refuse(Reason.INVALID_COMMAND);
      return;
    }
    if (command.liquidity() > mostShares(market.spec) - maker.liquidity()) {
      state.refuse(Reason.LIMIT_EXCEEDED);
      return;
    }
    long deeper = maker.liquidity() + command.liquidity();
    long funding =
        state.rounding.funding(
            maker.fundingFor(command.liquidity()),
            BigDecimal.valueOf(deeper).multiply(BigDecimal.valueOf(maker.payout)));
    if (!state.housePays(funding)) {
      state.refuse(Reason.AMOUNT_OUT_OF_RANGE);
      return;
    }
    maker.deepen(command.liquidity());
    give(maker, funding);
    List<ModelMarket> served = market.event.exclusive ? market.event.markets : List.of(market);
    for (ModelMarket each : served) {
      state.answer.add(new Note.Liquidity(each.number, maker.liquidity()));
    }
  }
}
