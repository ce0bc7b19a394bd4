package sibyl.protocol;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import sibyl.engine.BatchMode;
import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.FeeKind;
import sibyl.engine.GroupAction;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.SetAction;
import sibyl.engine.SetReason;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TradeKind;
import sibyl.engine.TransferKind;
import sibyl.protocol.sbe.BatchModeCode;
import sibyl.protocol.sbe.CloseReasonCode;
import sibyl.protocol.sbe.ExchangeStateCode;
import sibyl.protocol.sbe.FeeKindCode;
import sibyl.protocol.sbe.GroupActionCode;
import sibyl.protocol.sbe.GroupStateCode;
import sibyl.protocol.sbe.HoldingReasonCode;
import sibyl.protocol.sbe.MarketKindCode;
import sibyl.protocol.sbe.MarketModeCode;
import sibyl.protocol.sbe.MarketStateCode;
import sibyl.protocol.sbe.OrderTypeCode;
import sibyl.protocol.sbe.OutcomeCode;
import sibyl.protocol.sbe.PostingReasonCode;
import sibyl.protocol.sbe.ReasonCode;
import sibyl.protocol.sbe.ReduceReasonCode;
import sibyl.protocol.sbe.SelfTradePreventionCode;
import sibyl.protocol.sbe.SetActionCode;
import sibyl.protocol.sbe.SetReasonCode;
import sibyl.protocol.sbe.SideCode;
import sibyl.protocol.sbe.TimeInForceCode;
import sibyl.protocol.sbe.TradeKindCode;
import sibyl.protocol.sbe.TransferKindCode;

/**
 * The codes that stand for the values of one of the engine's enums on the wire. The schema states
 * them; a value is matched by its name, so that the order of declaration means nothing.
 *
 * @param <V> the engine's enum
 * @param <C> the schema's
 */
// Ordinals find the code within this process only; what goes on the wire is the schema's number.
@SuppressWarnings("EnumOrdinal")
final class WireCode<V extends Enum<V>, C extends Enum<C>> {
  static final WireCode<Side, SideCode> SIDE =
      new WireCode<>(Side.values(), SideCode.values(), SideCode::value, SideCode[]::new);
  static final WireCode<Outcome, OutcomeCode> OUTCOME =
      new WireCode<>(
          Outcome.values(), OutcomeCode.values(), OutcomeCode::value, OutcomeCode[]::new);
  static final WireCode<OrderType, OrderTypeCode> ORDER_TYPE =
      new WireCode<>(
          OrderType.values(), OrderTypeCode.values(), OrderTypeCode::value, OrderTypeCode[]::new);
  static final WireCode<TimeInForce, TimeInForceCode> TIME_IN_FORCE =
      new WireCode<>(
          TimeInForce.values(),
          TimeInForceCode.values(),
          TimeInForceCode::value,
          TimeInForceCode[]::new);
  static final WireCode<SelfTradePrevention, SelfTradePreventionCode> SELF_TRADE_PREVENTION =
      new WireCode<>(
          SelfTradePrevention.values(),
          SelfTradePreventionCode.values(),
          SelfTradePreventionCode::value,
          SelfTradePreventionCode[]::new);
  static final WireCode<MarketMode, MarketModeCode> MARKET_MODE =
      new WireCode<>(
          MarketMode.values(),
          MarketModeCode.values(),
          MarketModeCode::value,
          MarketModeCode[]::new);
  static final WireCode<MarketState, MarketStateCode> MARKET_STATE =
      new WireCode<>(
          MarketState.values(),
          MarketStateCode.values(),
          MarketStateCode::value,
          MarketStateCode[]::new);
  static final WireCode<FeeKind, FeeKindCode> FEE_KIND =
      new WireCode<>(
          FeeKind.values(), FeeKindCode.values(), FeeKindCode::value, FeeKindCode[]::new);
  static final WireCode<TransferKind, TransferKindCode> TRANSFER_KIND =
      new WireCode<>(
          TransferKind.values(),
          TransferKindCode.values(),
          TransferKindCode::value,
          TransferKindCode[]::new);
  static final WireCode<PostingReason, PostingReasonCode> POSTING_REASON =
      new WireCode<>(
          PostingReason.values(),
          PostingReasonCode.values(),
          PostingReasonCode::value,
          PostingReasonCode[]::new);
  static final WireCode<TradeKind, TradeKindCode> TRADE_KIND =
      new WireCode<>(
          TradeKind.values(), TradeKindCode.values(), TradeKindCode::value, TradeKindCode[]::new);
  static final WireCode<CloseReason, CloseReasonCode> CLOSE_REASON =
      new WireCode<>(
          CloseReason.values(),
          CloseReasonCode.values(),
          CloseReasonCode::value,
          CloseReasonCode[]::new);
  static final WireCode<ReduceReason, ReduceReasonCode> REDUCE_REASON =
      new WireCode<>(
          ReduceReason.values(),
          ReduceReasonCode.values(),
          ReduceReasonCode::value,
          ReduceReasonCode[]::new);
  static final WireCode<SetReason, SetReasonCode> SET_REASON =
      new WireCode<>(
          SetReason.values(), SetReasonCode.values(), SetReasonCode::value, SetReasonCode[]::new);
  static final WireCode<Reason, ReasonCode> REASON =
      new WireCode<>(Reason.values(), ReasonCode.values(), ReasonCode::value, ReasonCode[]::new);
  static final WireCode<MarketKind, MarketKindCode> MARKET_KIND =
      new WireCode<>(
          MarketKind.values(),
          MarketKindCode.values(),
          MarketKindCode::value,
          MarketKindCode[]::new);
  static final WireCode<BatchMode, BatchModeCode> BATCH_MODE =
      new WireCode<>(
          BatchMode.values(), BatchModeCode.values(), BatchModeCode::value, BatchModeCode[]::new);
  static final WireCode<ExchangeState, ExchangeStateCode> EXCHANGE_STATE =
      new WireCode<>(
          ExchangeState.values(),
          ExchangeStateCode.values(),
          ExchangeStateCode::value,
          ExchangeStateCode[]::new);
  static final WireCode<GroupAction, GroupActionCode> GROUP_ACTION =
      new WireCode<>(
          GroupAction.values(),
          GroupActionCode.values(),
          GroupActionCode::value,
          GroupActionCode[]::new);
  static final WireCode<GroupState, GroupStateCode> GROUP_STATE =
      new WireCode<>(
          GroupState.values(),
          GroupStateCode.values(),
          GroupStateCode::value,
          GroupStateCode[]::new);
  static final WireCode<HoldingReason, HoldingReasonCode> HOLDING_REASON =
      new WireCode<>(
          HoldingReason.values(),
          HoldingReasonCode.values(),
          HoldingReasonCode::value,
          HoldingReasonCode[]::new);
  static final WireCode<SetAction, SetActionCode> SET_ACTION =
      new WireCode<>(
          SetAction.values(), SetActionCode.values(), SetActionCode::value, SetActionCode[]::new);

  /** By the code; shared with nobody. */
  private final V[] values;

  /** By the ordinal of the value. */
  private final C[] codes;

  /** By the ordinal of the value. */
  private final byte[] numbers;

  private WireCode(V[] values, C[] codes, ToIntFunction<C> number, IntFunction<C[]> array) {
    this.values = values.clone();
    this.codes = array.apply(values.length);
    numbers = new byte[values.length];
    for (V value : values) {
      C code = named(value.name(), codes);
      // Codes are dense from 0, as the schema's rules have it.
      this.values[number.applyAsInt(code)] = value;
      this.codes[value.ordinal()] = code;
      numbers[value.ordinal()] = (byte) number.applyAsInt(code);
    }
  }

  private static <C extends Enum<C>> C named(String name, C[] codes) {
    for (C code : codes) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    throw new IllegalStateException(
        "the schema has no code for " + name + " in " + codes.getClass().getComponentType());
  }

  C of(V value) {
    return codes[value.ordinal()];
  }

  /** What each value is on the wire, by its ordinal. */
  byte[] numbers() {
    return numbers.clone();
  }

  /** The value a code stands for; null if for none. */
  @Nullable V valueOf(int code) {
    return code >= 0 && code < values.length ? values[code] : null;
  }
}
