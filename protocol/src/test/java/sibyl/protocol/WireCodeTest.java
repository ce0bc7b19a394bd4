package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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

/**
 * The codes as they were released. What stands here may grow at the end of a list and change in no
 * other way: journals that hold the old codes must mean the same for ever. An engine value that the
 * schema lacks fails here too.
 */
class WireCodeTest {
  @Test
  void sides() {
    assertCodes(WireCode.SIDE, Side.values(), "BUY SELL");
    assertCodes(WireCode.OUTCOME, Outcome.values(), "YES NO");
  }

  @Test
  void orders() {
    assertCodes(WireCode.ORDER_TYPE, OrderType.values(), "LIMIT MARKET");
    assertCodes(WireCode.TIME_IN_FORCE, TimeInForce.values(), "GTC GTD IOC FOK");
    assertCodes(
        WireCode.SELF_TRADE_PREVENTION,
        SelfTradePrevention.values(),
        "CANCEL_TAKER CANCEL_MAKER CANCEL_BOTH DECREMENT");
    assertCodes(
        WireCode.CLOSE_REASON,
        CloseReason.values(),
        "FILLED CANCELED IMMEDIATE_REMAINDER EXPIRED SELF_TRADE_PREVENTION HALTED MARKET_CLOSED"
            + " GROUP_TRIGGERED OPERATOR MERGED REDUCE_ONLY");
    assertCodes(WireCode.REDUCE_REASON, ReduceReason.values(), "SELF_TRADE_PREVENTION REDUCE_ONLY");
    assertCodes(WireCode.BATCH_MODE, BatchMode.values(), "EACH ATOMIC BASKET");
    assertCodes(WireCode.GROUP_ACTION, GroupAction.values(), "CREATE CHANGE RESET DELETE");
    assertCodes(WireCode.GROUP_STATE, GroupState.values(), "ACTIVE TRIGGERED DELETED");
  }

  @Test
  void markets() {
    assertCodes(WireCode.MARKET_MODE, MarketMode.values(), "BOOK LMSR HYBRID");
    assertCodes(
        WireCode.MARKET_STATE, MarketState.values(), "CREATED OPEN HALTED CLOSED RESOLVED SETTLED");
    assertCodes(WireCode.FEE_KIND, FeeKind.values(), "NONE FLAT QUADRATIC");
    assertCodes(WireCode.MARKET_KIND, MarketKind.values(), "BINARY ASSET");
    assertCodes(WireCode.EXCHANGE_STATE, ExchangeState.values(), "OPEN CANCEL_ONLY HALTED");
  }

  @Test
  void movements() {
    assertCodes(
        WireCode.TRANSFER_KIND,
        TransferKind.values(),
        "DEPOSIT WITHDRAWAL WITHDRAWAL_RETURN BONUS REFERRAL ADJUSTMENT FUNDING");
    assertCodes(
        WireCode.POSTING_REASON,
        PostingReason.values(),
        "HOLD TRADE FEE TRANSFER NETTING SPLIT MERGE CONVERT FUNDING SETTLEMENT PRODUCTION");
    assertCodes(WireCode.TRADE_KIND, TradeKind.values(), "TRANSFER MINT BURN AMM");
    assertCodes(WireCode.SET_REASON, SetReason.values(), "NETTING SPLIT MERGE");
    assertCodes(WireCode.SET_ACTION, SetAction.values(), "SPLIT MERGE");
    assertCodes(
        WireCode.HOLDING_REASON,
        HoldingReason.values(),
        "SPLIT_ALL MERGE_ALL CONVERT INITIAL PRODUCTION CONSUMPTION ADJUSTMENT RESET");
  }

  @Test
  void reasons() {
    assertCodes(
        WireCode.REASON,
        Reason.values(),
        "UNKNOWN_ACCOUNT ACCOUNT_EXISTS ACCOUNT_SUSPENDED UNKNOWN_MARKET UNKNOWN_EVENT"
            + " UNKNOWN_ORDER MARKET_NOT_OPEN ILLEGAL_TRANSITION PRICE_OFF_GRID"
            + " PRICE_OUT_OF_RANGE QUANTITY_OFF_LOT QUANTITY_OUT_OF_RANGE AMOUNT_OUT_OF_RANGE"
            + " INSUFFICIENT_BALANCE INSUFFICIENT_HOLDINGS DUPLICATE_CLIENT_ORDER_ID"
            + " DUPLICATE_TRANSFER POST_ONLY_WOULD_CROSS FOK_UNFILLED SELF_TRADE TOO_LATE"
            + " LIMIT_EXCEEDED NOTHING_TO_REDUCE NO_LIQUIDITY UNSUPPORTED INVALID_COMMAND"
            + " IDEMPOTENCY_CONFLICT EXCHANGE_HALTED UNKNOWN_GROUP GROUP_TRIGGERED"
            + " ORDERS_INTERFERE NOT_MERGEABLE RESOLUTIONS_CONFLICT SECOND_PERSON_NEEDED"
            + " CHALLENGE_WINDOW NOT_AUTHORISED CANCEL_ONLY OTHER_SEGMENT EVENT_TRADED");
  }

  private static <V extends Enum<V>> void assertCodes(
      WireCode<V, ?> codes, V[] values, String released) {
    List<String> byCode = new ArrayList<>();
    for (int code = 0; code < values.length; code++) {
      V value = codes.valueOf(code);
      assertThat(value).as("code %d", code).isNotNull();
      assertThat(codes.of(value).name()).isEqualTo(value.name());
      byCode.add(value.name());
    }
    assertThat(byCode).containsExactly(released.split(" "));
    assertThat(codes.valueOf(-1)).isNull();
    assertThat(codes.valueOf(values.length)).isNull();
    assertThat(codes.valueOf(255)).isNull();
  }
}
