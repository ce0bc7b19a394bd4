package sibyl.simulation.script;

import java.util.List;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;

/**
 * One line of a script: a command of the exchange, or time going by. Amounts are in the engine's
 * units. A label that no earlier line introduced stands for something that does not exist.
 */
public sealed interface Step {
  /**
   * Lets the clock go forward.
   *
   * @param asleep whether the timers that fall due fire only after the next line
   */
  record Wait(long ms, boolean asleep) implements Step {}

  record Open(long account, boolean netting) implements Step {}

  /**
   * @param transfer label, from which the unique id is made
   */
  record Pay(long transfer, long from, long to, long amount, TransferKind kind) implements Step {}

  /**
   * @param firstMarket label of the first of the markets; the others follow it
   */
  record Create(int firstMarket, boolean exclusive, List<Contract> markets) implements Step {
    public Create {
      markets = List.copyOf(markets);
    }
  }

  /** A market to be created; see {@link sibyl.engine.command.MarketSpec}. */
  record Contract(
      int payout,
      int tick,
      long lot,
      MarketMode mode,
      long liquidity,
      FeeKind fee,
      int takerRate,
      int makerRate) {}

  record Change(int market, MarketState to) implements Step {}

  record Propose(int market, int yesFraction) implements Step {}

  record Confirm(int market) implements Step {}

  record Settle(int market) implements Step {}

  record Place(int order, Terms terms) implements Step {}

  record Quote(Terms terms) implements Step {}

  /**
   * What an order says; see {@link sibyl.engine.command.PlaceOrder}.
   *
   * @param clientId label, from which the fingerprint is made; 0 for none
   * @param expiresInMs from the moment the line is reached; 0 for never
   * @param validForMs from the moment the line is reached, may be negative; 0 for ever
   */
  record Terms(
      long account,
      int market,
      Side side,
      Outcome outcome,
      OrderType type,
      int price,
      long quantity,
      long maxCost,
      TimeInForce timeInForce,
      SelfTradePrevention selfTrade,
      boolean postOnly,
      boolean reduceOnly,
      boolean cancelOnHalt,
      long expiresInMs,
      long validForMs,
      int clientId) {}

  record Cancel(int order, long account) implements Step {}
}
