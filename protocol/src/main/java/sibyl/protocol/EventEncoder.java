package sibyl.protocol;

import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Text;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;
import sibyl.protocol.sbe.AccountChangedEncoder;
import sibyl.protocol.sbe.AccountOpenedEncoder;
import sibyl.protocol.sbe.BasketPlacedEncoder;
import sibyl.protocol.sbe.EventCreatedEncoder;
import sibyl.protocol.sbe.EventDeletedEncoder;
import sibyl.protocol.sbe.EventEditedEncoder;
import sibyl.protocol.sbe.ExchangeStateChangedEncoder;
import sibyl.protocol.sbe.FlagCode;
import sibyl.protocol.sbe.HolderSettledEncoder;
import sibyl.protocol.sbe.HoldingChangedEncoder;
import sibyl.protocol.sbe.ItemRejectedEncoder;
import sibyl.protocol.sbe.LiquidityChangedEncoder;
import sibyl.protocol.sbe.MakerMovedEncoder;
import sibyl.protocol.sbe.MarketCreatedEncoder;
import sibyl.protocol.sbe.MarketScheduledEncoder;
import sibyl.protocol.sbe.MarketStateChangedEncoder;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.OrderAmendedEncoder;
import sibyl.protocol.sbe.OrderGroupChangedEncoder;
import sibyl.protocol.sbe.OrderReducedEncoder;
import sibyl.protocol.sbe.ProducerChangedEncoder;
import sibyl.protocol.sbe.QuotedEncoder;
import sibyl.protocol.sbe.ReasonCode;
import sibyl.protocol.sbe.RecipeChangedEncoder;
import sibyl.protocol.sbe.RejectedEncoder;
import sibyl.protocol.sbe.RepeatedEncoder;
import sibyl.protocol.sbe.ResolutionChallengedEncoder;
import sibyl.protocol.sbe.ResolutionProposedEncoder;
import sibyl.protocol.sbe.ResolvedEncoder;
import sibyl.protocol.sbe.TransferredEncoder;

/**
 * Packs the events of each command into frames of at most {@link EventFrame#MAX_LENGTH} bytes and
 * hands them to an {@link UnsealedFrameSink}. Equal calls make equal bytes, on every machine: a
 * frame is cut where the next event no longer fits and nowhere else. A command without events
 * leaves no frame. For one thread; orders, trades and postings allocate nothing.
 *
 * <p>A call out of turn or a number that is not dense is a bug of the caller, {@link
 * IllegalStateException}; so is an event longer than a frame, {@link IllegalArgumentException}. The
 * encoder must not be used after either.
 */
public final class EventEncoder implements EventHandler {
  private static final long UNKNOWN = 0;

  /** Twice a frame: an event is written behind the others before it is known to fit. */
  private final byte[] bytes = new byte[2 * EventFrame.MAX_LENGTH];

  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private final MessageWriter out = new MessageWriter(buffer);
  private final EventLayout events = new EventLayout();
  private final UnsealedFrameSink sink;
  private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
  private final RejectedEncoder rejected = new RejectedEncoder();
  private final AccountOpenedEncoder accountOpened = new AccountOpenedEncoder();
  private final TransferredEncoder transferred = new TransferredEncoder();
  private final EventCreatedEncoder eventCreated = new EventCreatedEncoder();
  private final MarketCreatedEncoder marketCreated = new MarketCreatedEncoder();
  private final MarketStateChangedEncoder marketStateChanged = new MarketStateChangedEncoder();
  private final ResolutionProposedEncoder resolutionProposed = new ResolutionProposedEncoder();
  private final ResolvedEncoder resolved = new ResolvedEncoder();
  private final MakerMovedEncoder makerMoved = new MakerMovedEncoder();
  private final HolderSettledEncoder holderSettled = new HolderSettledEncoder();
  private final QuotedEncoder quoted = new QuotedEncoder();
  private final RepeatedEncoder repeated = new RepeatedEncoder();
  private final AccountChangedEncoder accountChanged = new AccountChangedEncoder();
  private final ExchangeStateChangedEncoder exchangeStateChanged =
      new ExchangeStateChangedEncoder();
  private final ItemRejectedEncoder itemRejected = new ItemRejectedEncoder();
  private final BasketPlacedEncoder basketPlaced = new BasketPlacedEncoder();
  private final OrderAmendedEncoder orderAmended = new OrderAmendedEncoder();
  private final OrderReducedEncoder orderReduced = new OrderReducedEncoder();
  private final OrderGroupChangedEncoder orderGroupChanged = new OrderGroupChangedEncoder();
  private final HoldingChangedEncoder holdingChanged = new HoldingChangedEncoder();
  private final MarketScheduledEncoder marketScheduled = new MarketScheduledEncoder();
  private final ResolutionChallengedEncoder resolutionChallenged =
      new ResolutionChallengedEncoder();
  private final LiquidityChangedEncoder liquidityChanged = new LiquidityChangedEncoder();
  private final ProducerChangedEncoder producerChanged = new ProducerChangedEncoder();
  private final EventEditedEncoder eventEdited = new EventEditedEncoder();
  private final EventDeletedEncoder eventDeleted = new EventDeletedEncoder();
  private final RecipeChangedEncoder recipeChanged = new RecipeChangedEncoder();

  private boolean inCommand;

  /** Flags of the frame being filled. */
  private int flags;

  /** The number the next event must have. */
  private long nextSeq = UNKNOWN;

  /** The number of the first event in the frame; meaningless while it has none. */
  private long firstSeq;

  /** Where the next event goes. */
  private int limit = EventFrame.FIRST_EVENT;

  public EventEncoder(UnsealedFrameSink sink) {
    this.sink = sink;
  }

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    if (inCommand) {
      throw new IllegalStateException("a command within a command, after event " + (nextSeq - 1));
    }
    inCommand = true;
    HotEvents.command(bytes, timeMs, origin, correlation, actor);
    flags = EventFrame.BEGINS_COMMAND;
    limit = EventFrame.FIRST_EVENT;
  }

  @Override
  public void onCommandEnd(long lastSeq) {
    if (!inCommand) {
      throw new IllegalStateException("end of no command, at event " + lastSeq);
    }
    inCommand = false;
    if (limit == EventFrame.FIRST_EVENT) {
      return;
    }
    if (lastSeq != nextSeq - 1) {
      throw new IllegalStateException(
          "command ends at event " + lastSeq + ", its last was " + (nextSeq - 1));
    }
    flags |= EventFrame.ENDS_COMMAND;
    handOver(limit, lastSeq);
  }

  /**
   * Begins an event behind those already in the frame.
   *
   * @return where its message goes
   */
  private int begin(long seq) {
    if (!inCommand || seq != nextSeq) {
      checkTurn(seq);
    }
    if (limit == EventFrame.FIRST_EVENT) {
      firstSeq = seq;
    }
    return limit + EventFrame.LENGTH_PREFIX;
  }

  private void checkTurn(long seq) {
    if (!inCommand) {
      throw new IllegalStateException("event " + seq + " outside of a command");
    }
    if (nextSeq != UNKNOWN) {
      throw new IllegalStateException("event " + seq + " where " + nextSeq + " was due");
    }
  }

  /** Ends the event begun last, whose message ends at {@code end}. */
  private void finish(long seq, int end) {
    int start = limit;
    int size = end - start;
    HotEvents.lengthPrefix(bytes, start, size - EventFrame.LENGTH_PREFIX);
    limit = end;
    nextSeq = seq + 1;
    if (end > EventFrame.MAX_LENGTH) {
      if (size > EventFrame.MAX_LENGTH - EventFrame.FIRST_EVENT) {
        throw new IllegalArgumentException("event " + seq + " is longer than a frame: " + size);
      }
      handOver(start, seq - 1);
      flags = 0;
      System.arraycopy(bytes, start, bytes, EventFrame.FIRST_EVENT, size);
      limit = EventFrame.FIRST_EVENT + size;
      firstSeq = seq;
    }
  }

  private void handOver(int length, long lastSeq) {
    HotEvents.frame(bytes, firstSeq, lastSeq, flags);
    sink.onFrame(buffer, 0, length, firstSeq, lastSeq);
  }

  @Override
  public void onRejected(long seq, Rejection rejection) {
    rejected.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    RefusalLayout.write(rejection, rejected.terms());
    finish(seq, rejected.limit());
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    accountOpened.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    accountOpened.account(account).netting(flag(netting));
    finish(seq, accountOpened.limit());
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    transferred.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    TransferLayout.write(transfer, transferred.terms());
    finish(seq, transferred.limit());
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    finish(seq, HotEvents.posting(bytes, begin(seq), account, asset, amount, free, held, reason));
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    eventCreated.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    eventCreated
        .eventNumber(event)
        .closeAtMs(spec.closeAtMs())
        .openAtMs(spec.openAtMs())
        .exclusive(flag(spec.exclusive()));
    out.position(eventCreated.limit());
    events.write(spec, buffer, out);
    finish(seq, out.position());
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    eventEdited.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    eventEdited.eventNumber(edit.event()).closeAtMs(edit.closeAtMs());
    EditLayout.write(edit, eventEdited.stated());
    out.position(eventEdited.limit());
    EditLayout.write(edit, out);
    finish(seq, out.position());
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    eventDeleted.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    eventDeleted.eventNumber(event);
    out.position(eventDeleted.limit());
    out.longText("reason", reason, TextLimits.REASON_MAX);
    finish(seq, out.position());
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    marketCreated.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    marketCreated.market(market).eventNumber(event);
    out.position(marketCreated.limit());
    EventLayout.write(spec, marketCreated.terms(), out);
    finish(seq, out.position());
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    marketStateChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    marketStateChanged.market(market).state(WireCode.MARKET_STATE.of(state));
    finish(seq, marketStateChanged.limit());
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    resolutionProposed.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    resolutionProposed.market(market).yesFraction(yesFraction);
    out.position(resolutionProposed.limit());
    out.longText("evidence", evidence, TextLimits.EVIDENCE_MAX);
    finish(seq, out.position());
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    resolved.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    resolved.market(market).finalAtMs(finalAtMs).yesFraction(yesFraction);
    finish(seq, resolved.limit());
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    int texts = HotEvents.orderPlaced(bytes, begin(seq), order, quantity, spec);
    if (spec.clientOrderId.isEmpty() && spec.message.isEmpty()) {
      finish(seq, HotEvents.noTexts(bytes, texts));
      return;
    }
    out.position(texts);
    OrderLayout.writeTexts(spec, out);
    finish(seq, out.position());
  }

  @Override
  public void onTrade(long seq, Trade trade) {
    finish(seq, HotEvents.trade(bytes, begin(seq), trade));
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    finish(
        seq, HotEvents.orderClosed(bytes, begin(seq), order, account, market, reason, remaining));
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    finish(
        seq, HotEvents.setsChanged(bytes, begin(seq), account, market, quantity, reason, yesMark));
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    makerMoved.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    makerMoved
        .market(market)
        .yesSold(yesSold)
        .noSold(noSold)
        .yesPriceBillionths(yesPriceBillionths);
    finish(seq, makerMoved.limit());
  }

  @Override
  public void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid) {
    holderSettled.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    holderSettled
        .account(account)
        .market(market)
        .yesQuantity(yesQuantity)
        .noQuantity(noQuantity)
        .yesPaid(yesPaid)
        .noPaid(noPaid);
    finish(seq, holderSettled.limit());
  }

  @Override
  public void onQuoted(long seq, Quote quote) {
    quoted.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    quoted
        .account(quote.account)
        .market(quote.market)
        .filled(quote.filled)
        .resting(quote.resting)
        .cost(quote.cost)
        .fee(quote.fee)
        .hold(quote.hold)
        .payoutIfRight(quote.payoutIfRight)
        .worstPrice(quote.worstPrice)
        .yesPriceBefore(quote.yesPriceBefore)
        .yesPriceAfter(quote.yesPriceAfter)
        .item(quote.item)
        .side(WireCode.SIDE.of(quote.side))
        .outcome(WireCode.OUTCOME.of(quote.outcome))
        .refusal(quote.refusal == null ? ReasonCode.NULL_VAL : WireCode.REASON.of(quote.refusal))
        .keepsPriority(flag(quote.keepsPriority));
    finish(seq, quoted.limit());
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    repeated.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    repeated.firstSeq(firstSeq).lastSeq(lastSeq);
    finish(seq, repeated.limit());
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    accountChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    accountChanged.account(account).netting(flag(netting)).suspended(flag(suspended));
    finish(seq, accountChanged.limit());
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    exchangeStateChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    exchangeStateChanged.state(WireCode.EXCHANGE_STATE.of(state));
    finish(seq, exchangeStateChanged.limit());
  }

  @Override
  public void onItemRejected(long seq, Rejection rejection) {
    itemRejected.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    RefusalLayout.write(rejection, itemRejected.terms());
    finish(seq, itemRejected.limit());
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    basketPlaced.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    basketPlaced.basket(basket).account(account).orders(orders);
    out.position(basketPlaced.limit());
    out.shortText("client order id", clientOrderId, PlaceOrder.CLIENT_ORDER_ID_MAX);
    finish(seq, out.position());
  }

  @Override
  public void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    orderAmended.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    orderAmended
        .order(order)
        .account(account)
        .market(market)
        .quantity(quantity)
        .remaining(remaining)
        .price(price)
        .keptPriority(flag(keptPriority))
        .restated(flag(restated));
    finish(seq, orderAmended.limit());
  }

  @Override
  public void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason) {
    orderReduced.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    orderReduced
        .order(order)
        .account(account)
        .market(market)
        .by(by)
        .remaining(remaining)
        .reason(WireCode.REDUCE_REASON.of(reason));
    finish(seq, orderReduced.limit());
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    orderGroupChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    orderGroupChanged
        .orderGroup(group)
        .account(account)
        .fillLimit(limit)
        .windowMs(windowMs)
        .state(WireCode.GROUP_STATE.of(state));
    finish(seq, orderGroupChanged.limit());
  }

  @Override
  public void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {
    holdingChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    holdingChanged
        .account(account)
        .market(market)
        .quantity(quantity)
        .amount(amount)
        .outcome(WireCode.OUTCOME.of(outcome))
        .reason(WireCode.HOLDING_REASON.of(reason))
        .yesMark(yesMark);
    finish(seq, holdingChanged.limit());
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    marketScheduled.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    marketScheduled.market(market).openAtMs(openAtMs).closeAtMs(closeAtMs);
    finish(seq, marketScheduled.limit());
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    resolutionChallenged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    resolutionChallenged.market(market);
    out.position(resolutionChallenged.limit());
    out.longText("challenge", reason, TextLimits.CHALLENGE_MAX);
    finish(seq, out.position());
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    liquidityChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    liquidityChanged.market(market).liquidity(liquidity);
    finish(seq, liquidityChanged.limit());
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    producerChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    producerChanged.account(account).market(market).authorised(flag(authorised));
    finish(seq, producerChanged.limit());
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    recipeChanged.wrapAndApplyHeader(buffer, begin(seq), messageHeader);
    recipeChanged.market(recipe.market());
    out.position(recipeChanged.limit());
    RecipeLayout.write(recipe, out);
    finish(seq, out.position());
  }

  private static FlagCode flag(boolean value) {
    return value ? FlagCode.YES : FlagCode.NO;
  }
}
