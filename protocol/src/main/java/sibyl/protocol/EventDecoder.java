package sibyl.protocol;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.ReduceReason;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Text;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;
import sibyl.protocol.sbe.AccountChangedDecoder;
import sibyl.protocol.sbe.AccountOpenedDecoder;
import sibyl.protocol.sbe.BasketPlacedDecoder;
import sibyl.protocol.sbe.EventCreatedDecoder;
import sibyl.protocol.sbe.EventDeletedDecoder;
import sibyl.protocol.sbe.EventEditedDecoder;
import sibyl.protocol.sbe.EventFrameDecoder;
import sibyl.protocol.sbe.ExchangeStateChangedDecoder;
import sibyl.protocol.sbe.HolderSettledDecoder;
import sibyl.protocol.sbe.HoldingChangedDecoder;
import sibyl.protocol.sbe.ItemRejectedDecoder;
import sibyl.protocol.sbe.LiquidityChangedDecoder;
import sibyl.protocol.sbe.MakerMovedDecoder;
import sibyl.protocol.sbe.MarketCreatedDecoder;
import sibyl.protocol.sbe.MarketScheduledDecoder;
import sibyl.protocol.sbe.MarketStateChangedDecoder;
import sibyl.protocol.sbe.OrderAmendedDecoder;
import sibyl.protocol.sbe.OrderClosedDecoder;
import sibyl.protocol.sbe.OrderGroupChangedDecoder;
import sibyl.protocol.sbe.OrderPlacedDecoder;
import sibyl.protocol.sbe.OrderReducedDecoder;
import sibyl.protocol.sbe.PostingDecoder;
import sibyl.protocol.sbe.ProducerChangedDecoder;
import sibyl.protocol.sbe.QuotedDecoder;
import sibyl.protocol.sbe.ReasonCode;
import sibyl.protocol.sbe.RecipeChangedDecoder;
import sibyl.protocol.sbe.RejectedDecoder;
import sibyl.protocol.sbe.RepeatedDecoder;
import sibyl.protocol.sbe.ResolutionChallengedDecoder;
import sibyl.protocol.sbe.ResolutionProposedDecoder;
import sibyl.protocol.sbe.ResolvedDecoder;
import sibyl.protocol.sbe.SetsChangedDecoder;
import sibyl.protocol.sbe.TradeDecoder;
import sibyl.protocol.sbe.TransferredDecoder;

/**
 * Repeats the calls an {@link EventEncoder} packed into a frame, exactly. The frames of a command
 * that needed several must be given one after the other. For one thread; orders, trades and
 * postings allocate nothing. Objects given to the handler are reused.
 */
public final class EventDecoder {
  private final byte[] bytes = new byte[EventFrame.MAX_LENGTH];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private final FrameSeal seal = new FrameSeal();
  private final MessageReader in = new MessageReader();
  private final EventLayout events = new EventLayout();
  private final EventFrameDecoder frame = new EventFrameDecoder();
  private final RejectedDecoder rejected = new RejectedDecoder();
  private final AccountOpenedDecoder accountOpened = new AccountOpenedDecoder();
  private final TransferredDecoder transferred = new TransferredDecoder();
  private final PostingDecoder posting = new PostingDecoder();
  private final EventCreatedDecoder eventCreated = new EventCreatedDecoder();
  private final MarketCreatedDecoder marketCreated = new MarketCreatedDecoder();
  private final MarketStateChangedDecoder marketStateChanged = new MarketStateChangedDecoder();
  private final ResolutionProposedDecoder resolutionProposed = new ResolutionProposedDecoder();
  private final ResolvedDecoder resolved = new ResolvedDecoder();
  private final OrderPlacedDecoder orderPlaced = new OrderPlacedDecoder();
  private final TradeDecoder trades = new TradeDecoder();
  private final OrderClosedDecoder orderClosed = new OrderClosedDecoder();
  private final SetsChangedDecoder setsChanged = new SetsChangedDecoder();
  private final MakerMovedDecoder makerMoved = new MakerMovedDecoder();
  private final HolderSettledDecoder holderSettled = new HolderSettledDecoder();
  private final QuotedDecoder quoted = new QuotedDecoder();
  private final RepeatedDecoder repeated = new RepeatedDecoder();
  private final AccountChangedDecoder accountChanged = new AccountChangedDecoder();
  private final ExchangeStateChangedDecoder exchangeStateChanged =
      new ExchangeStateChangedDecoder();
  private final ItemRejectedDecoder itemRejected = new ItemRejectedDecoder();
  private final BasketPlacedDecoder basketPlaced = new BasketPlacedDecoder();
  private final OrderAmendedDecoder orderAmended = new OrderAmendedDecoder();
  private final OrderReducedDecoder orderReduced = new OrderReducedDecoder();
  private final OrderGroupChangedDecoder orderGroupChanged = new OrderGroupChangedDecoder();
  private final HoldingChangedDecoder holdingChanged = new HoldingChangedDecoder();
  private final MarketScheduledDecoder marketScheduled = new MarketScheduledDecoder();
  private final ResolutionChallengedDecoder resolutionChallenged =
      new ResolutionChallengedDecoder();
  private final LiquidityChangedDecoder liquidityChanged = new LiquidityChangedDecoder();
  private final ProducerChangedDecoder producerChanged = new ProducerChangedDecoder();
  private final EventEditedDecoder eventEdited = new EventEditedDecoder();
  private final EventDeletedDecoder eventDeleted = new EventDeletedDecoder();
  private final RecipeChangedDecoder recipeChanged = new RecipeChangedDecoder();
  private final Rejection rejection = new Rejection();
  private final PlaceOrder order = new PlaceOrder();
  private final Trade trade = new Trade();
  private final Quote quote = new Quote();
  private final Text clientOrderId = new Text(4 * PlaceOrder.CLIENT_ORDER_ID_MAX);

  /**
   * Decodes the frame of {@code length} bytes at {@code offset}.
   *
   * @throws CorruptFrameException if anything about the frame is wrong. A damaged frame makes no
   *     call; one that was written wrong may have made those for its first events, and the reader
   *     must undo them or stop.
   */
  public void decode(DirectBuffer source, int offset, int length, EventHandler handler) {
    long seq = 0;
    try {
      copy(source, offset, length);
      if (in.templateId() != EventFrameDecoder.TEMPLATE_ID) {
        throw in.malformed(Defect.UNKNOWN_TEMPLATE);
      }
      int block = in.block(EventFrameDecoder.BLOCK_LENGTH);
      frame.wrap(buffer, block, EventFrameDecoder.BLOCK_LENGTH, EventFrameDecoder.SCHEMA_VERSION);
      if (!seal.holds(buffer, 0, length)) {
        throw in.malformed(Defect.WRONG_CHECKSUM);
      }
      long firstSeq = frame.firstSeq();
      long lastSeq = frame.lastSeq();
      int flags = frame.flags().getRaw();
      in.onlyFlags(flags, EventFrame.BEGINS_COMMAND | EventFrame.ENDS_COMMAND);
      if (firstSeq <= 0 || lastSeq < firstSeq) {
        throw in.malformed(Defect.WRONG_SEQUENCE);
      }
      if ((flags & EventFrame.BEGINS_COMMAND) != 0) {
        handler.onCommand(frame.timeMs(), frame.origin(), frame.correlation(), frame.actor());
      }
      for (seq = firstSeq; seq <= lastSeq; seq++) {
        int size = in.unsignedShort();
        int start = in.take(size);
        in.wrap(buffer, start, size);
        event(seq, handler);
        in.wrap(buffer, start + size, length - start - size);
      }
      in.end();
      if ((flags & EventFrame.ENDS_COMMAND) != 0) {
        handler.onCommandEnd(lastSeq);
      }
    } catch (MalformedMessage malformed) {
      throw new CorruptFrameException(malformed.defect(), malformed.position(), length, seq);
    }
  }

  /** Takes the frame out of a buffer that others may write, so what was checked is what is read. */
  private void copy(DirectBuffer source, int offset, int length) {
    in.wrap(buffer, 0, 0);
    if (offset < 0 || length < 0 || length > source.capacity() - offset) {
      throw in.malformed(Defect.TRUNCATED);
    }
    if (length > EventFrame.MAX_LENGTH) {
      throw in.malformed(Defect.TOO_LONG);
    }
    source.getBytes(offset, bytes, 0, length);
    in.wrap(buffer, 0, length);
  }

  private void event(long seq, EventHandler handler) {
    switch (in.templateId()) {
      case RejectedDecoder.TEMPLATE_ID -> rejected(seq, handler);
      case AccountOpenedDecoder.TEMPLATE_ID -> accountOpened(seq, handler);
      case TransferredDecoder.TEMPLATE_ID -> transferred(seq, handler);
      case PostingDecoder.TEMPLATE_ID -> posting(seq, handler);
      case EventCreatedDecoder.TEMPLATE_ID -> eventCreated(seq, handler);
      case MarketCreatedDecoder.TEMPLATE_ID -> marketCreated(seq, handler);
      case MarketStateChangedDecoder.TEMPLATE_ID -> marketStateChanged(seq, handler);
      case ResolutionProposedDecoder.TEMPLATE_ID -> resolutionProposed(seq, handler);
      case ResolvedDecoder.TEMPLATE_ID -> resolved(seq, handler);
      case OrderPlacedDecoder.TEMPLATE_ID -> orderPlaced(seq, handler);
      case TradeDecoder.TEMPLATE_ID -> trade(seq, handler);
      case OrderClosedDecoder.TEMPLATE_ID -> orderClosed(seq, handler);
      case SetsChangedDecoder.TEMPLATE_ID -> setsChanged(seq, handler);
      case MakerMovedDecoder.TEMPLATE_ID -> makerMoved(seq, handler);
      case HolderSettledDecoder.TEMPLATE_ID -> holderSettled(seq, handler);
      case QuotedDecoder.TEMPLATE_ID -> quoted(seq, handler);
      case RepeatedDecoder.TEMPLATE_ID -> repeated(seq, handler);
      case AccountChangedDecoder.TEMPLATE_ID -> accountChanged(seq, handler);
      case ExchangeStateChangedDecoder.TEMPLATE_ID -> exchangeStateChanged(seq, handler);
      case ItemRejectedDecoder.TEMPLATE_ID -> itemRejected(seq, handler);
      case BasketPlacedDecoder.TEMPLATE_ID -> basketPlaced(seq, handler);
      case OrderAmendedDecoder.TEMPLATE_ID -> orderAmended(seq, handler);
      case OrderReducedDecoder.TEMPLATE_ID -> orderReduced(seq, handler);
      case OrderGroupChangedDecoder.TEMPLATE_ID -> orderGroupChanged(seq, handler);
      case HoldingChangedDecoder.TEMPLATE_ID -> holdingChanged(seq, handler);
      case MarketScheduledDecoder.TEMPLATE_ID -> marketScheduled(seq, handler);
      case ResolutionChallengedDecoder.TEMPLATE_ID -> resolutionChallenged(seq, handler);
      case LiquidityChangedDecoder.TEMPLATE_ID -> liquidityChanged(seq, handler);
      case ProducerChangedDecoder.TEMPLATE_ID -> producerChanged(seq, handler);
      case EventEditedDecoder.TEMPLATE_ID -> eventEdited(seq, handler);
      case EventDeletedDecoder.TEMPLATE_ID -> eventDeleted(seq, handler);
      case RecipeChangedDecoder.TEMPLATE_ID -> recipeChanged(seq, handler);
      default -> throw in.malformed(Defect.UNKNOWN_TEMPLATE);
    }
  }

  private void rejected(long seq, EventHandler handler) {
    int block = in.block(RejectedDecoder.BLOCK_LENGTH);
    rejected.wrap(buffer, block, RejectedDecoder.BLOCK_LENGTH, RejectedDecoder.SCHEMA_VERSION);
    RefusalLayout.read(rejected.terms(), in, rejection);
    in.end();
    handler.onRejected(seq, rejection);
  }

  private void accountOpened(long seq, EventHandler handler) {
    int block = in.block(AccountOpenedDecoder.BLOCK_LENGTH);
    accountOpened.wrap(
        buffer, block, AccountOpenedDecoder.BLOCK_LENGTH, AccountOpenedDecoder.SCHEMA_VERSION);
    boolean netting = in.flag(accountOpened.nettingRaw());
    in.end();
    handler.onAccountOpened(seq, accountOpened.account(), netting);
  }

  private void transferred(long seq, EventHandler handler) {
    int block = in.block(TransferredDecoder.BLOCK_LENGTH);
    transferred.wrap(
        buffer, block, TransferredDecoder.BLOCK_LENGTH, TransferredDecoder.SCHEMA_VERSION);
    var transfer = TransferLayout.read(transferred.terms(), in);
    in.end();
    handler.onTransferred(seq, transfer);
  }

  private void posting(long seq, EventHandler handler) {
    int block = in.block(PostingDecoder.BLOCK_LENGTH);
    posting.wrap(buffer, block, PostingDecoder.BLOCK_LENGTH, PostingDecoder.SCHEMA_VERSION);
    var reason = in.value(WireCode.POSTING_REASON, posting.reasonRaw());
    in.end();
    handler.onPosting(
        seq,
        posting.account(),
        posting.asset(),
        posting.amount(),
        posting.free(),
        posting.held(),
        reason);
  }

  private void eventCreated(long seq, EventHandler handler) {
    int block = in.block(EventCreatedDecoder.BLOCK_LENGTH);
    eventCreated.wrap(
        buffer, block, EventCreatedDecoder.BLOCK_LENGTH, EventCreatedDecoder.SCHEMA_VERSION);
    boolean exclusive = in.flag(eventCreated.exclusiveRaw());
    var spec =
        events.read(buffer, in, eventCreated.openAtMs(), eventCreated.closeAtMs(), exclusive);
    in.end();
    handler.onEventCreated(seq, eventCreated.eventNumber(), spec);
  }

  private void eventEdited(long seq, EventHandler handler) {
    int block = in.block(EventEditedDecoder.BLOCK_LENGTH);
    eventEdited.wrap(
        buffer, block, EventEditedDecoder.BLOCK_LENGTH, EventEditedDecoder.SCHEMA_VERSION);
    var edit =
        EditLayout.read(
            eventEdited.eventNumber(), eventEdited.closeAtMs(), eventEdited.stated().getRaw(), in);
    in.end();
    handler.onEventEdited(seq, edit);
  }

  private void eventDeleted(long seq, EventHandler handler) {
    int block = in.block(EventDeletedDecoder.BLOCK_LENGTH);
    eventDeleted.wrap(
        buffer, block, EventDeletedDecoder.BLOCK_LENGTH, EventDeletedDecoder.SCHEMA_VERSION);
    String reason = in.longText(TextLimits.REASON_MAX);
    in.end();
    handler.onEventDeleted(seq, eventDeleted.eventNumber(), reason);
  }

  private void marketCreated(long seq, EventHandler handler) {
    int block = in.block(MarketCreatedDecoder.BLOCK_LENGTH);
    marketCreated.wrap(
        buffer, block, MarketCreatedDecoder.BLOCK_LENGTH, MarketCreatedDecoder.SCHEMA_VERSION);
    var spec = EventLayout.read(marketCreated.terms(), in);
    in.end();
    handler.onMarketCreated(seq, marketCreated.market(), marketCreated.eventNumber(), spec);
  }

  private void marketStateChanged(long seq, EventHandler handler) {
    int block = in.block(MarketStateChangedDecoder.BLOCK_LENGTH);
    marketStateChanged.wrap(
        buffer,
        block,
        MarketStateChangedDecoder.BLOCK_LENGTH,
        MarketStateChangedDecoder.SCHEMA_VERSION);
    var state = in.value(WireCode.MARKET_STATE, marketStateChanged.stateRaw());
    in.end();
    handler.onMarketStateChanged(seq, marketStateChanged.market(), state);
  }

  private void resolutionProposed(long seq, EventHandler handler) {
    int block = in.block(ResolutionProposedDecoder.BLOCK_LENGTH);
    resolutionProposed.wrap(
        buffer,
        block,
        ResolutionProposedDecoder.BLOCK_LENGTH,
        ResolutionProposedDecoder.SCHEMA_VERSION);
    String evidence = in.longText(TextLimits.EVIDENCE_MAX);
    in.end();
    handler.onResolutionProposed(
        seq, resolutionProposed.market(), resolutionProposed.yesFraction(), evidence);
  }

  private void resolved(long seq, EventHandler handler) {
    int block = in.block(ResolvedDecoder.BLOCK_LENGTH);
    resolved.wrap(buffer, block, ResolvedDecoder.BLOCK_LENGTH, ResolvedDecoder.SCHEMA_VERSION);
    in.end();
    handler.onResolved(seq, resolved.market(), resolved.yesFraction(), resolved.finalAtMs());
  }

  private void orderPlaced(long seq, EventHandler handler) {
    int block = in.block(OrderPlacedDecoder.BLOCK_LENGTH);
    orderPlaced.wrap(
        buffer, block, OrderPlacedDecoder.BLOCK_LENGTH, OrderPlacedDecoder.SCHEMA_VERSION);
    OrderLayout.read(orderPlaced.terms(), in, order);
    in.end();
    handler.onOrderPlaced(seq, orderPlaced.order(), orderPlaced.quantity(), order);
  }

  private void trade(long seq, EventHandler handler) {
    int block = in.block(TradeDecoder.BLOCK_LENGTH);
    trades.wrap(buffer, block, TradeDecoder.BLOCK_LENGTH, TradeDecoder.SCHEMA_VERSION);
    trade.trade = trades.trade();
    trade.market = trades.market();
    trade.quantity = trades.quantity();
    trade.takerOrder = trades.takerOrder();
    trade.takerAccount = trades.takerAccount();
    trade.takerCost = trades.takerCost();
    trade.takerFee = trades.takerFee();
    trade.takerRemaining = trades.takerRemaining();
    trade.makerOrder = trades.makerOrder();
    trade.makerAccount = trades.makerAccount();
    trade.makerCost = trades.makerCost();
    trade.makerFee = trades.makerFee();
    trade.makerRemaining = trades.makerRemaining();
    trade.yesPrice = trades.yesPrice();
    trade.kind = in.value(WireCode.TRADE_KIND, trades.kindRaw());
    trade.takerSide = in.value(WireCode.SIDE, trades.takerSideRaw());
    trade.takerOutcome = in.value(WireCode.OUTCOME, trades.takerOutcomeRaw());
    trade.makerSide = in.value(WireCode.SIDE, trades.makerSideRaw());
    trade.makerOutcome = in.value(WireCode.OUTCOME, trades.makerOutcomeRaw());
    in.end();
    handler.onTrade(seq, trade);
  }

  private void orderClosed(long seq, EventHandler handler) {
    int block = in.block(OrderClosedDecoder.BLOCK_LENGTH);
    orderClosed.wrap(
        buffer, block, OrderClosedDecoder.BLOCK_LENGTH, OrderClosedDecoder.SCHEMA_VERSION);
    var reason = in.value(WireCode.CLOSE_REASON, orderClosed.reasonRaw());
    in.end();
    handler.onOrderClosed(
        seq,
        orderClosed.order(),
        orderClosed.account(),
        orderClosed.market(),
        reason,
        orderClosed.remaining());
  }

  private void setsChanged(long seq, EventHandler handler) {
    int block = in.block(SetsChangedDecoder.BLOCK_LENGTH);
    setsChanged.wrap(
        buffer, block, SetsChangedDecoder.BLOCK_LENGTH, SetsChangedDecoder.SCHEMA_VERSION);
    var reason = in.value(WireCode.SET_REASON, setsChanged.reasonRaw());
    in.end();
    handler.onSetsChanged(
        seq,
        setsChanged.account(),
        setsChanged.market(),
        setsChanged.quantity(),
        reason,
        setsChanged.yesMark());
  }

  private void makerMoved(long seq, EventHandler handler) {
    int block = in.block(MakerMovedDecoder.BLOCK_LENGTH);
    makerMoved.wrap(
        buffer, block, MakerMovedDecoder.BLOCK_LENGTH, MakerMovedDecoder.SCHEMA_VERSION);
    in.end();
    handler.onMakerMoved(
        seq,
        makerMoved.market(),
        makerMoved.yesSold(),
        makerMoved.noSold(),
        makerMoved.yesPriceBillionths());
  }

  private void holderSettled(long seq, EventHandler handler) {
    int block = in.block(HolderSettledDecoder.BLOCK_LENGTH);
    holderSettled.wrap(
        buffer, block, HolderSettledDecoder.BLOCK_LENGTH, HolderSettledDecoder.SCHEMA_VERSION);
    in.end();
    handler.onHolderSettled(
        seq,
        holderSettled.account(),
        holderSettled.market(),
        holderSettled.yesQuantity(),
        holderSettled.noQuantity(),
        holderSettled.yesPaid(),
        holderSettled.noPaid());
  }

  private void quoted(long seq, EventHandler handler) {
    int block = in.block(QuotedDecoder.BLOCK_LENGTH);
    quoted.wrap(buffer, block, QuotedDecoder.BLOCK_LENGTH, QuotedDecoder.SCHEMA_VERSION);
    quote.account = quoted.account();
    quote.market = quoted.market();
    quote.filled = quoted.filled();
    quote.resting = quoted.resting();
    quote.cost = quoted.cost();
    quote.fee = quoted.fee();
    quote.hold = quoted.hold();
    quote.payoutIfRight = quoted.payoutIfRight();
    quote.worstPrice = quoted.worstPrice();
    quote.yesPriceBefore = quoted.yesPriceBefore();
    quote.yesPriceAfter = quoted.yesPriceAfter();
    quote.item = quoted.item();
    quote.side = in.value(WireCode.SIDE, quoted.sideRaw());
    quote.outcome = in.value(WireCode.OUTCOME, quoted.outcomeRaw());
    int refusal = quoted.refusalRaw();
    quote.refusal =
        refusal == ReasonCode.NULL_VAL.value() ? null : in.value(WireCode.REASON, refusal);
    quote.keepsPriority = in.flag(quoted.keepsPriorityRaw());
    in.end();
    handler.onQuoted(seq, quote);
  }

  private void repeated(long seq, EventHandler handler) {
    int block = in.block(RepeatedDecoder.BLOCK_LENGTH);
    repeated.wrap(buffer, block, RepeatedDecoder.BLOCK_LENGTH, RepeatedDecoder.SCHEMA_VERSION);
    in.end();
    handler.onRepeated(seq, repeated.firstSeq(), repeated.lastSeq());
  }

  private void accountChanged(long seq, EventHandler handler) {
    int block = in.block(AccountChangedDecoder.BLOCK_LENGTH);
    accountChanged.wrap(
        buffer, block, AccountChangedDecoder.BLOCK_LENGTH, AccountChangedDecoder.SCHEMA_VERSION);
    boolean netting = in.flag(accountChanged.nettingRaw());
    boolean suspended = in.flag(accountChanged.suspendedRaw());
    in.end();
    handler.onAccountChanged(seq, accountChanged.account(), netting, suspended);
  }

  private void exchangeStateChanged(long seq, EventHandler handler) {
    int block = in.block(ExchangeStateChangedDecoder.BLOCK_LENGTH);
    exchangeStateChanged.wrap(
        buffer,
        block,
        ExchangeStateChangedDecoder.BLOCK_LENGTH,
        ExchangeStateChangedDecoder.SCHEMA_VERSION);
    var state = in.value(WireCode.EXCHANGE_STATE, exchangeStateChanged.stateRaw());
    in.end();
    handler.onExchangeStateChanged(seq, state);
  }

  private void itemRejected(long seq, EventHandler handler) {
    int block = in.block(ItemRejectedDecoder.BLOCK_LENGTH);
    itemRejected.wrap(
        buffer, block, ItemRejectedDecoder.BLOCK_LENGTH, ItemRejectedDecoder.SCHEMA_VERSION);
    RefusalLayout.read(itemRejected.terms(), in, rejection);
    in.end();
    handler.onItemRejected(seq, rejection);
  }

  private void basketPlaced(long seq, EventHandler handler) {
    int block = in.block(BasketPlacedDecoder.BLOCK_LENGTH);
    basketPlaced.wrap(
        buffer, block, BasketPlacedDecoder.BLOCK_LENGTH, BasketPlacedDecoder.SCHEMA_VERSION);
    in.shortText(clientOrderId, PlaceOrder.CLIENT_ORDER_ID_MAX);
    in.end();
    handler.onBasketPlaced(
        seq, basketPlaced.basket(), basketPlaced.account(), basketPlaced.orders(), clientOrderId);
  }

  private void orderAmended(long seq, EventHandler handler) {
    int block = in.block(OrderAmendedDecoder.BLOCK_LENGTH);
    orderAmended.wrap(
        buffer, block, OrderAmendedDecoder.BLOCK_LENGTH, OrderAmendedDecoder.SCHEMA_VERSION);
    boolean keptPriority = in.flag(orderAmended.keptPriorityRaw());
    boolean restated = in.flag(orderAmended.restatedRaw());
    in.end();
    handler.onOrderAmended(
        seq,
        orderAmended.order(),
        orderAmended.account(),
        orderAmended.market(),
        orderAmended.price(),
        orderAmended.quantity(),
        orderAmended.remaining(),
        keptPriority,
        restated);
  }

  private void orderReduced(long seq, EventHandler handler) {
    int block = in.block(OrderReducedDecoder.BLOCK_LENGTH);
    orderReduced.wrap(
        buffer, block, OrderReducedDecoder.BLOCK_LENGTH, OrderReducedDecoder.SCHEMA_VERSION);
    ReduceReason reason = in.value(WireCode.REDUCE_REASON, orderReduced.reasonRaw());
    in.end();
    handler.onOrderReduced(
        seq,
        orderReduced.order(),
        orderReduced.account(),
        orderReduced.market(),
        orderReduced.by(),
        orderReduced.remaining(),
        reason);
  }

  private void orderGroupChanged(long seq, EventHandler handler) {
    int block = in.block(OrderGroupChangedDecoder.BLOCK_LENGTH);
    orderGroupChanged.wrap(
        buffer,
        block,
        OrderGroupChangedDecoder.BLOCK_LENGTH,
        OrderGroupChangedDecoder.SCHEMA_VERSION);
    var state = in.value(WireCode.GROUP_STATE, orderGroupChanged.stateRaw());
    in.end();
    handler.onOrderGroupChanged(
        seq,
        orderGroupChanged.orderGroup(),
        orderGroupChanged.account(),
        orderGroupChanged.fillLimit(),
        orderGroupChanged.windowMs(),
        state);
  }

  private void holdingChanged(long seq, EventHandler handler) {
    int block = in.block(HoldingChangedDecoder.BLOCK_LENGTH);
    holdingChanged.wrap(
        buffer, block, HoldingChangedDecoder.BLOCK_LENGTH, HoldingChangedDecoder.SCHEMA_VERSION);
    var outcome = in.value(WireCode.OUTCOME, holdingChanged.outcomeRaw());
    var reason = in.value(WireCode.HOLDING_REASON, holdingChanged.reasonRaw());
    in.end();
    handler.onHoldingChanged(
        seq,
        holdingChanged.account(),
        holdingChanged.market(),
        outcome,
        holdingChanged.quantity(),
        holdingChanged.amount(),
        reason,
        holdingChanged.yesMark());
  }

  private void marketScheduled(long seq, EventHandler handler) {
    int block = in.block(MarketScheduledDecoder.BLOCK_LENGTH);
    marketScheduled.wrap(
        buffer, block, MarketScheduledDecoder.BLOCK_LENGTH, MarketScheduledDecoder.SCHEMA_VERSION);
    in.end();
    handler.onMarketScheduled(
        seq, marketScheduled.market(), marketScheduled.openAtMs(), marketScheduled.closeAtMs());
  }

  private void resolutionChallenged(long seq, EventHandler handler) {
    int block = in.block(ResolutionChallengedDecoder.BLOCK_LENGTH);
    resolutionChallenged.wrap(
        buffer,
        block,
        ResolutionChallengedDecoder.BLOCK_LENGTH,
        ResolutionChallengedDecoder.SCHEMA_VERSION);
    String reason = in.longText(TextLimits.CHALLENGE_MAX);
    in.end();
    handler.onResolutionChallenged(seq, resolutionChallenged.market(), reason);
  }

  private void liquidityChanged(long seq, EventHandler handler) {
    int block = in.block(LiquidityChangedDecoder.BLOCK_LENGTH);
    liquidityChanged.wrap(
        buffer,
        block,
        LiquidityChangedDecoder.BLOCK_LENGTH,
        LiquidityChangedDecoder.SCHEMA_VERSION);
    in.end();
    handler.onLiquidityChanged(seq, liquidityChanged.market(), liquidityChanged.liquidity());
  }

  private void producerChanged(long seq, EventHandler handler) {
    int block = in.block(ProducerChangedDecoder.BLOCK_LENGTH);
    producerChanged.wrap(
        buffer, block, ProducerChangedDecoder.BLOCK_LENGTH, ProducerChangedDecoder.SCHEMA_VERSION);
    boolean authorised = in.flag(producerChanged.authorisedRaw());
    in.end();
    handler.onProducerChanged(seq, producerChanged.account(), producerChanged.market(), authorised);
  }

  private void recipeChanged(long seq, EventHandler handler) {
    int block = in.block(RecipeChangedDecoder.BLOCK_LENGTH);
    recipeChanged.wrap(
        buffer, block, RecipeChangedDecoder.BLOCK_LENGTH, RecipeChangedDecoder.SCHEMA_VERSION);
    var recipe = RecipeLayout.read(recipeChanged.market(), in);
    in.end();
    handler.onRecipeChanged(seq, recipe);
  }
}
