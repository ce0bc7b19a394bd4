package sibyl.protocol;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
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
import sibyl.engine.command.DeleteEvent;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SettleMarket;
import sibyl.protocol.sbe.AcceptOfferDecoder;
import sibyl.protocol.sbe.AddLiquidityDecoder;
import sibyl.protocol.sbe.AdjustInventoryDecoder;
import sibyl.protocol.sbe.AmendOrderDecoder;
import sibyl.protocol.sbe.AuthoriseProducerDecoder;
import sibyl.protocol.sbe.CancelOrderDecoder;
import sibyl.protocol.sbe.CancelOrdersDecoder;
import sibyl.protocol.sbe.ChallengeResolutionDecoder;
import sibyl.protocol.sbe.ChangeAccountDecoder;
import sibyl.protocol.sbe.ChangeMarketStateDecoder;
import sibyl.protocol.sbe.ChangeOrderGroupDecoder;
import sibyl.protocol.sbe.ChangeSetsDecoder;
import sibyl.protocol.sbe.ConfirmResolutionDecoder;
import sibyl.protocol.sbe.ConvertSharesDecoder;
import sibyl.protocol.sbe.CreateEventDecoder;
import sibyl.protocol.sbe.DeleteEventDecoder;
import sibyl.protocol.sbe.EditEventDecoder;
import sibyl.protocol.sbe.MergeOrdersDecoder;
import sibyl.protocol.sbe.MessageHeaderDecoder;
import sibyl.protocol.sbe.OpenAccountDecoder;
import sibyl.protocol.sbe.PlaceOrderDecoder;
import sibyl.protocol.sbe.PlaceOrdersDecoder;
import sibyl.protocol.sbe.ProduceDecoder;
import sibyl.protocol.sbe.ProposeResolutionDecoder;
import sibyl.protocol.sbe.QuoteAmendmentDecoder;
import sibyl.protocol.sbe.QuoteDecoder;
import sibyl.protocol.sbe.QuoteOrdersDecoder;
import sibyl.protocol.sbe.ScheduleMarketDecoder;
import sibyl.protocol.sbe.SenderDecoder;
import sibyl.protocol.sbe.SetExchangeStateDecoder;
import sibyl.protocol.sbe.SetRecipeDecoder;
import sibyl.protocol.sbe.SettleMarketDecoder;
import sibyl.protocol.sbe.TransferDecoder;

/**
 * Turns one message back into the call of a {@link CommandHandler} that it stands for. Total:
 * whatever the bytes, it either makes exactly one call with legal values or makes none and says
 * why, and never throws of its own accord. For one thread; orders, their amendments, cancels and
 * quotes allocate nothing.
 */
public final class CommandDecoder {
  private final MessageReader in = new MessageReader();
  private final EventLayout events = new EventLayout();
  private final BatchLayout batches = new BatchLayout();
  private final SenderDecoder sender = new SenderDecoder();
  private final OpenAccountDecoder openAccount = new OpenAccountDecoder();
  private final TransferDecoder transfer = new TransferDecoder();
  private final CreateEventDecoder createEvent = new CreateEventDecoder();
  private final EditEventDecoder editEvent = new EditEventDecoder();
  private final DeleteEventDecoder deleteEvent = new DeleteEventDecoder();
  private final ChangeMarketStateDecoder changeMarketState = new ChangeMarketStateDecoder();
  private final ProposeResolutionDecoder proposeResolution = new ProposeResolutionDecoder();
  private final ConfirmResolutionDecoder confirmResolution = new ConfirmResolutionDecoder();
  private final SettleMarketDecoder settleMarket = new SettleMarketDecoder();
  private final PlaceOrderDecoder placeOrder = new PlaceOrderDecoder();
  private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
  private final QuoteDecoder quote = new QuoteDecoder();
  private final QuoteAmendmentDecoder quoteAmendment = new QuoteAmendmentDecoder();
  private final AmendOrderDecoder amendOrder = new AmendOrderDecoder();
  private final PlaceOrdersDecoder placeOrders = new PlaceOrdersDecoder();
  private final QuoteOrdersDecoder quoteOrders = new QuoteOrdersDecoder();
  private final CancelOrdersDecoder cancelOrders = new CancelOrdersDecoder();
  private final MergeOrdersDecoder mergeOrders = new MergeOrdersDecoder();
  private final ChangeOrderGroupDecoder changeOrderGroup = new ChangeOrderGroupDecoder();
  private final ChangeSetsDecoder changeSets = new ChangeSetsDecoder();
  private final ConvertSharesDecoder convertShares = new ConvertSharesDecoder();
  private final ScheduleMarketDecoder scheduleMarket = new ScheduleMarketDecoder();
  private final ChallengeResolutionDecoder challengeResolution = new ChallengeResolutionDecoder();
  private final AddLiquidityDecoder addLiquidity = new AddLiquidityDecoder();
  private final SetExchangeStateDecoder setExchangeState = new SetExchangeStateDecoder();
  private final ChangeAccountDecoder changeAccount = new ChangeAccountDecoder();
  private final AdjustInventoryDecoder adjustInventory = new AdjustInventoryDecoder();
  private final AuthoriseProducerDecoder authoriseProducer = new AuthoriseProducerDecoder();
  private final SetRecipeDecoder setRecipe = new SetRecipeDecoder();
  private final ProduceDecoder produce = new ProduceDecoder();
  private final AcceptOfferDecoder acceptOffer = new AcceptOfferDecoder();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final AmendOrder amend = new AmendOrder();
  private final PlaceOrders batch = new PlaceOrders();
  private final CancelOrders cancels = new CancelOrders();
  private final MergeOrders merge = new MergeOrders();
  private @Nullable Defect defect;
  private int defectOffset;
  private boolean senderKnown;

  /**
   * Decodes the message of {@code length} bytes at {@code offset}.
   *
   * @param header gets the sender's fields; its log time is the caller's to set beforehand
   * @return whether {@code handler} was called; if not, {@link #defect()} says why
   */
  public boolean decode(
      DirectBuffer buffer, int offset, int length, CommandHeader header, CommandHandler handler) {
    defect = null;
    senderKnown = false;
    try {
      in.wrap(buffer, offset, length);
      if (length > CommandEncoder.MAX_LENGTH) {
        throw in.malformed(Defect.TOO_LONG);
      }
      dispatch(buffer, header, handler);
      return true;
    } catch (MalformedMessage malformed) {
      defect = malformed.defect();
      defectOffset = malformed.position() - offset;
      return false;
    }
  }

  /**
   * Which command the message of {@code length} bytes at {@code offset} says it is.
   *
   * @return the number of its template in the schema; -1 if it is too short to say
   */
  public static int templateId(DirectBuffer buffer, int offset, int length) {
    return length < MessageHeaderDecoder.ENCODED_LENGTH
        ? -1
        : buffer.getShort(
                offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
            & 0xFFFF;
  }

  /** What was wrong with the last message; null when it was well formed. */
  public @Nullable Defect defect() {
    return defect;
  }

  /** How many bytes into the last message its defect was noticed. */
  public int defectOffset() {
    return defectOffset;
  }

  /** Whether the sender of the last message, malformed or not, could be read into the header. */
  public boolean senderKnown() {
    return senderKnown;
  }

  private void dispatch(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    switch (in.templateId()) {
      case PlaceOrderDecoder.TEMPLATE_ID -> placeOrder(buffer, header, handler);
      case CancelOrderDecoder.TEMPLATE_ID -> cancelOrder(buffer, header, handler);
      case QuoteDecoder.TEMPLATE_ID -> quote(buffer, header, handler);
      case OpenAccountDecoder.TEMPLATE_ID -> openAccount(buffer, header, handler);
      case TransferDecoder.TEMPLATE_ID -> transfer(buffer, header, handler);
      case CreateEventDecoder.TEMPLATE_ID -> createEvent(buffer, header, handler);
      case EditEventDecoder.TEMPLATE_ID -> editEvent(buffer, header, handler);
      case DeleteEventDecoder.TEMPLATE_ID -> deleteEvent(buffer, header, handler);
      case ChangeMarketStateDecoder.TEMPLATE_ID -> changeMarketState(buffer, header, handler);
      case ProposeResolutionDecoder.TEMPLATE_ID -> proposeResolution(buffer, header, handler);
      case ConfirmResolutionDecoder.TEMPLATE_ID -> confirmResolution(buffer, header, handler);
      case SettleMarketDecoder.TEMPLATE_ID -> settleMarket(buffer, header, handler);
      case AmendOrderDecoder.TEMPLATE_ID -> amendOrder(buffer, header, handler);
      case QuoteAmendmentDecoder.TEMPLATE_ID -> quoteAmendment(buffer, header, handler);
      case PlaceOrdersDecoder.TEMPLATE_ID -> placeOrders(buffer, header, handler);
      case QuoteOrdersDecoder.TEMPLATE_ID -> quoteOrders(buffer, header, handler);
      case CancelOrdersDecoder.TEMPLATE_ID -> cancelOrders(buffer, header, handler);
      case MergeOrdersDecoder.TEMPLATE_ID -> mergeOrders(buffer, header, handler);
      case ChangeOrderGroupDecoder.TEMPLATE_ID -> changeOrderGroup(buffer, header, handler);
      case ChangeSetsDecoder.TEMPLATE_ID -> changeSets(buffer, header, handler);
      case ConvertSharesDecoder.TEMPLATE_ID -> convertShares(buffer, header, handler);
      case ScheduleMarketDecoder.TEMPLATE_ID -> scheduleMarket(buffer, header, handler);
      case ChallengeResolutionDecoder.TEMPLATE_ID -> challengeResolution(buffer, header, handler);
      case AddLiquidityDecoder.TEMPLATE_ID -> addLiquidity(buffer, header, handler);
      case SetExchangeStateDecoder.TEMPLATE_ID -> setExchangeState(buffer, header, handler);
      case ChangeAccountDecoder.TEMPLATE_ID -> changeAccount(buffer, header, handler);
      case AdjustInventoryDecoder.TEMPLATE_ID -> adjustInventory(buffer, header, handler);
      case AuthoriseProducerDecoder.TEMPLATE_ID -> authoriseProducer(buffer, header, handler);
      case SetRecipeDecoder.TEMPLATE_ID -> setRecipe(buffer, header, handler);
      case ProduceDecoder.TEMPLATE_ID -> produce(buffer, header, handler);
      case AcceptOfferDecoder.TEMPLATE_ID -> acceptOffer(buffer, header, handler);
      default -> throw in.malformed(Defect.UNKNOWN_TEMPLATE);
    }
  }

  /** Steps over the block, which every command begins with its sender. */
  private int block(DirectBuffer buffer, int blockLength, CommandHeader header) {
    int block = in.block(blockLength);
    sender.wrap(buffer, block);
    header
        .set(header.timeMs, sender.origin(), sender.correlation(), sender.actor())
        .key(sender.keyHigh(), sender.keyLow(), sender.bodyHash());
    senderKnown = true;
    return block;
  }

  private void placeOrder(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, PlaceOrderDecoder.BLOCK_LENGTH, header);
    placeOrder.wrap(
        buffer, block, PlaceOrderDecoder.BLOCK_LENGTH, PlaceOrderDecoder.SCHEMA_VERSION);
    OrderLayout.read(placeOrder.terms(), in, order);
    in.end();
    handler.placeOrder(header, order);
  }

  private void quote(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, QuoteDecoder.BLOCK_LENGTH, header);
    quote.wrap(buffer, block, QuoteDecoder.BLOCK_LENGTH, QuoteDecoder.SCHEMA_VERSION);
    OrderLayout.read(quote.terms(), in, order);
    in.end();
    handler.quote(header, order);
  }

  private void cancelOrder(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, CancelOrderDecoder.BLOCK_LENGTH, header);
    cancelOrder.wrap(
        buffer, block, CancelOrderDecoder.BLOCK_LENGTH, CancelOrderDecoder.SCHEMA_VERSION);
    cancel.account = cancelOrder.account();
    cancel.order = cancelOrder.order();
    in.end();
    handler.cancelOrder(header, cancel);
  }

  private void openAccount(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, OpenAccountDecoder.BLOCK_LENGTH, header);
    openAccount.wrap(
        buffer, block, OpenAccountDecoder.BLOCK_LENGTH, OpenAccountDecoder.SCHEMA_VERSION);
    var command = new OpenAccount(openAccount.account(), in.flag(openAccount.nettingRaw()));
    in.end();
    handler.openAccount(header, command);
  }

  private void transfer(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, TransferDecoder.BLOCK_LENGTH, header);
    transfer.wrap(buffer, block, TransferDecoder.BLOCK_LENGTH, TransferDecoder.SCHEMA_VERSION);
    var command = TransferLayout.read(transfer.terms(), in);
    in.end();
    handler.transfer(header, command);
  }

  private void createEvent(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, CreateEventDecoder.BLOCK_LENGTH, header);
    createEvent.wrap(
        buffer, block, CreateEventDecoder.BLOCK_LENGTH, CreateEventDecoder.SCHEMA_VERSION);
    var command =
        events.read(
            buffer,
            in,
            createEvent.openAtMs(),
            createEvent.closeAtMs(),
            in.flag(createEvent.exclusiveRaw()));
    in.end();
    handler.createEvent(header, command);
  }

  private void editEvent(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, EditEventDecoder.BLOCK_LENGTH, header);
    editEvent.wrap(buffer, block, EditEventDecoder.BLOCK_LENGTH, EditEventDecoder.SCHEMA_VERSION);
    var command =
        EditLayout.read(
            editEvent.eventNumber(), editEvent.closeAtMs(), editEvent.stated().getRaw(), in);
    in.end();
    handler.editEvent(header, command);
  }

  private void deleteEvent(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, DeleteEventDecoder.BLOCK_LENGTH, header);
    deleteEvent.wrap(
        buffer, block, DeleteEventDecoder.BLOCK_LENGTH, DeleteEventDecoder.SCHEMA_VERSION);
    var command = new DeleteEvent(deleteEvent.eventNumber(), in.longText(TextLimits.REASON_MAX));
    in.end();
    handler.deleteEvent(header, command);
  }

  private void changeMarketState(
      DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ChangeMarketStateDecoder.BLOCK_LENGTH, header);
    changeMarketState.wrap(
        buffer,
        block,
        ChangeMarketStateDecoder.BLOCK_LENGTH,
        ChangeMarketStateDecoder.SCHEMA_VERSION);
    var command =
        new ChangeMarketState(
            changeMarketState.market(), in.value(WireCode.MARKET_STATE, changeMarketState.toRaw()));
    in.end();
    handler.changeMarketState(header, command);
  }

  private void proposeResolution(
      DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ProposeResolutionDecoder.BLOCK_LENGTH, header);
    proposeResolution.wrap(
        buffer,
        block,
        ProposeResolutionDecoder.BLOCK_LENGTH,
        ProposeResolutionDecoder.SCHEMA_VERSION);
    var command =
        new ProposeResolution(
            proposeResolution.market(),
            proposeResolution.yesFraction(),
            in.longText(TextLimits.EVIDENCE_MAX));
    in.end();
    handler.proposeResolution(header, command);
  }

  private void confirmResolution(
      DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ConfirmResolutionDecoder.BLOCK_LENGTH, header);
    confirmResolution.wrap(
        buffer,
        block,
        ConfirmResolutionDecoder.BLOCK_LENGTH,
        ConfirmResolutionDecoder.SCHEMA_VERSION);
    in.end();
    handler.confirmResolution(header, new ConfirmResolution(confirmResolution.market()));
  }

  private void settleMarket(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, SettleMarketDecoder.BLOCK_LENGTH, header);
    settleMarket.wrap(
        buffer, block, SettleMarketDecoder.BLOCK_LENGTH, SettleMarketDecoder.SCHEMA_VERSION);
    in.end();
    handler.settleMarket(header, new SettleMarket(settleMarket.market()));
  }

  private void amendOrder(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, AmendOrderDecoder.BLOCK_LENGTH, header);
    amendOrder.wrap(
        buffer, block, AmendOrderDecoder.BLOCK_LENGTH, AmendOrderDecoder.SCHEMA_VERSION);
    amend.account = amendOrder.account();
    amend.order = amendOrder.order();
    amend.quantity = amendOrder.quantity();
    amend.validUntilMs = amendOrder.validUntilMs();
    amend.price = amendOrder.price();
    in.end();
    handler.amendOrder(header, amend);
  }

  private void quoteAmendment(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, QuoteAmendmentDecoder.BLOCK_LENGTH, header);
    quoteAmendment.wrap(
        buffer, block, QuoteAmendmentDecoder.BLOCK_LENGTH, QuoteAmendmentDecoder.SCHEMA_VERSION);
    amend.account = quoteAmendment.account();
    amend.order = quoteAmendment.order();
    amend.quantity = quoteAmendment.quantity();
    amend.validUntilMs = quoteAmendment.validUntilMs();
    amend.price = quoteAmendment.price();
    in.end();
    handler.quoteAmendment(header, amend);
  }

  private void placeOrders(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, PlaceOrdersDecoder.BLOCK_LENGTH, header);
    placeOrders.wrap(
        buffer, block, PlaceOrdersDecoder.BLOCK_LENGTH, PlaceOrdersDecoder.SCHEMA_VERSION);
    batch.clear();
    batch.account = placeOrders.account();
    batch.clientKeyHigh = placeOrders.clientKeyHigh();
    batch.clientKeyLow = placeOrders.clientKeyLow();
    batch.mode = in.value(WireCode.BATCH_MODE, placeOrders.modeRaw());
    batches.read(buffer, in, batch);
    in.end();
    handler.placeOrders(header, batch);
  }

  private void quoteOrders(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, QuoteOrdersDecoder.BLOCK_LENGTH, header);
    quoteOrders.wrap(
        buffer, block, QuoteOrdersDecoder.BLOCK_LENGTH, QuoteOrdersDecoder.SCHEMA_VERSION);
    batch.clear();
    batch.account = quoteOrders.account();
    batch.clientKeyHigh = quoteOrders.clientKeyHigh();
    batch.clientKeyLow = quoteOrders.clientKeyLow();
    batch.mode = in.value(WireCode.BATCH_MODE, quoteOrders.modeRaw());
    batches.read(buffer, in, batch);
    in.end();
    handler.quoteOrders(header, batch);
  }

  private void cancelOrders(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, CancelOrdersDecoder.BLOCK_LENGTH, header);
    cancelOrders.wrap(
        buffer, block, CancelOrdersDecoder.BLOCK_LENGTH, CancelOrdersDecoder.SCHEMA_VERSION);
    cancels.account = cancelOrders.account();
    cancels.market = cancelOrders.market();
    cancels.event = cancelOrders.eventNumber();
    cancels.group = cancelOrders.orderGroup();
    BatchLayout.read(in, cancels.orders);
    in.end();
    handler.cancelOrders(header, cancels);
  }

  private void mergeOrders(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, MergeOrdersDecoder.BLOCK_LENGTH, header);
    mergeOrders.wrap(
        buffer, block, MergeOrdersDecoder.BLOCK_LENGTH, MergeOrdersDecoder.SCHEMA_VERSION);
    merge.account = mergeOrders.account();
    BatchLayout.read(in, merge.orders);
    in.end();
    handler.mergeOrders(header, merge);
  }

  private void changeOrderGroup(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ChangeOrderGroupDecoder.BLOCK_LENGTH, header);
    changeOrderGroup.wrap(
        buffer,
        block,
        ChangeOrderGroupDecoder.BLOCK_LENGTH,
        ChangeOrderGroupDecoder.SCHEMA_VERSION);
    var command =
        new ChangeOrderGroup(
            changeOrderGroup.account(),
            changeOrderGroup.orderGroup(),
            in.value(WireCode.GROUP_ACTION, changeOrderGroup.actionRaw()),
            changeOrderGroup.fillLimit(),
            changeOrderGroup.windowMs());
    in.end();
    handler.changeOrderGroup(header, command);
  }

  private void changeSets(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ChangeSetsDecoder.BLOCK_LENGTH, header);
    changeSets.wrap(
        buffer, block, ChangeSetsDecoder.BLOCK_LENGTH, ChangeSetsDecoder.SCHEMA_VERSION);
    var command =
        new ChangeSets(
            changeSets.account(),
            changeSets.market(),
            changeSets.eventNumber(),
            in.value(WireCode.SET_ACTION, changeSets.actionRaw()),
            changeSets.quantity());
    in.end();
    handler.changeSets(header, command);
  }

  private void convertShares(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ConvertSharesDecoder.BLOCK_LENGTH, header);
    convertShares.wrap(
        buffer, block, ConvertSharesDecoder.BLOCK_LENGTH, ConvertSharesDecoder.SCHEMA_VERSION);
    int count = in.group(TextLimits.MARKETS_MAX, Long.BYTES);
    List<Long> markets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      markets.add(in.int64());
    }
    in.end();
    handler.convertShares(
        header,
        new ConvertShares(
            convertShares.account(),
            convertShares.eventNumber(),
            markets,
            convertShares.quantity()));
  }

  private void scheduleMarket(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ScheduleMarketDecoder.BLOCK_LENGTH, header);
    scheduleMarket.wrap(
        buffer, block, ScheduleMarketDecoder.BLOCK_LENGTH, ScheduleMarketDecoder.SCHEMA_VERSION);
    in.end();
    handler.scheduleMarket(
        header,
        new ScheduleMarket(
            scheduleMarket.market(), scheduleMarket.openAtMs(), scheduleMarket.closeAtMs()));
  }

  private void challengeResolution(
      DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ChallengeResolutionDecoder.BLOCK_LENGTH, header);
    challengeResolution.wrap(
        buffer,
        block,
        ChallengeResolutionDecoder.BLOCK_LENGTH,
        ChallengeResolutionDecoder.SCHEMA_VERSION);
    var command =
        new ChallengeResolution(
            challengeResolution.market(), in.longText(TextLimits.CHALLENGE_MAX));
    in.end();
    handler.challengeResolution(header, command);
  }

  private void addLiquidity(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, AddLiquidityDecoder.BLOCK_LENGTH, header);
    addLiquidity.wrap(
        buffer, block, AddLiquidityDecoder.BLOCK_LENGTH, AddLiquidityDecoder.SCHEMA_VERSION);
    in.end();
    handler.addLiquidity(header, new AddLiquidity(addLiquidity.market(), addLiquidity.liquidity()));
  }

  private void setExchangeState(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, SetExchangeStateDecoder.BLOCK_LENGTH, header);
    setExchangeState.wrap(
        buffer,
        block,
        SetExchangeStateDecoder.BLOCK_LENGTH,
        SetExchangeStateDecoder.SCHEMA_VERSION);
    var command =
        new SetExchangeState(in.value(WireCode.EXCHANGE_STATE, setExchangeState.stateRaw()));
    in.end();
    handler.setExchangeState(header, command);
  }

  private void changeAccount(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ChangeAccountDecoder.BLOCK_LENGTH, header);
    changeAccount.wrap(
        buffer, block, ChangeAccountDecoder.BLOCK_LENGTH, ChangeAccountDecoder.SCHEMA_VERSION);
    var command =
        new ChangeAccount(
            changeAccount.account(),
            in.flag(changeAccount.nettingRaw()),
            in.flag(changeAccount.suspendedRaw()));
    in.end();
    handler.changeAccount(header, command);
  }

  private void adjustInventory(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, AdjustInventoryDecoder.BLOCK_LENGTH, header);
    adjustInventory.wrap(
        buffer, block, AdjustInventoryDecoder.BLOCK_LENGTH, AdjustInventoryDecoder.SCHEMA_VERSION);
    var command =
        new AdjustInventory(
            adjustInventory.account(),
            adjustInventory.market(),
            adjustInventory.quantity(),
            in.value(WireCode.HOLDING_REASON, adjustInventory.reasonRaw()));
    in.end();
    handler.adjustInventory(header, command);
  }

  private void authoriseProducer(
      DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, AuthoriseProducerDecoder.BLOCK_LENGTH, header);
    authoriseProducer.wrap(
        buffer,
        block,
        AuthoriseProducerDecoder.BLOCK_LENGTH,
        AuthoriseProducerDecoder.SCHEMA_VERSION);
    var command =
        new AuthoriseProducer(
            authoriseProducer.account(),
            authoriseProducer.market(),
            in.flag(authoriseProducer.authorisedRaw()));
    in.end();
    handler.authoriseProducer(header, command);
  }

  private void setRecipe(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, SetRecipeDecoder.BLOCK_LENGTH, header);
    setRecipe.wrap(buffer, block, SetRecipeDecoder.BLOCK_LENGTH, SetRecipeDecoder.SCHEMA_VERSION);
    var command = RecipeLayout.read(setRecipe.market(), in);
    in.end();
    handler.setRecipe(header, command);
  }

  private void produce(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, ProduceDecoder.BLOCK_LENGTH, header);
    produce.wrap(buffer, block, ProduceDecoder.BLOCK_LENGTH, ProduceDecoder.SCHEMA_VERSION);
    in.end();
    handler.produce(header, new Produce(produce.account(), produce.market(), produce.quantity()));
  }

  private void acceptOffer(DirectBuffer buffer, CommandHeader header, CommandHandler handler) {
    int block = block(buffer, AcceptOfferDecoder.BLOCK_LENGTH, header);
    acceptOffer.wrap(
        buffer, block, AcceptOfferDecoder.BLOCK_LENGTH, AcceptOfferDecoder.SCHEMA_VERSION);
    in.end();
    handler.acceptOffer(
        header,
        new AcceptOffer(
            acceptOffer.account(),
            acceptOffer.order(),
            acceptOffer.price(),
            acceptOffer.quantity()));
  }
}
