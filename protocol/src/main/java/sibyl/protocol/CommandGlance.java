package sibyl.protocol;

import org.agrona.DirectBuffer;
import sibyl.engine.Outcome;
import sibyl.engine.market.ReadAhead;
import sibyl.protocol.sbe.AmendOrderDecoder;
import sibyl.protocol.sbe.CancelOrderDecoder;
import sibyl.protocol.sbe.OrderTermsDecoder;
import sibyl.protocol.sbe.OutcomeCode;
import sibyl.protocol.sbe.PlaceOrderDecoder;
import sibyl.protocol.sbe.SenderDecoder;

/**
 * Looks at a message just closely enough to tell {@link ReadAhead} what it is about, when it is an
 * order, a cancellation or an amendment. Total: other messages, and bytes that are none, are passed
 * over, for {@link CommandDecoder} to say what is wrong with them. For one thread; allocates
 * nothing.
 */
public final class CommandGlance {
  private final MessageReader in = new MessageReader();
  private final SenderDecoder sender = new SenderDecoder();
  private final PlaceOrderDecoder placeOrder = new PlaceOrderDecoder();
  private final CancelOrderDecoder cancelOrder = new CancelOrderDecoder();
  private final AmendOrderDecoder amendOrder = new AmendOrderDecoder();

  /** Tells of the message of {@code length} bytes at {@code offset}. */
  public void tell(DirectBuffer buffer, int offset, int length, ReadAhead readAhead) {
    try {
      in.wrap(buffer, offset, length);
      switch (in.templateId()) {
        case PlaceOrderDecoder.TEMPLATE_ID -> place(buffer, readAhead);
        case CancelOrderDecoder.TEMPLATE_ID -> {
          int block = block(buffer, CancelOrderDecoder.BLOCK_LENGTH, readAhead);
          cancelOrder.wrap(
              buffer, block, CancelOrderDecoder.BLOCK_LENGTH, CancelOrderDecoder.SCHEMA_VERSION);
          readAhead.change(cancelOrder.order());
        }
        case AmendOrderDecoder.TEMPLATE_ID -> {
          int block = block(buffer, AmendOrderDecoder.BLOCK_LENGTH, readAhead);
          amendOrder.wrap(
              buffer, block, AmendOrderDecoder.BLOCK_LENGTH, AmendOrderDecoder.SCHEMA_VERSION);
          readAhead.change(amendOrder.order());
        }
        default -> {
          // The others are rare.
        }
      }
    } catch (MalformedMessage malformed) {
      // Whoever decodes it will say so.
    }
  }

  private void place(DirectBuffer buffer, ReadAhead readAhead) {
    int block = block(buffer, PlaceOrderDecoder.BLOCK_LENGTH, readAhead);
    placeOrder.wrap(
        buffer, block, PlaceOrderDecoder.BLOCK_LENGTH, PlaceOrderDecoder.SCHEMA_VERSION);
    OrderTermsDecoder terms = placeOrder.terms();
    Outcome outcome = terms.outcomeRaw() == OutcomeCode.NO.value() ? Outcome.NO : Outcome.YES;
    readAhead.place(terms.account(), terms.market(), outcome, terms.price());
    readAhead.clientKey(terms.account(), terms.clientKeyHigh(), terms.clientKeyLow());
  }

  /** Steps over the block, which every command begins with its sender. */
  private int block(DirectBuffer buffer, int blockLength, ReadAhead readAhead) {
    int block = in.block(blockLength);
    sender.wrap(buffer, block);
    readAhead.key(sender.actor(), sender.keyHigh(), sender.keyLow());
    return block;
  }
}
