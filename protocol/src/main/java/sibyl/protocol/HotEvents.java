package sibyl.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import sibyl.engine.CloseReason;
import sibyl.engine.PostingReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.Trade;
import sibyl.protocol.sbe.EventFrameEncoder;
import sibyl.protocol.sbe.MessageHeaderEncoder;
import sibyl.protocol.sbe.OrderClosedEncoder;
import sibyl.protocol.sbe.OrderPlacedEncoder;
import sibyl.protocol.sbe.OrderTermsEncoder;
import sibyl.protocol.sbe.PostingEncoder;
import sibyl.protocol.sbe.SetsChangedEncoder;
import sibyl.protocol.sbe.TradeEncoder;

/**
 * Writes the events of the order path, which are nearly all there are, and the head of a frame: the
 * same bytes as the generated encoders write, at the offsets these state, in a third of the time,
 * since the fields of one event are checked together and not each by itself.
 *
 * <p>Every method writes a message with its header at {@code at} and returns where it ends.
 */
// Ordinals find the code within this process only, as in WireCode.
@SuppressWarnings("EnumOrdinal")
final class HotEvents {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final long FRAME_HEAD =
      head(EventFrameEncoder.BLOCK_LENGTH, EventFrameEncoder.TEMPLATE_ID);
  private static final long POSTING_HEAD =
      head(PostingEncoder.BLOCK_LENGTH, PostingEncoder.TEMPLATE_ID);
  private static final long ORDER_PLACED_HEAD =
      head(OrderPlacedEncoder.BLOCK_LENGTH, OrderPlacedEncoder.TEMPLATE_ID);
  private static final long ORDER_CLOSED_HEAD =
      head(OrderClosedEncoder.BLOCK_LENGTH, OrderClosedEncoder.TEMPLATE_ID);
  private static final long TRADE_HEAD = head(TradeEncoder.BLOCK_LENGTH, TradeEncoder.TEMPLATE_ID);
  private static final long SETS_CHANGED_HEAD =
      head(SetsChangedEncoder.BLOCK_LENGTH, SetsChangedEncoder.TEMPLATE_ID);

  private static final byte[] SIDES = WireCode.SIDE.numbers();
  private static final byte[] OUTCOMES = WireCode.OUTCOME.numbers();
  private static final byte[] ORDER_TYPES = WireCode.ORDER_TYPE.numbers();
  private static final byte[] TIMES_IN_FORCE = WireCode.TIME_IN_FORCE.numbers();
  private static final byte[] PREVENTIONS = WireCode.SELF_TRADE_PREVENTION.numbers();
  private static final byte[] POSTING_REASONS = WireCode.POSTING_REASON.numbers();
  private static final byte[] CLOSE_REASONS = WireCode.CLOSE_REASON.numbers();
  private static final byte[] TRADE_KINDS = WireCode.TRADE_KIND.numbers();
  private static final byte[] SET_REASONS = WireCode.SET_REASON.numbers();

  private HotEvents() {}

  /** The length that stands before an event. */
  static void lengthPrefix(byte[] bytes, int at, int length) {
    SHORT.set(bytes, at, (short) length);
  }

  /** What the frames of a command have in common, before their first event. */
  static void command(byte[] bytes, long timeMs, long origin, long correlation, long actor) {
    LONG.set(bytes, 0, FRAME_HEAD);
    LONG.set(bytes, HEADER + EventFrameEncoder.timeMsEncodingOffset(), timeMs);
    LONG.set(bytes, HEADER + EventFrameEncoder.originEncodingOffset(), origin);
    LONG.set(bytes, HEADER + EventFrameEncoder.correlationEncodingOffset(), correlation);
    LONG.set(bytes, HEADER + EventFrameEncoder.actorEncodingOffset(), actor);
  }

  /** What a frame has of its own, before its first event, still without its checksum. */
  static void frame(byte[] bytes, long firstSeq, long lastSeq, int flags) {
    LONG.set(bytes, HEADER + EventFrameEncoder.firstSeqEncodingOffset(), firstSeq);
    LONG.set(bytes, HEADER + EventFrameEncoder.lastSeqEncodingOffset(), lastSeq);
    INT.set(bytes, HEADER + EventFrameEncoder.crc32cEncodingOffset(), 0);
    bytes[HEADER + EventFrameEncoder.flagsEncodingOffset()] = (byte) flags;
  }

  static int posting(
      byte[] bytes,
      int at,
      long account,
      long asset,
      long amount,
      long free,
      long held,
      PostingReason reason) {
    LONG.set(bytes, at, POSTING_HEAD);
    int block = at + HEADER;
    LONG.set(bytes, block + PostingEncoder.accountEncodingOffset(), account);
    LONG.set(bytes, block + PostingEncoder.assetEncodingOffset(), asset);
    LONG.set(bytes, block + PostingEncoder.amountEncodingOffset(), amount);
    LONG.set(bytes, block + PostingEncoder.freeEncodingOffset(), free);
    LONG.set(bytes, block + PostingEncoder.heldEncodingOffset(), held);
    bytes[block + PostingEncoder.reasonEncodingOffset()] = POSTING_REASONS[reason.ordinal()];
    return block + PostingEncoder.BLOCK_LENGTH;
  }

  /** Without the texts that follow; {@link #noTexts} writes them when there are none. */
  static int orderPlaced(byte[] bytes, int at, long order, long quantity, PlaceOrder spec) {
    LONG.set(bytes, at, ORDER_PLACED_HEAD);
    int block = at + HEADER;
    LONG.set(bytes, block + OrderPlacedEncoder.orderEncodingOffset(), order);
    LONG.set(bytes, block + OrderPlacedEncoder.quantityEncodingOffset(), quantity);
    terms(bytes, block + OrderPlacedEncoder.termsEncodingOffset(), spec);
    return block + OrderPlacedEncoder.BLOCK_LENGTH;
  }

  /** The two texts of an order that has neither: their lengths, of one byte and of two. */
  static int noTexts(byte[] bytes, int at) {
    bytes[at] = 0;
    SHORT.set(bytes, at + Byte.BYTES, (short) 0);
    return at + Byte.BYTES + Short.BYTES;
  }

  private static void terms(byte[] bytes, int at, PlaceOrder order) {
    LONG.set(bytes, at + OrderTermsEncoder.accountEncodingOffset(), order.account);
    LONG.set(bytes, at + OrderTermsEncoder.marketEncodingOffset(), order.market);
    LONG.set(bytes, at + OrderTermsEncoder.quantityEncodingOffset(), order.quantity);
    LONG.set(bytes, at + OrderTermsEncoder.maxCostEncodingOffset(), order.maxCost);
    LONG.set(bytes, at + OrderTermsEncoder.expiresAtMsEncodingOffset(), order.expiresAtMs);
    LONG.set(bytes, at + OrderTermsEncoder.validUntilMsEncodingOffset(), order.validUntilMs);
    LONG.set(bytes, at + OrderTermsEncoder.orderGroupEncodingOffset(), order.orderGroup);
    LONG.set(bytes, at + OrderTermsEncoder.clientKeyHighEncodingOffset(), order.clientKeyHigh);
    LONG.set(bytes, at + OrderTermsEncoder.clientKeyLowEncodingOffset(), order.clientKeyLow);
    INT.set(bytes, at + OrderTermsEncoder.priceEncodingOffset(), order.price);
    bytes[at + OrderTermsEncoder.sideEncodingOffset()] = SIDES[order.side.ordinal()];
    bytes[at + OrderTermsEncoder.outcomeEncodingOffset()] = OUTCOMES[order.outcome.ordinal()];
    bytes[at + OrderTermsEncoder.typeEncodingOffset()] = ORDER_TYPES[order.type.ordinal()];
    bytes[at + OrderTermsEncoder.timeInForceEncodingOffset()] =
        TIMES_IN_FORCE[order.timeInForce.ordinal()];
    bytes[at + OrderTermsEncoder.selfTradePreventionEncodingOffset()] =
        PREVENTIONS[order.selfTradePrevention.ordinal()];
    bytes[at + OrderTermsEncoder.flagsEncodingOffset()] = (byte) OrderLayout.flags(order);
  }

  static int trade(byte[] bytes, int at, Trade trade) {
    LONG.set(bytes, at, TRADE_HEAD);
    int block = at + HEADER;
    LONG.set(bytes, block + TradeEncoder.tradeEncodingOffset(), trade.trade);
    LONG.set(bytes, block + TradeEncoder.marketEncodingOffset(), trade.market);
    LONG.set(bytes, block + TradeEncoder.quantityEncodingOffset(), trade.quantity);
    LONG.set(bytes, block + TradeEncoder.takerOrderEncodingOffset(), trade.takerOrder);
    LONG.set(bytes, block + TradeEncoder.takerAccountEncodingOffset(), trade.takerAccount);
    LONG.set(bytes, block + TradeEncoder.takerCostEncodingOffset(), trade.takerCost);
    LONG.set(bytes, block + TradeEncoder.takerFeeEncodingOffset(), trade.takerFee);
    LONG.set(bytes, block + TradeEncoder.takerRemainingEncodingOffset(), trade.takerRemaining);
    LONG.set(bytes, block + TradeEncoder.makerOrderEncodingOffset(), trade.makerOrder);
    LONG.set(bytes, block + TradeEncoder.makerAccountEncodingOffset(), trade.makerAccount);
    LONG.set(bytes, block + TradeEncoder.makerCostEncodingOffset(), trade.makerCost);
    LONG.set(bytes, block + TradeEncoder.makerFeeEncodingOffset(), trade.makerFee);
    LONG.set(bytes, block + TradeEncoder.makerRemainingEncodingOffset(), trade.makerRemaining);
    INT.set(bytes, block + TradeEncoder.yesPriceEncodingOffset(), trade.yesPrice);
    bytes[block + TradeEncoder.kindEncodingOffset()] = TRADE_KINDS[trade.kind.ordinal()];
    bytes[block + TradeEncoder.takerSideEncodingOffset()] = SIDES[trade.takerSide.ordinal()];
    bytes[block + TradeEncoder.takerOutcomeEncodingOffset()] =
        OUTCOMES[trade.takerOutcome.ordinal()];
    bytes[block + TradeEncoder.makerSideEncodingOffset()] = SIDES[trade.makerSide.ordinal()];
    bytes[block + TradeEncoder.makerOutcomeEncodingOffset()] =
        OUTCOMES[trade.makerOutcome.ordinal()];
    return block + TradeEncoder.BLOCK_LENGTH;
  }

  static int orderClosed(
      byte[] bytes,
      int at,
      long order,
      long account,
      long market,
      CloseReason reason,
      long remaining) {
    LONG.set(bytes, at, ORDER_CLOSED_HEAD);
    int block = at + HEADER;
    LONG.set(bytes, block + OrderClosedEncoder.orderEncodingOffset(), order);
    LONG.set(bytes, block + OrderClosedEncoder.accountEncodingOffset(), account);
    LONG.set(bytes, block + OrderClosedEncoder.marketEncodingOffset(), market);
    LONG.set(bytes, block + OrderClosedEncoder.remainingEncodingOffset(), remaining);
    bytes[block + OrderClosedEncoder.reasonEncodingOffset()] = CLOSE_REASONS[reason.ordinal()];
    return block + OrderClosedEncoder.BLOCK_LENGTH;
  }

  static int setsChanged(
      byte[] bytes,
      int at,
      long account,
      long market,
      long quantity,
      SetReason reason,
      long yesMark) {
    LONG.set(bytes, at, SETS_CHANGED_HEAD);
    int block = at + HEADER;
    LONG.set(bytes, block + SetsChangedEncoder.accountEncodingOffset(), account);
    LONG.set(bytes, block + SetsChangedEncoder.marketEncodingOffset(), market);
    LONG.set(bytes, block + SetsChangedEncoder.quantityEncodingOffset(), quantity);
    LONG.set(bytes, block + SetsChangedEncoder.yesMarkEncodingOffset(), yesMark);
    bytes[block + SetsChangedEncoder.reasonEncodingOffset()] = SET_REASONS[reason.ordinal()];
    return block + SetsChangedEncoder.BLOCK_LENGTH;
  }

  /** A message header as the one long it is. */
  private static long head(int blockLength, int templateId) {
    return blockLength
        | (long) templateId << 16
        | (long) EventFrameEncoder.SCHEMA_ID << 32
        | (long) EventFrameEncoder.SCHEMA_VERSION << 48;
  }
}
