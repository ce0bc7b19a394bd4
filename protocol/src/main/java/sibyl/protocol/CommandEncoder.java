package sibyl.protocol;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;
import sibyl.protocol.sbe.AcceptOfferEncoder;
import sibyl.protocol.sbe.AddLiquidityEncoder;
import sibyl.protocol.sbe.AdjustInventoryEncoder;
import sibyl.protocol.sbe.AmendOrderEncoder;
import sibyl.protocol.sbe.AuthoriseProducerEncoder;
import sibyl.protocol.sbe.CancelOrderEncoder;
import sibyl.protocol.sbe.CancelOrdersEncoder;
import sibyl.protocol.sbe.ChallengeResolutionEncoder;
import sibyl.protocol.sbe.ChangeAccountEncoder;
import sibyl.protocol.sbe.ChangeMarketStateEncoder;
import sibyl.protocol.sbe.ChangeOrderGroupEncoder;
import sibyl.protocol.sbe.ChangeSetsEncoder;
import sibyl.protocol.sbe.ConfirmResolutionEncoder;
import sibyl.protocol.sbe.ConvertSharesEncoder;
import sibyl.protocol.sbe.CreateEventEncoder;
import sibyl.protocol.sbe.DeleteEventEncoder;
import sibyl.protocol.sbe.EditEventEncoder;
import sibyl.protocol.sbe.FlagCode;
import sibyl.protocol.sbe.MergeOrdersEncoder;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.OpenAccountEncoder;
import sibyl.protocol.sbe.PlaceOrderEncoder;
import sibyl.protocol.sbe.PlaceOrdersEncoder;
import sibyl.protocol.sbe.ProduceEncoder;
import sibyl.protocol.sbe.ProposeResolutionEncoder;
import sibyl.protocol.sbe.QuoteAmendmentEncoder;
import sibyl.protocol.sbe.QuoteEncoder;
import sibyl.protocol.sbe.QuoteOrdersEncoder;
import sibyl.protocol.sbe.ScheduleMarketEncoder;
import sibyl.protocol.sbe.SenderEncoder;
import sibyl.protocol.sbe.SetExchangeStateEncoder;
import sibyl.protocol.sbe.SetRecipeEncoder;
import sibyl.protocol.sbe.SettleMarketEncoder;
import sibyl.protocol.sbe.TransferEncoder;

/**
 * Writes one command at a time into its own buffer, as one message. The log time of the header is
 * not written: the log gives it. For one thread; placing, amending, canceling and quoting allocate
 * nothing.
 *
 * <p>Every method throws {@link IllegalArgumentException} for a text or list that is longer than
 * {@link TextLimits} or {@link PlaceOrder} allow or not well formed, and for a command longer than
 * {@link #MAX_LENGTH}; {@link #length()} is then 0. Numbers are the engine's to judge.
 */
public final class CommandEncoder implements CommandHandler {
  /** Most bytes of a command, so that the event it becomes fits into a frame. */
  public static final int MAX_LENGTH = 24 * 1024;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_LENGTH]);
  private final MessageWriter out = new MessageWriter(buffer);
  private final EventLayout events = new EventLayout();
  private final BatchLayout batches = new BatchLayout();
  private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
  private final OpenAccountEncoder openAccount = new OpenAccountEncoder();
  private final TransferEncoder transfer = new TransferEncoder();
  private final CreateEventEncoder createEvent = new CreateEventEncoder();
  private final EditEventEncoder editEvent = new EditEventEncoder();
  private final DeleteEventEncoder deleteEvent = new DeleteEventEncoder();
  private final ChangeMarketStateEncoder changeMarketState = new ChangeMarketStateEncoder();
  private final ProposeResolutionEncoder proposeResolution = new ProposeResolutionEncoder();
  private final ConfirmResolutionEncoder confirmResolution = new ConfirmResolutionEncoder();
  private final SettleMarketEncoder settleMarket = new SettleMarketEncoder();
  private final PlaceOrderEncoder placeOrder = new PlaceOrderEncoder();
  private final CancelOrderEncoder cancelOrder = new CancelOrderEncoder();
  private final QuoteEncoder quote = new QuoteEncoder();
  private final QuoteAmendmentEncoder quoteAmendment = new QuoteAmendmentEncoder();
  private final AmendOrderEncoder amendOrder = new AmendOrderEncoder();
  private final PlaceOrdersEncoder placeOrders = new PlaceOrdersEncoder();
  private final QuoteOrdersEncoder quoteOrders = new QuoteOrdersEncoder();
  private final CancelOrdersEncoder cancelOrders = new CancelOrdersEncoder();
  private final MergeOrdersEncoder mergeOrders = new MergeOrdersEncoder();
  private final ChangeOrderGroupEncoder changeOrderGroup = new ChangeOrderGroupEncoder();
  private final ChangeSetsEncoder changeSets = new ChangeSetsEncoder();
  private final ConvertSharesEncoder convertShares = new ConvertSharesEncoder();
  private final ScheduleMarketEncoder scheduleMarket = new ScheduleMarketEncoder();
  private final ChallengeResolutionEncoder challengeResolution = new ChallengeResolutionEncoder();
  private final AddLiquidityEncoder addLiquidity = new AddLiquidityEncoder();
  private final SetExchangeStateEncoder setExchangeState = new SetExchangeStateEncoder();
  private final ChangeAccountEncoder changeAccount = new ChangeAccountEncoder();
  private final AdjustInventoryEncoder adjustInventory = new AdjustInventoryEncoder();
  private final AuthoriseProducerEncoder authoriseProducer = new AuthoriseProducerEncoder();
  private final SetRecipeEncoder setRecipe = new SetRecipeEncoder();
  private final ProduceEncoder produce = new ProduceEncoder();
  private final AcceptOfferEncoder acceptOffer = new AcceptOfferEncoder();
  private int length;

  /** Holds the last command from index 0; the next one overwrites it. */
  public DirectBuffer buffer() {
    return buffer;
  }

  /** Bytes of the last command; 0 before the first and after one that could not be written. */
  public int length() {
    return length;
  }

  @Override
  public void openAccount(CommandHeader header, OpenAccount command) {
    length = 0;
    openAccount.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, openAccount.sender());
    openAccount.account(command.account()).netting(flag(command.netting()));
    length = openAccount.limit();
  }

  @Override
  public void transfer(CommandHeader header, Transfer command) {
    length = 0;
    transfer.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, transfer.sender());
    TransferLayout.write(command, transfer.terms());
    length = transfer.limit();
  }

  @Override
  public void createEvent(CommandHeader header, CreateEvent command) {
    length = 0;
    createEvent.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, createEvent.sender());
    createEvent
        .closeAtMs(command.closeAtMs())
        .openAtMs(command.openAtMs())
        .exclusive(flag(command.exclusive()));
    out.position(createEvent.limit());
    events.write(command, buffer, out);
    length = out.position();
  }

  @Override
  public void editEvent(CommandHeader header, EditEvent command) {
    length = 0;
    editEvent.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, editEvent.sender());
    editEvent.eventNumber(command.event()).closeAtMs(command.closeAtMs());
    EditLayout.write(command, editEvent.stated());
    out.position(editEvent.limit());
    EditLayout.write(command, out);
    length = out.position();
  }

  @Override
  public void deleteEvent(CommandHeader header, DeleteEvent command) {
    length = 0;
    deleteEvent.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, deleteEvent.sender());
    deleteEvent.eventNumber(command.event());
    out.position(deleteEvent.limit());
    out.longText("reason", command.reason(), TextLimits.REASON_MAX);
    length = out.position();
  }

  @Override
  public void changeMarketState(CommandHeader header, ChangeMarketState command) {
    length = 0;
    changeMarketState.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, changeMarketState.sender());
    changeMarketState.market(command.market()).to(WireCode.MARKET_STATE.of(command.to()));
    length = changeMarketState.limit();
  }

  @Override
  public void proposeResolution(CommandHeader header, ProposeResolution command) {
    length = 0;
    proposeResolution.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, proposeResolution.sender());
    proposeResolution.market(command.market()).yesFraction(command.yesFraction());
    out.position(proposeResolution.limit());
    out.longText("evidence", command.evidence(), TextLimits.EVIDENCE_MAX);
    length = out.position();
  }

  @Override
  public void confirmResolution(CommandHeader header, ConfirmResolution command) {
    length = 0;
    confirmResolution.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, confirmResolution.sender());
    confirmResolution.market(command.market());
    length = confirmResolution.limit();
  }

  @Override
  public void settleMarket(CommandHeader header, SettleMarket command) {
    length = 0;
    settleMarket.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, settleMarket.sender());
    settleMarket.market(command.market());
    length = settleMarket.limit();
  }

  @Override
  public void placeOrder(CommandHeader header, PlaceOrder command) {
    length = 0;
    placeOrder.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, placeOrder.sender());
    OrderLayout.write(command, placeOrder.terms());
    out.position(placeOrder.limit());
    OrderLayout.writeTexts(command, out);
    length = out.position();
  }

  @Override
  public void cancelOrder(CommandHeader header, CancelOrder command) {
    length = 0;
    cancelOrder.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, cancelOrder.sender());
    cancelOrder.account(command.account).order(command.order);
    length = cancelOrder.limit();
  }

  @Override
  public void quote(CommandHeader header, PlaceOrder command) {
    length = 0;
    quote.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, quote.sender());
    OrderLayout.write(command, quote.terms());
    out.position(quote.limit());
    OrderLayout.writeTexts(command, out);
    length = out.position();
  }

  @Override
  public void amendOrder(CommandHeader header, AmendOrder command) {
    length = 0;
    amendOrder.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, amendOrder.sender());
    amendOrder
        .account(command.account)
        .order(command.order)
        .quantity(command.quantity)
        .validUntilMs(command.validUntilMs)
        .price(command.price);
    length = amendOrder.limit();
  }

  @Override
  public void quoteAmendment(CommandHeader header, AmendOrder command) {
    length = 0;
    quoteAmendment.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, quoteAmendment.sender());
    quoteAmendment
        .account(command.account)
        .order(command.order)
        .quantity(command.quantity)
        .validUntilMs(command.validUntilMs)
        .price(command.price);
    length = quoteAmendment.limit();
  }

  @Override
  public void placeOrders(CommandHeader header, PlaceOrders command) {
    length = 0;
    placeOrders.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, placeOrders.sender());
    placeOrders
        .account(command.account)
        .clientKeyHigh(command.clientKeyHigh)
        .clientKeyLow(command.clientKeyLow)
        .mode(WireCode.BATCH_MODE.of(command.mode));
    out.position(placeOrders.limit());
    batches.write(command, buffer, out);
    length = out.position();
  }

  @Override
  public void quoteOrders(CommandHeader header, PlaceOrders command) {
    length = 0;
    quoteOrders.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, quoteOrders.sender());
    quoteOrders
        .account(command.account)
        .clientKeyHigh(command.clientKeyHigh)
        .clientKeyLow(command.clientKeyLow)
        .mode(WireCode.BATCH_MODE.of(command.mode));
    out.position(quoteOrders.limit());
    batches.write(command, buffer, out);
    length = out.position();
  }

  @Override
  public void cancelOrders(CommandHeader header, CancelOrders command) {
    length = 0;
    cancelOrders.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, cancelOrders.sender());
    cancelOrders
        .account(command.account)
        .market(command.market)
        .eventNumber(command.event)
        .orderGroup(command.group);
    out.position(cancelOrders.limit());
    BatchLayout.write(command.orders, out);
    length = out.position();
  }

  @Override
  public void mergeOrders(CommandHeader header, MergeOrders command) {
    length = 0;
    mergeOrders.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, mergeOrders.sender());
    mergeOrders.account(command.account);
    out.position(mergeOrders.limit());
    BatchLayout.write(command.orders, out);
    length = out.position();
  }

  @Override
  public void changeOrderGroup(CommandHeader header, ChangeOrderGroup command) {
    length = 0;
    changeOrderGroup.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, changeOrderGroup.sender());
    changeOrderGroup
        .account(command.account())
        .orderGroup(command.group())
        .fillLimit(command.limit())
        .windowMs(command.windowMs())
        .action(WireCode.GROUP_ACTION.of(command.action()));
    length = changeOrderGroup.limit();
  }

  @Override
  public void changeSets(CommandHeader header, ChangeSets command) {
    length = 0;
    changeSets.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, changeSets.sender());
    changeSets
        .account(command.account())
        .market(command.market())
        .eventNumber(command.event())
        .quantity(command.quantity())
        .action(WireCode.SET_ACTION.of(command.action()));
    length = changeSets.limit();
  }

  @Override
  public void convertShares(CommandHeader header, ConvertShares command) {
    length = 0;
    convertShares.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, convertShares.sender());
    convertShares
        .account(command.account())
        .eventNumber(command.event())
        .quantity(command.quantity());
    out.position(convertShares.limit());
    out.group("markets", command.markets().size(), TextLimits.MARKETS_MAX, Long.BYTES);
    for (long market : command.markets()) {
      out.int64(market);
    }
    length = out.position();
  }

  @Override
  public void scheduleMarket(CommandHeader header, ScheduleMarket command) {
    length = 0;
    scheduleMarket.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, scheduleMarket.sender());
    scheduleMarket
        .market(command.market())
        .openAtMs(command.openAtMs())
        .closeAtMs(command.closeAtMs());
    length = scheduleMarket.limit();
  }

  @Override
  public void challengeResolution(CommandHeader header, ChallengeResolution command) {
    length = 0;
    challengeResolution.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, challengeResolution.sender());
    challengeResolution.market(command.market());
    out.position(challengeResolution.limit());
    out.longText("challenge", command.reason(), TextLimits.CHALLENGE_MAX);
    length = out.position();
  }

  @Override
  public void addLiquidity(CommandHeader header, AddLiquidity command) {
    length = 0;
    addLiquidity.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, addLiquidity.sender());
    addLiquidity.market(command.market()).liquidity(command.liquidity());
    length = addLiquidity.limit();
  }

  @Override
  public void setExchangeState(CommandHeader header, SetExchangeState command) {
    length = 0;
    setExchangeState.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, setExchangeState.sender());
    setExchangeState.state(WireCode.EXCHANGE_STATE.of(command.state()));
    length = setExchangeState.limit();
  }

  @Override
  public void changeAccount(CommandHeader header, ChangeAccount command) {
    length = 0;
    changeAccount.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, changeAccount.sender());
    changeAccount
        .account(command.account())
        .netting(flag(command.netting()))
        .suspended(flag(command.suspended()));
    length = changeAccount.limit();
  }

  @Override
  public void adjustInventory(CommandHeader header, AdjustInventory command) {
    length = 0;
    adjustInventory.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, adjustInventory.sender());
    adjustInventory
        .account(command.account())
        .market(command.market())
        .quantity(command.quantity())
        .reason(WireCode.HOLDING_REASON.of(command.reason()));
    length = adjustInventory.limit();
  }

  @Override
  public void authoriseProducer(CommandHeader header, AuthoriseProducer command) {
    length = 0;
    authoriseProducer.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, authoriseProducer.sender());
    authoriseProducer
        .account(command.account())
        .market(command.market())
        .authorised(flag(command.authorised()));
    length = authoriseProducer.limit();
  }

  @Override
  public void setRecipe(CommandHeader header, SetRecipe command) {
    length = 0;
    setRecipe.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, setRecipe.sender());
    setRecipe.market(command.market());
    out.position(setRecipe.limit());
    RecipeLayout.write(command, out);
    length = out.position();
  }

  @Override
  public void produce(CommandHeader header, Produce command) {
    length = 0;
    produce.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, produce.sender());
    produce.account(command.account()).market(command.market()).quantity(command.quantity());
    length = produce.limit();
  }

  @Override
  public void acceptOffer(CommandHeader header, AcceptOffer command) {
    length = 0;
    acceptOffer.wrapAndApplyHeader(buffer, 0, messageHeader);
    write(header, acceptOffer.sender());
    acceptOffer
        .account(command.account())
        .order(command.order())
        .quantity(command.quantity())
        .price(command.price());
    length = acceptOffer.limit();
  }

  private static void write(CommandHeader header, SenderEncoder sender) {
    sender
        .origin(header.origin)
        .correlation(header.correlation)
        .actor(header.actor)
        .keyHigh(header.keyHigh)
        .keyLow(header.keyLow)
        .bodyHash(header.bodyHash);
  }

  private static FlagCode flag(boolean value) {
    return value ? FlagCode.YES : FlagCode.NO;
  }
}
