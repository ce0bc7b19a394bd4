package sibyl.gateway.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.wallet.MoneyUnderWay;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Canonical;
import sibyl.engine.GroupState;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.Transfer;
import sibyl.engine.market.AmmDepth;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.PositionFold;
import sibyl.protocol.derive.PositionTable;
import sibyl.protocol.derive.PostingSource;

/** Changes an {@link ExchangeState} as the events of the exchange say. For the one writer. */
final class ChangeApplier {
  private final ExchangeState state;
  private final PositionFold positions;
  private Touched touched;

  // Of the command being applied.
  private final PostingSource source = new PostingSource();
  private @Nullable Transfer transfer;

  /** The order that the change after this one closes. */
  private long closedNext;

  ChangeApplier(ExchangeState state) {
    this.state = state;
    touched = new Touched(state);
    positions = new PositionFold(new Positions());
  }

  /** The positions of the accounts that are known here. */
  private final class Positions implements PositionTable {
    @Override
    public MarketPosition position(long account, long market) {
      LiveAccount live = state.accounts.get(account);
      return live == null ? MarketPosition.NONE : live.position(market);
    }

    @Override
    public void changed(long seq, long account, long market, MarketPosition position) {
      LiveAccount live = state.accounts.get(account);
      if (live != null) {
        live.positions.put(market, position);
        state.known(market).traders.add(account);
        touched.positions.add(new Applied.PositionKey(account, market));
      }
    }

    @Override
    public int payout(long market) {
      return state.known(market).spec.payout();
    }

    @Override
    public int lastYesPrice(long market) {
      return state.known(market).last;
    }
  }

  /** Applies one command; what it changed. */
  Applied apply(CommandEvents command) {
    touched = new Touched(state);
    source.begin();
    transfer = null;
    closedNext = PostingSource.NONE;
    for (int i = 0; i < command.changes().size(); i++) {
      closedNext =
          i + 1 < command.changes().size()
                  && command.changes().get(i + 1) instanceof Change.OrderClosed closed
              ? closed.order()
              : PostingSource.NONE;
      apply(command.changes().get(i), command.timeMs(), touched);
    }
    positions.commandEnded();
    basket(command);
    state.seq = command.lastSeq();
    state.timeMs = command.timeMs();
    Applied applied = touched.applied(command);
    state.recentCommands.add(applied);
    return applied;
  }

  private void apply(Change change, long atMs, Touched touched) {
    switch (change) {
      case Change.Rejected _,
          Change.ItemRejected _,
          Change.Quoted _,
          Change.Repeated _,
          Change.BasketPlaced _ -> {}
      case Change.Transferred transferred -> transferred(transferred.transfer());
      case Change.AccountOpened opened -> {
        LiveAccount account = new LiveAccount(opened.account(), state.limits);
        account.netting = opened.netting();
        state.accounts.put(opened.account(), account);
      }
      case Change.AccountChanged changed -> {
        LiveAccount account = state.accounts.get(changed.account());
        if (account != null) {
          account.netting = changed.netting();
          account.suspended = changed.suspended();
        }
      }
      case Change.ExchangeStateChanged changed -> state.accepts = changed.state();
      case Change.Posted posted -> posted(posted, atMs, touched);
      case Change.EventCreated created ->
          state.events.put(created.event(), new LiveEvent(created.event(), created.spec(), atMs));
      case Change.EventEdited edited -> edited(edited.edit(), atMs, touched);
      case Change.EventDeleted deleted -> {
        LiveEvent event = state.events.remove(deleted.event());
        if (event != null) {
          event.markets.forEach(market -> market.deleted = true);
        }
      }
      case Change.MarketCreated created -> {
        LiveMarket market =
            new LiveMarket(
                created.market(),
                created.event(),
                created.spec(),
                atMs,
                state.limits.tradesPerMarket());
        state.markets.put(created.market(), market);
        LiveEvent event = state.events.get(created.event());
        if (event != null) {
          event.markets.add(market);
          market.openAtMs = event.spec().openAtMs();
          market.closeAtMs = event.spec().closeAtMs();
        }
        touched.market(market, atMs);
      }
      case Change.MarketStateChanged changed -> {
        LiveMarket market = state.known(changed.market());
        market.state = changed.state();
        market.ammMoved();
        touched.synthetic.add(market.market);
        touched.market(market, atMs);
        if (changed.state() == MarketState.SETTLED) {
          market.openInterest = 0;
          forgetPositions(market);
        }
      }
      case Change.ResolutionProposed proposed -> {
        LiveMarket market = state.known(proposed.market());
        market.resolution =
            new MarketView.Resolution(proposed.yesFraction(), proposed.evidence(), false, 0, atMs);
        touched.market(market, atMs);
      }
      case Change.Resolved resolved -> {
        LiveMarket market = state.known(resolved.market());
        String evidence = market.resolution == null ? "" : market.resolution.evidence();
        market.resolution =
            new MarketView.Resolution(
                resolved.yesFraction(), evidence, true, resolved.finalAtMs(), atMs);
        touched.market(market, atMs);
      }
      case Change.ResolutionChallenged challenged -> {
        LiveMarket market = state.known(challenged.market());
        market.resolution = null;
        market.challenge = new MarketView.Challenge(challenged.reason(), atMs);
        touched.market(market, atMs);
      }
      case Change.MarketScheduled scheduled -> {
        LiveMarket market = state.known(scheduled.market());
        market.openAtMs = scheduled.openAtMs();
        market.closeAtMs = scheduled.closeAtMs();
        touched.market(market, atMs);
      }
      case Change.LiquidityChanged changed -> {
        LiveMarket market = state.known(changed.market());
        market.liquidity = changed.liquidity();
        amm(market, touched, amm -> amm.depth().liquidity(changed.liquidity()));
        touched.market(market, atMs);
      }
      case Change.RecipeChanged changed -> {
        LiveMarket market = state.known(changed.recipe().market());
        market.recipe = changed.recipe().ingredients();
        touched.market(market, atMs);
      }
      case Change.ProducerChanged changed -> {
        LiveAccount account = state.accounts.get(changed.account());
        if (account != null && changed.authorised()) {
          account.produces.add(changed.market());
        } else if (account != null) {
          account.produces.remove(changed.market());
        }
      }
      case Change.OrderPlaced placed -> {
        source.order(placed.order().order());
        int payout = state.known(placed.order().market()).spec.payout();
        OrderView order = placed.order().inMarketOf(payout);
        touched.order(order, null, false);
        keep(order);
      }
      case Change.OrderAmended amended -> {
        source.order(amended.order());
        changed(
            amended.order(),
            touched,
            !amended.keptPriority(),
            order ->
                order.amended(
                    atMs,
                    amended.seq(),
                    amended.price(),
                    amended.quantity(),
                    amended.remaining(),
                    amended.restated()));
      }
      case Change.OrderReduced reduced -> {
        source.order(reduced.order());
        changed(
            reduced.order(),
            touched,
            false,
            order ->
                order.reduced(
                    atMs, reduced.seq(), reduced.by(), reduced.remaining(), reduced.reason()));
      }
      case Change.OrderGroupChanged changed -> grouped(changed, touched);
      case Change.Traded traded -> traded(traded, atMs, touched);
      case Change.OrderClosed closed ->
          changed(
              closed.order(),
              touched,
              false,
              order -> order.closed(atMs, closed.seq(), closed.reason(), closed.remaining()));
      case Change.SetsChanged sets ->
          positions.setsChanged(
              sets.seq(), sets.account(), sets.market(), sets.quantity(), sets.yesMark());
      case Change.HoldingChanged changed -> holdingChanged(changed, atMs);
      case Change.MakerMoved moved -> {
        LiveMarket market = state.known(moved.market());
        market.maker =
            new MarketView.Maker(moved.yesSold(), moved.noSold(), moved.yesPriceBillionths());
        amm(market, touched, amm -> amm.depth().sold(amm.place(), moved.yesSold(), moved.noSold()));
        touched.market(market, atMs);
      }
      case Change.HolderSettled settled -> settled(settled, atMs);
    }
  }

  private void edited(EditEvent edit, long atMs, Touched touched) {
    LiveEvent event = state.events.get(edit.event());
    if (event == null) {
      return;
    }
    event.edit(edit, atMs);
    for (EditEvent.MarketTitle title : edit.markets()) {
      LiveMarket market = state.known(title.market());
      market.title(title.title());
      touched.market(market, atMs);
    }
  }

  /** Changes the AMM of a market, and with it what it offers in all markets that share it. */
  private void amm(LiveMarket market, Touched touched, Consumer<Amm> change) {
    LiveEvent event = Objects.requireNonNull(state.events.get(market.event));
    List<LiveMarket> sharing = event.spec().exclusive() ? event.markets : List.of(market);
    if (market.amm == null) {
      AmmDepth depth = new AmmDepth(sharing.stream().map(each -> each.spec).toList());
      for (int place = 0; place < sharing.size(); place++) {
        sharing.get(place).amm = new Amm(depth, place);
      }
    }
    change.accept(Objects.requireNonNull(market.amm));
    for (LiveMarket each : sharing) {
      each.ammMoved();
      touched.synthetic.add(each.market);
    }
  }

  /** A basket is a command of its own: all orders placed by it are its legs. */
  private void basket(CommandEvents command) {
    List<Long> orders = new ArrayList<>();
    Change.@Nullable BasketPlaced basket = null;
    for (Change change : command.changes()) {
      if (change instanceof Change.BasketPlaced placed) {
        basket = placed;
      } else if (basket != null && change instanceof Change.OrderPlaced leg) {
        orders.add(leg.order().order());
      }
    }
    LiveAccount account = basket == null ? null : state.accounts.get(basket.account());
    if (basket != null && account != null) {
      account.placed(
          new PlacedBasket(basket.basket(), basket.clientOrderId(), basket.seq(), orders));
    }
  }

  /** Money under way is its owner's until it is paid. */
  private void transferred(Transfer transfer) {
    this.transfer = transfer;
    if (transfer.to() == Accounts.UNDER_WAY) {
      LiveAccount owner = state.accounts.get(transfer.from());
      if (owner != null) {
        owner.underWay += transfer.amount();
        state.underWay.put(id(transfer), transfer.from());
      }
      return;
    }
    if (transfer.from() == Accounts.UNDER_WAY) {
      boolean paid = transfer.to() == Accounts.EXTERNAL;
      UUID id = id(transfer);
      Long number =
          state.underWay.remove(paid ? MoneyUnderWay.paid(id) : MoneyUnderWay.returned(id));
      LiveAccount owner = number == null ? null : state.accounts.get(number);
      if (owner != null) {
        owner.underWay -= transfer.amount();
        owner.paidIn -= paid ? transfer.amount() : 0;
      }
      return;
    }
    LiveAccount from = state.accounts.get(transfer.from());
    if (from != null) {
      from.paidIn -= transfer.amount();
    }
    LiveAccount to = state.accounts.get(transfer.to());
    if (to != null) {
      to.paidIn += transfer.amount();
    }
  }

  private static UUID id(Transfer transfer) {
    return new UUID(transfer.idHigh(), transfer.idLow());
  }

  /**
   * @param moved whether the order goes to the back of its price
   */
  private void changed(
      long order, Touched touched, boolean moved, UnaryOperator<OrderView> change) {
    OrderView before = state.orders.get(order);
    if (before != null) {
      OrderView after = change.apply(before);
      touched.order(after, state.resting(before), moved);
      keep(after);
    }
  }

  private void grouped(Change.OrderGroupChanged changed, Touched touched) {
    LiveAccount account = state.accounts.get(changed.account());
    if (account == null) {
      return;
    }
    if (changed.state() == GroupState.DELETED) {
      account.groups.remove(changed.group());
    } else {
      account.groups.put(
          changed.group(),
          new OrderGroupView(
              changed.group(),
              changed.account(),
              changed.limit(),
              changed.windowMs(),
              changed.state() == GroupState.TRIGGERED,
              changed.seq()));
    }
    touched.groups.add(changed.account());
  }

  private void posted(Change.Posted posted, long atMs, Touched touched) {
    long account = posted.account();
    long asset = posted.asset();
    if (Accounts.isPool(account)) {
      // A pool's negative YES shares are what it has issued.
      if (!Asset.isCash(asset) && Asset.outcome(asset) == Outcome.YES) {
        state.known(Asset.market(asset)).openInterest = -posted.free();
      }
      return;
    }
    LiveAccount live = state.accounts.get(account);
    if (live == null) {
      return; // The house, makers and the world outside have no reader here.
    }
    Holding before = live.holding(asset);
    live.holding(asset, posted.free(), posted.held());
    boolean hold = posted.reason() == PostingReason.HOLD;
    Transfer part = posted.reason() == PostingReason.TRANSFER ? transfer : null;
    live.posted(
        new LedgerEntry(
            posted.seq(),
            atMs,
            asset,
            posted.amount(),
            posted.free(),
            posted.held(),
            posted.free() - before.free(),
            posted.held() - before.held(),
            posted.reason(),
            hold ? source.holdOf(account, closedNext) : source.orderOf(account),
            hold ? PostingSource.NONE : source.trade(),
            part == null ? null : new UUID(part.idHigh(), part.idLow()),
            part == null ? null : part.kind()));
    touched.accounts.add(account);
  }

  private void traded(Change.Traded traded, long atMs, Touched touched) {
    LiveMarket market = state.known(traded.market());
    source.traded(
        traded.trade(),
        traded.taker().account(),
        traded.taker().order(),
        traded.maker().account(),
        traded.maker().order());
    @Nullable OrderView taker = state.orders.get(traded.taker().order());
    @Nullable OrderView maker = state.orders.get(traded.maker().order());
    filled(traded, traded.taker(), false, maker, market, atMs, touched);
    filled(traded, traded.maker(), true, taker, market, atMs, touched);
    TradeView view =
        new TradeView(
            traded.trade(),
            traded.market(),
            traded.yesPrice(),
            traded.quantity(),
            traded.taker().side(),
            traded.taker().outcome(),
            traded.taker().cost(),
            traded.kind(),
            atMs,
            traded.seq());
    market.traded(view, state.limits.candlesPerInterval());
    touched.market(market, atMs);
    touched.trades.add(view);
  }

  private void filled(
      Change.Traded traded,
      Change.Party party,
      boolean maker,
      @Nullable OrderView counterparty,
      LiveMarket market,
      long atMs,
      Touched touched) {
    changed(
        party.order(),
        touched,
        false,
        order ->
            order.filled(
                atMs,
                traded.seq(),
                traded.quantity(),
                party.cost(),
                party.fee(),
                party.remaining()));
    LiveAccount account = state.accounts.get(party.account());
    if (account == null) {
      return;
    }
    FillView fill =
        new FillView(
            traded.trade(),
            party.order(),
            party.account(),
            traded.market(),
            party.side(),
            party.outcome(),
            Canonical.yesPrice(party.outcome(), traded.yesPrice(), market.spec.payout()),
            traded.quantity(),
            party.cost(),
            party.fee(),
            maker,
            traded.kind(),
            counterparty == null ? null : counterparty.message(),
            atMs,
            traded.seq());
    account.filled(fill);
    touched.fills.add(fill);
    if (state.isGood(traded.market())) {
      boolean bought = party.side() == Side.BUY;
      account.inventory.add(
          new InventoryEntry(
              traded.seq(),
              atMs,
              traded.market(),
              bought ? traded.quantity() : -traded.quantity(),
              bought ? -party.cost() - party.fee() : party.cost() - party.fee(),
              null,
              traded.trade()));
    }
    positions.filled(
        traded.seq(),
        party.account(),
        traded.market(),
        party.side(),
        party.outcome(),
        traded.quantity(),
        party.cost(),
        party.fee());
  }

  private void holdingChanged(Change.HoldingChanged changed, long atMs) {
    positions.holdingChanged(
        changed.seq(),
        changed.account(),
        changed.market(),
        changed.outcome(),
        changed.quantity(),
        changed.amount(),
        changed.yesMark());
    LiveAccount account = state.accounts.get(changed.account());
    if (account != null && state.isGood(changed.market())) {
      account.inventory.add(
          new InventoryEntry(
              changed.seq(),
              atMs,
              changed.market(),
              changed.quantity(),
              changed.amount(),
              changed.reason(),
              0));
    }
  }

  private void settled(Change.HolderSettled settled, long atMs) {
    LiveAccount account = state.accounts.get(settled.account());
    if (account == null) {
      return;
    }
    MarketPosition held =
        positions.settled(
            settled.seq(),
            settled.account(),
            settled.market(),
            settled.yesPaid(),
            settled.noPaid());
    MarketView.Resolution resolution = state.known(settled.market()).resolution;
    account.settlements.add(
        new SettlementView(
            settled.market(),
            resolution == null ? 0 : resolution.yesFraction(),
            settled.yesQuantity(),
            settled.noQuantity(),
            settled.yesPaid(),
            settled.noPaid(),
            held.yes().cost(),
            held.no().cost(),
            atMs,
            settled.seq()));
    if (state.isGood(settled.market())) {
      account.inventory.add(
          new InventoryEntry(
              settled.seq(),
              atMs,
              settled.market(),
              -settled.yesQuantity(),
              settled.yesPaid(),
              null,
              0));
    }
  }

  /** The profit taken in a settled market stays; what it was taken with is gone. */
  private void forgetPositions(LiveMarket market) {
    market.traders.forEachLong(
        number -> {
          LiveAccount account = state.accounts.get(number);
          MarketPosition over = account == null ? null : account.positions.remove(market.market);
          if (account != null && over != null) {
            account.realizedInSettled += over.realized();
          }
        });
    market.traders.clear();
  }

  private void keep(OrderView order) {
    LiveAccount account = state.accounts.get(order.account());
    if (account == null) {
      return;
    }
    state.orders.put(order.order(), order);
    account.order(order);
    if (!order.status().isOpen()) {
      OrderView forgotten = account.closed(order);
      if (forgotten != null) {
        state.orders.remove(forgotten.order());
      }
    }
  }
}
