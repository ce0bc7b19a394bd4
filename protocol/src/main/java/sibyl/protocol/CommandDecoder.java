package sibyl.protocol;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;
import sibyl.protocol.sbe.CancelOrderDecoder;
import sibyl.protocol.sbe.ChangeMarketStateDecoder;
import sibyl.protocol.sbe.ConfirmResolutionDecoder;
import sibyl.protocol.sbe.CreateEventDecoder;
import sibyl.protocol.sbe.OpenAccountDecoder;
import sibyl.protocol.sbe.PlaceOrderDecoder;
import sibyl.protocol.sbe.ProposeResolutionDecoder;
import sibyl.protocol.sbe.QuoteDecoder;
import sibyl.protocol.sbe.SenderDecoder;
import sibyl.protocol.sbe.SettleMarketDecoder;
import sibyl.protocol.sbe.TransferDecoder;

/**
 * Turns one message back into the call of a {@link CommandHandler} that it stands for. Total:
 * whatever the bytes, it either makes exactly one call with legal values or makes none and says
 * why, and never throws of its own accord. For one thread; orders, cancels and quotes allocate
 * nothing.
 */
public final class CommandDecoder {
  private final MessageReader in = new MessageReader();
  private final EventLayout events = new EventLayout();
  private final SenderDecoder sender = new SenderDecoder();
  private final OpenAccountDecoder openAccount = new OpenAccountDecoder();
  private final TransferDecoder transfer = new TransferDecoder();
  private final CreateEventDecoder createEvent = new CreateEventDecoder();
  private final ChangeMarketStateDecoder changeMarketState = new ChangeMarketStateDecoder();
  private final ProposeResolutionDecoder proposeResolution = new ProposeResolutionDecoder();
  private final ConfirmResolutionDecoder confirmResolution = new ConfirmResolutionDecoder();
  private final SettleMarketDecoder settleMarket = new SettleMarketDecoder();
  private final PlaceOrderDecoder placeOrder = new PlaceOrderDecoder();
  private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
  private final QuoteDecoder quote = new QuoteDecoder();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
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
      case ChangeMarketStateDecoder.TEMPLATE_ID -> changeMarketState(buffer, header, handler);
      case ProposeResolutionDecoder.TEMPLATE_ID -> proposeResolution(buffer, header, handler);
      case ConfirmResolutionDecoder.TEMPLATE_ID -> confirmResolution(buffer, header, handler);
      case SettleMarketDecoder.TEMPLATE_ID -> settleMarket(buffer, header, handler);
      default -> throw in.malformed(Defect.UNKNOWN_TEMPLATE);
    }
  }

  /** Steps over the block, which every command begins with its sender. */
  private int block(DirectBuffer buffer, int blockLength, CommandHeader header) {
    int block = in.block(blockLength);
    sender.wrap(buffer, block);
    header.set(header.timeMs, sender.origin(), sender.correlation(), sender.actor());
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
        events.read(buffer, in, createEvent.closeAtMs(), in.flag(createEvent.exclusiveRaw()));
    in.end();
    handler.createEvent(header, command);
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
}
