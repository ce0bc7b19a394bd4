package sibyl.engine.market;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.limits.Limits;
import sibyl.engine.maker.EventMaker;
import sibyl.engine.maker.MarketMaker;

/**
 * Sets up market makers and deepens them. Each is funded by the house with the most it can lose:
 * the maker of a market when that opens, the one maker of an exclusive event when the first of its
 * markets does.
 */
public final class Makers {
  private final Limits limits;
  private final Markets markets;
  private final Ledger ledger;
  private final EventStream events;
  private final int house;

  public Makers(Limits limits, Markets markets, Ledger ledger, EventStream events, int house) {
    this.limits = limits;
    this.markets = markets;
    this.ledger = ledger;
    this.events = events;
    this.house = house;
  }

  // ---- setting up -------------------------------------------------------------------------------

  /** Whether a market that opens can have the maker it needs. */
  @Nullable Reason checkOpening(Market market) {
    if (!needsMaker(market)) {
      return null;
    }
    if (!ledger.accounts().hasRoomFor(1) || !ledger.positions().hasRoomFor(outcomes(market) - 1)) {
      return Reason.LIMIT_EXCEEDED;
    }
    return checkHouse(funding(market));
  }

  /** Gives a market that opens the maker it needs. */
  void open(Market market) {
    if (needsMaker(market)) {
      if (market.event().exclusive()) {
        open(market.event(), market);
      } else {
        openAlone(market);
      }
    }
  }

  private static boolean needsMaker(Market market) {
    return market.mode() != MarketMode.BOOK && market.maker() == null;
  }

  private void openAlone(Market market) {
    int account = ledger.openAccount(Accounts.maker(market.id()), false);
    int position = ledger.positions().open(account, market.id(), market.holders());
    MarketMaker maker =
        new MarketMaker(market.spec().liquidity(), market.payout(), account, position);
    market.maker(maker);
    fund(account, funding(market));
    events.makerMoved(market.id(), 0, 0, maker.yesPriceBillionths());
  }

  private void open(MarketEvent event, Market first) {
    int account = ledger.openAccount(Accounts.eventMaker(event.id()), false);
    int[] positions = new int[event.size()];
    for (int place = 0; place < event.size(); place++) {
      Market market = event.existing(place);
      positions[place] = ledger.positions().open(account, market.id(), market.holders());
    }
    event.maker(new EventMaker(first.spec().liquidity(), first.payout(), account, positions));
    fund(account, funding(first));
    for (int place = 0; place < event.size(); place++) {
      Market market = event.existing(place);
      events.makerMoved(market.id(), 0, 0, market.existingMaker().yesPriceBillionths());
    }
  }

  private static long funding(Market market) {
    return AmmDepth.funding(market.spec(), outcomes(market));
  }

  private static int outcomes(Market market) {
    return market.event().exclusive() ? market.event().size() : 2;
  }

  // ---- deepening --------------------------------------------------------------------------------

  public @Nullable Reason check(AddLiquidity command, Rejection rejection) {
    Market market = markets.find(command.market());
    rejection.market = command.market();
    if (market == null) {
      return Reason.UNKNOWN_MARKET;
    }
    if (market.state() != MarketState.OPEN && market.state() != MarketState.HALTED) {
      return Reason.MARKET_NOT_OPEN;
    }
    MarketMaker maker = market.maker();
    if (maker == null || command.liquidity() <= 0) {
      return Reason.INVALID_COMMAND;
    }
    if (command.liquidity() > limits.orderNotional() / market.payout() - maker.liquidity()) {
      return Reason.LIMIT_EXCEEDED;
    }
    return checkHouse(costOfLiquidity(market, command.liquidity()));
  }

  /** Carries out the command that {@link #check} just accepted. */
  public void add(AddLiquidity command) {
    Market market = markets.get(Math.toIntExact(command.market()));
    long more = command.liquidity();
    MarketMaker maker = market.existingMaker();
    fund(maker.account(), costOfLiquidity(market, more));
    MarketEvent event = market.event();
    EventMaker shared = event.maker();
    if (shared == null) {
      maker.addLiquidity(more);
      events.liquidityChanged(market.id(), maker.liquidity());
      return;
    }
    shared.addLiquidity(more);
    for (int place = 0; place < event.size(); place++) {
      events.liquidityChanged(event.existing(place).id(), shared.liquidity());
    }
  }

  private static long costOfLiquidity(Market market, long more) {
    EventMaker shared = market.event().maker();
    return shared == null
        ? market.existingMaker().costOfLiquidity(more)
        : shared.costOfLiquidity(more);
  }

  // ---- the house --------------------------------------------------------------------------------

  private @Nullable Reason checkHouse(long amount) {
    return ledger.accounts().free(house) - amount < -limits.houseDebt()
        ? Reason.AMOUNT_OUT_OF_RANGE
        : null;
  }

  private void fund(int account, long amount) {
    ledger.moveCash(house, -amount, 0, PostingReason.FUNDING);
    ledger.moveCash(account, amount, 0, PostingReason.FUNDING);
  }
}
