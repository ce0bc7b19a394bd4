package sibyl.store.projection;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.Canonical;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.Trade;
import sibyl.protocol.derive.MarketPosition;
import sibyl.protocol.derive.PositionFold;
import sibyl.protocol.derive.PositionTable;
import sibyl.protocol.derive.PostingSource;

/**
 * What a batch of commands means for each table: rows to append, and for rows that change, their
 * last value. Pure: the same commands over the same old state give the same rows however they are
 * cut into batches.
 */
final class BatchRows implements PositionTable {
  final CopyText accounts = new CopyText();
  final CopyText exchangeStates = new CopyText();
  final CopyText events = new CopyText();
  final CopyText eventEdits = new CopyText();
  final CopyText markets = new CopyText();
  final CopyText resolutionSteps = new CopyText();
  final CopyText baskets = new CopyText();
  final CopyText trades = new CopyText();
  final CopyText fills = new CopyText();
  final CopyText postings = new CopyText();
  final CopyText holdingChanges = new CopyText();
  final CopyText settlements = new CopyText();
  final CopyText transfers = new CopyText();
  final Map<Long, Change.AccountChanged> accountChanges = new LinkedHashMap<>();
  final Map<BalanceKey, Change.Posted> balances = new LinkedHashMap<>();
  final Map<Long, EventRow> eventChanges = new LinkedHashMap<>();
  final Map<Long, MarketRow> marketChanges = new LinkedHashMap<>();

  /** Other titles of markets. */
  final Map<Long, String> marketTitles = new LinkedHashMap<>();

  final Map<Long, OrderRow> orders = new LinkedHashMap<>();
  final Map<Long, GroupRow> orderGroups = new LinkedHashMap<>();
  final Map<PositionKey, PositionRow> positions = new LinkedHashMap<>();
  final Map<PositionKey, ProducerRow> producers = new LinkedHashMap<>();
  final Map<Long, Change.RecipeChanged> recipes = new LinkedHashMap<>();

  /** Opened accounts with the event that says so, and applied transfers likewise. */
  final Map<Long, Long> openedAccounts = new LinkedHashMap<>();

  final Map<UUID, Long> appliedTransfers = new LinkedHashMap<>();

  /** The last refusal of each of the outbox's transfers, by its correlation. */
  final Map<Long, Change.TransferRefused> refusedTransfers = new LinkedHashMap<>();

  final BonusFold bonus;
  private final Map<PositionKey, MarketPosition> before;
  private final PositionFold fold = new PositionFold(this);

  /** Of every market that the batch mentions, after it. */
  final Map<Long, MarketFacts> facts;

  private final PostingSource source = new PostingSource();
  private @Nullable Transfer transfer;

  private BatchRows(
      Map<PositionKey, MarketPosition> before, Map<Long, MarketFacts> facts, BonusState bonus) {
    this.before = before;
    this.bonus = new BonusFold(bonus);
    this.facts = new HashMap<>(facts);
  }

  /**
   * @param before the positions that {@link Touched} names; an absent one is none
   * @param facts of the older markets that {@link Touched} names
   * @param bonus before the batch, of the accounts and events that it touches
   */
  static BatchRows of(
      List<RecordedCommand> commands,
      Map<PositionKey, MarketPosition> before,
      Map<Long, MarketFacts> facts,
      BonusState bonus) {
    BatchRows rows = new BatchRows(before, facts, bonus);
    for (RecordedCommand command : commands) {
      rows.source.begin();
      rows.transfer = null;
      for (int i = 0; i < command.changes().size(); i++) {
        Change next = i + 1 < command.changes().size() ? command.changes().get(i + 1) : null;
        rows.apply(command, command.changes().get(i), next);
      }
      rows.fold.commandEnded();
      rows.bonus.commandEnded();
    }
    return rows;
  }

  /**
   * @param next the change right after it; null at the command's end
   */
  private void apply(RecordedCommand command, Change change, @Nullable Change next) {
    long atMs = command.timeMs();
    switch (change) {
      case Change.AccountOpened opened -> accountOpened(opened, atMs);
      case Change.AccountChanged changed -> accountChanges.put(changed.account(), changed);
      case Change.ExchangeStateChanged changed -> exchangeStateChanged(changed, command);
      case Change.Transferred transferred -> transferred(transferred, command);
      case Change.TransferRefused refused -> refusedTransfers.put(refused.correlation(), refused);
      case Change.Posted posted ->
          posted(
              posted,
              command,
              next instanceof Change.OrderClosed closed ? closed.order() : PostingSource.NONE);
      case Change.EventCreated created -> eventCreated(created, atMs);
      case Change.EventEdited edited -> eventEdited(edited, command);
      case Change.EventDeleted deleted -> eventDeleted(deleted, command);
      case Change.MarketCreated created -> marketCreated(created, atMs);
      case Change.MarketStateChanged changed ->
          market(changed.market()).stateChanged(changed.seq(), changed.state(), atMs);
      case Change.ResolutionProposed proposal -> proposed(proposal, command);
      case Change.Resolved resolution -> resolved(resolution, command);
      case Change.ResolutionChallenged challenge -> challenged(challenge, command);
      case Change.MarketScheduled scheduled -> market(scheduled.market()).scheduled(scheduled);
      case Change.LiquidityChanged changed -> market(changed.market()).liquidityChanged(changed);
      case Change.BasketPlaced placed -> basketPlaced(placed, atMs);
      case Change.OrderPlaced placed -> {
        source.order(placed.order());
        orders.put(placed.order(), OrderRow.placed(placed, atMs));
      }
      case Change.OrderAmended amended -> {
        source.order(amended.order());
        order(amended.order()).amended(amended, atMs);
      }
      case Change.OrderReduced reduced -> {
        source.order(reduced.order());
        order(reduced.order()).reduced(reduced, atMs);
      }
      case Change.OrderGroupChanged changed -> orderGroupChanged(changed, atMs);
      case Change.Traded traded -> traded(traded, command);
      case Change.OrderClosed closed -> order(closed.order()).closed(closed, atMs);
      case Change.SetsChanged changed ->
          fold.setsChanged(
              changed.seq(),
              changed.account(),
              changed.market(),
              changed.quantity(),
              changed.yesMark());
      case Change.HoldingChanged changed -> holdingChanged(changed, command);
      case Change.ProducerChanged changed ->
          producers.put(
              new PositionKey(changed.account(), changed.market()), new ProducerRow(changed, atMs));
      case Change.RecipeChanged changed -> recipes.put(changed.recipe().market(), changed);
      case Change.MakerMoved moved -> market(moved.market()).makerMoved(moved);
      case Change.HolderSettled settled -> holderSettled(settled, atMs);
    }
  }

  private void accountOpened(Change.AccountOpened opened, long atMs) {
    accounts
        .add(opened.account())
        .add(opened.netting())
        .add(opened.seq())
        .add(atMs)
        .add(false)
        .add(opened.seq())
        .endRow();
    openedAccounts.put(opened.account(), opened.seq());
  }

  private void exchangeStateChanged(Change.ExchangeStateChanged changed, RecordedCommand command) {
    exchangeStates
        .add(changed.seq())
        .add(command.timeMs())
        .add(changed.state())
        .add(command.actor())
        .endRow();
  }

  private void transferred(Change.Transferred transferred, RecordedCommand command) {
    var transfer = transferred.transfer();
    this.transfer = transfer;
    UUID id = new UUID(transfer.idHigh(), transfer.idLow());
    transfers
        .add(id.toString())
        .add(transfer.from())
        .add(transfer.to())
        .add(transfer.amount())
        .add(transfer.kind())
        .add(transferred.seq())
        .add(command.firstSeq())
        .add(command.timeMs())
        .endRow();
    appliedTransfers.put(id, transferred.seq());
    bonus.transferred(transfer);
  }

  private void posted(Change.Posted posted, RecordedCommand command, long closedNext) {
    balances.put(new BalanceKey(posted.account(), posted.asset()), posted);
    if (Asset.isCash(posted.asset())) {
      bonus.cash(posted.account(), Math.addExact(posted.free(), posted.held()));
    }
    boolean hold = posted.reason() == PostingReason.HOLD;
    long account = posted.account();
    long order = hold ? source.holdOf(account, closedNext) : source.orderOf(account);
    long trade = hold ? PostingSource.NONE : source.trade();
    Transfer part = posted.reason() == PostingReason.TRANSFER ? transfer : null;
    postings
        .add(posted.seq())
        .add(command.firstSeq())
        .add(command.timeMs())
        .add(posted.account())
        .add(posted.asset())
        .add(posted.amount())
        .add(posted.free())
        .add(posted.held())
        .add(posted.reason())
        .addOptional(order == PostingSource.NONE ? null : order)
        .addOptional(trade == PostingSource.NONE ? null : trade)
        .add(part == null ? null : new UUID(part.idHigh(), part.idLow()).toString())
        .add(part == null ? null : part.kind().name())
        .endRow();
  }

  private void eventCreated(Change.EventCreated created, long atMs) {
    CreateEvent spec = created.spec();
    events
        .add(created.event())
        .add(spec.title())
        .add(spec.description())
        .add(spec.category())
        .add(spec.rules())
        .add(spec.source())
        .add(spec.closeAtMs())
        .add(spec.exclusive())
        .add(created.seq())
        .add(atMs)
        .add(spec.openAtMs())
        .add(spec.image())
        .endRow();
  }

  private void eventEdited(Change.EventEdited edited, RecordedCommand command) {
    EditEvent edit = edited.edit();
    event(edit.event()).edited(edit, command.timeMs());
    edit.markets().forEach(market -> marketTitles.put(market.market(), market.title()));
    edit(edited.seq(), edit.event(), "EDITED", edit.reason(), command).add(edit.rules()).endRow();
  }

  private void eventDeleted(Change.EventDeleted deleted, RecordedCommand command) {
    event(deleted.event()).deleted(command.timeMs());
    edit(deleted.seq(), deleted.event(), "DELETED", deleted.reason(), command)
        .add((String) null)
        .endRow();
  }

  private CopyText edit(long seq, long event, String kind, String reason, RecordedCommand command) {
    return eventEdits
        .add(seq)
        .add(event)
        .add(command.timeMs())
        .add(command.actor())
        .add(kind)
        .add(reason);
  }

  private EventRow event(long event) {
    return eventChanges.computeIfAbsent(event, _ -> new EventRow());
  }

  private void marketCreated(Change.MarketCreated created, long atMs) {
    MarketSpec spec = created.spec();
    MarketRules rules = spec.rules();
    facts.put(created.market(), new MarketFacts(created.event(), spec.payout(), 0));
    markets
        .add(created.market())
        .add(created.event())
        .add(spec.title())
        .add(spec.payout())
        .add(spec.tick())
        .add(spec.lot())
        .add(spec.mode())
        .add(spec.liquidity())
        .add(spec.fee())
        .add(spec.takerRate())
        .add(spec.makerRate())
        .add("CREATED")
        .add(created.seq())
        .add(atMs)
        .add(0)
        .add(0)
        .add(0)
        .add(0)
        .add(created.seq())
        .add(rules.kind())
        .add(numbers(rules.bands(), TickBand::below))
        .add(numbers(rules.bands(), TickBand::tick))
        .add(rules.collar())
        .add(rules.challengeMs())
        .add(rules.fourEyes())
        .add(rules.segment())
        .endRow();
  }

  /** An array as PostgreSQL writes it. */
  private static String numbers(List<TickBand> bands, ToIntFunction<TickBand> number) {
    return bands.stream()
        .map(band -> Integer.toString(number.applyAsInt(band)))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private void proposed(Change.ResolutionProposed proposal, RecordedCommand command) {
    market(proposal.market()).proposed(proposal, command.actor());
    resolutionStep(proposal.seq(), proposal.market(), "PROPOSED", command)
        .add(proposal.yesFraction())
        .add(proposal.evidence())
        .addNull()
        .endRow();
  }

  private void resolved(Change.Resolved resolution, RecordedCommand command) {
    market(resolution.market()).resolved(resolution, command.actor(), command.timeMs());
    resolutionStep(resolution.seq(), resolution.market(), "CONFIRMED", command)
        .add(resolution.yesFraction())
        .addNull()
        .add(resolution.finalAtMs())
        .endRow();
  }

  private void challenged(Change.ResolutionChallenged challenge, RecordedCommand command) {
    market(challenge.market()).challenged(challenge);
    resolutionStep(challenge.seq(), challenge.market(), "CHALLENGED", command)
        .addNull()
        .add(challenge.reason())
        .addNull()
        .endRow();
  }

  private CopyText resolutionStep(long seq, long market, String step, RecordedCommand command) {
    return resolutionSteps
        .add(seq)
        .add(command.timeMs())
        .add(market)
        .add(step)
        .add(command.actor());
  }

  private void basketPlaced(Change.BasketPlaced placed, long atMs) {
    baskets
        .add(placed.basket())
        .add(placed.seq())
        .add(atMs)
        .add(placed.account())
        .add(placed.orders())
        .add(placed.clientOrderId())
        .endRow();
  }

  private void orderGroupChanged(Change.OrderGroupChanged changed, long atMs) {
    GroupRow before = orderGroups.get(changed.group());
    long firstSeq = before == null ? changed.seq() : before.firstSeq();
    orderGroups.put(changed.group(), new GroupRow(firstSeq, changed, atMs));
  }

  private void traded(Change.Traded traded, RecordedCommand command) {
    Trade trade = traded.trade();
    source.traded(
        trade.trade, trade.takerAccount, trade.takerOrder, trade.makerAccount, trade.makerOrder);
    long seq = traded.seq();
    long atMs = command.timeMs();
    trades
        .add(trade.trade)
        .add(seq)
        .add(command.firstSeq())
        .add(atMs)
        .add(trade.market)
        .add(trade.kind)
        .add(trade.yesPrice)
        .add(trade.quantity)
        .add(trade.takerOrder)
        .add(trade.takerAccount)
        .add(trade.takerSide)
        .add(trade.takerOutcome)
        .add(trade.takerCost)
        .add(trade.takerFee)
        .add(trade.makerOrder)
        .add(trade.makerAccount)
        .add(trade.makerSide)
        .add(trade.makerOutcome)
        .add(trade.makerCost)
        .add(trade.makerFee)
        .endRow();
    market(trade.market).traded(seq, trade);
    facts.put(trade.market, facts(trade.market).traded(trade.yesPrice));
    bonus.traded(trade, payout(trade.market));
    order(trade.takerOrder).took(seq, trade, atMs);
    fill(
        traded,
        "TAKER",
        trade.takerAccount,
        trade.takerOrder,
        trade.takerSide,
        trade.takerOutcome,
        trade.takerCost,
        trade.takerFee,
        trade.makerOrder,
        atMs);
    if (trade.makerOrder != 0) {
      order(trade.makerOrder).made(seq, trade, atMs);
    }
    fill(
        traded,
        "MAKER",
        trade.makerAccount,
        trade.makerOrder,
        trade.makerSide,
        trade.makerOutcome,
        trade.makerCost,
        trade.makerFee,
        trade.takerOrder,
        atMs);
  }

  private void fill(
      Change.Traded traded,
      String liquidity,
      long account,
      long order,
      Side side,
      Outcome outcome,
      long cost,
      long fee,
      long counterpartyOrder,
      long atMs) {
    Trade trade = traded.trade();
    fills
        .add(trade.trade)
        .add(liquidity)
        .add(account)
        .add(order)
        .add(trade.market)
        .add(side)
        .add(outcome)
        .add(Canonical.yesPrice(outcome, trade.yesPrice, payout(trade.market)))
        .add(trade.quantity)
        .add(cost)
        .add(fee)
        .add(trade.kind)
        .add(counterpartyOrder)
        .add(traded.seq())
        .add(atMs)
        .endRow();
    fold.filled(traded.seq(), account, trade.market, side, outcome, trade.quantity, cost, fee);
  }

  private void holdingChanged(Change.HoldingChanged changed, RecordedCommand command) {
    holdingChanges
        .add(changed.seq())
        .add(command.firstSeq())
        .add(command.timeMs())
        .add(changed.account())
        .add(changed.market())
        .add(changed.outcome())
        .add(changed.quantity())
        .add(changed.amount())
        .add(changed.reason())
        .add(command.actor())
        .endRow();
    fold.holdingChanged(
        changed.seq(),
        changed.account(),
        changed.market(),
        changed.outcome(),
        changed.quantity(),
        changed.amount(),
        changed.yesMark());
  }

  private void holderSettled(Change.HolderSettled settled, long atMs) {
    MarketPosition held =
        fold.settled(
            settled.seq(),
            settled.account(),
            settled.market(),
            settled.yesPaid(),
            settled.noPaid());
    settlements
        .add(settled.market())
        .add(settled.account())
        .add(settled.yesQuantity())
        .add(settled.noQuantity())
        .add(settled.yesPaid())
        .add(settled.noPaid())
        .add(held.yes().cost())
        .add(held.no().cost())
        .add(settled.seq())
        .add(atMs)
        .endRow();
  }

  @Override
  public MarketPosition position(long account, long market) {
    PositionKey key = new PositionKey(account, market);
    PositionRow changed = positions.get(key);
    return changed != null ? changed.position() : before.getOrDefault(key, MarketPosition.NONE);
  }

  @Override
  public void changed(long seq, long account, long market, MarketPosition position) {
    bonus.moved(
        account,
        facts(market).event(),
        Math.subtractExact(flow(position), flow(position(account, market))),
        position.isHeld());
    positions.put(new PositionKey(account, market), new PositionRow(position, seq));
  }

  /** Cash that a position has brought so far, less what was paid for it. */
  private static long flow(MarketPosition position) {
    return Math.subtractExact(position.realized(), position.cost());
  }

  private OrderRow order(long order) {
    return orders.computeIfAbsent(order, _ -> OrderRow.older());
  }

  private MarketRow market(long market) {
    return marketChanges.computeIfAbsent(market, _ -> new MarketRow());
  }

  @Override
  public int payout(long market) {
    return facts(market).payout();
  }

  @Override
  public int lastYesPrice(long market) {
    return facts(market).lastYesPrice();
  }

  private MarketFacts facts(long market) {
    MarketFacts known = facts.get(market);
    if (known == null) {
      throw new ProjectionException("market " + market + " was never created");
    }
    return known;
  }
}
