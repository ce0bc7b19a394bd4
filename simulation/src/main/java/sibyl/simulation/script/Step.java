package sibyl.simulation.script;

import java.util.List;
import sibyl.engine.BatchMode;
import sibyl.engine.ExchangeState;
import sibyl.engine.FeeKind;
import sibyl.engine.GroupAction;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.OrderType;
import sibyl.engine.Outcome;
import sibyl.engine.SelfTradePrevention;
import sibyl.engine.SetAction;
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

  /**
   * Says who sends the next line, and under which idempotency key.
   *
   * @param key label, from which the fingerprint is made; 0 for none
   * @param body fingerprint of what comes with the key
   */
  record As(long actor, int key, int body) implements Step {}

  record Open(long account, boolean netting) implements Step {}

  /**
   * @param transfer label, from which the unique id is made
   */
  record Pay(long transfer, long from, long to, long amount, TransferKind kind) implements Step {}

  record Settings(long account, boolean netting, boolean suspended) implements Step {}

  record Exchange(ExchangeState to) implements Step {}

  /**
   * @param firstMarket label of the first of the markets, and of the event; the others follow it
   * @param openInMs from the moment the line is reached; 0 for never
   * @param closeInMs likewise
   */
  record Create(
      int firstMarket, boolean exclusive, long openInMs, long closeInMs, List<Contract> markets)
      implements Step {
    public Create {
      markets = List.copyOf(markets);
    }
  }

  /**
   * A market to be created; see {@link sibyl.engine.command.MarketSpec}. A band that is not there
   * has a width of 0.
   */
  record Contract(
      int payout,
      int tick,
      long lot,
      MarketMode mode,
      long liquidity,
      FeeKind fee,
      int takerRate,
      int makerRate,
      MarketKind kind,
      int band1,
      int tick1,
      int band2,
      int tick2,
      int collar,
      long challengeMs,
      boolean fourEyes,
      int segment) {}

  /** Times count from the moment the line is reached; 0 for never. */
  record Schedule(int market, long openInMs, long closeInMs) implements Step {}

  /**
   * Other words or another closing time for an event.
   *
   * @param titleLength characters of the new title; -1 for the same title
   * @param closeInMs from the moment the line is reached; 0 for never, {@link #SAME_TIME} for the
   *     same time
   * @param market label of a market that gets another title; 0 for none
   */
  record Edit(int event, int titleLength, long closeInMs, int market) implements Step {
    public static final long SAME_TIME = Long.MIN_VALUE;
  }

  record Delete(int event) implements Step {}

  record Deepen(int market, long liquidity) implements Step {}

  record Change(int market, MarketState to) implements Step {}

  record Propose(int market, int yesFraction) implements Step {}

  record Confirm(int market) implements Step {}

  record Challenge(int market) implements Step {}

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
      int clientId,
      int group) {}

  /**
   * Several orders of one account.
   *
   * @param firstOrder label of the first of them; the others follow it
   * @param clientId of a basket as a whole
   */
  record Batch(int firstOrder, BatchMode mode, long account, int clientId, List<Terms> orders)
      implements Step {
    public Batch {
      orders = List.copyOf(orders);
    }
  }

  record QuoteBatch(BatchMode mode, long account, List<Terms> orders) implements Step {
    public QuoteBatch {
      orders = List.copyOf(orders);
    }
  }

  /**
   * @param validForMs from the moment the line is reached, may be negative; 0 for ever
   */
  record Amend(int order, long account, int price, long quantity, long validForMs)
      implements Step {}

  /** Asks what an {@link Amend} would do. */
  record QuoteAmendment(int order, long account, int price, long quantity, long validForMs)
      implements Step {
    public static QuoteAmendment of(Amend amend) {
      return new QuoteAmendment(
          amend.order, amend.account, amend.price, amend.quantity, amend.validForMs);
    }

    Amend amendment() {
      return new Amend(order, account, price, quantity, validForMs);
    }
  }

  record Cancel(int order, long account) implements Step {}

  /** An order by its label. */
  record Ref(int order) {}

  /** Cancels the orders named, or all that the filters leave. */
  record CancelAll(long account, int market, int event, int group, List<Ref> orders)
      implements Step {
    public CancelAll {
      orders = List.copyOf(orders);
    }
  }

  record Merge(long account, List<Ref> orders) implements Step {
    public Merge {
      orders = List.copyOf(orders);
    }
  }

  record Group(int group, long account, GroupAction action, long limit, long windowMs)
      implements Step {}

  record Sets(long account, int market, int event, SetAction action, long quantity)
      implements Step {}

  /** A market by its label. */
  record Part(int market) {}

  record Convert(long account, int event, List<Part> markets, long quantity) implements Step {
    public Convert {
      markets = List.copyOf(markets);
    }
  }

  record Stock(long account, int market, long quantity, HoldingReason reason) implements Step {}

  record Licence(long account, int market, boolean authorised) implements Step {}

  /** So much of a good. */
  record Portion(int market, long quantity) {}

  record Recipe(int market, List<Portion> ingredients) implements Step {
    public Recipe {
      ingredients = List.copyOf(ingredients);
    }
  }

  record Produce(long account, int market, long quantity) implements Step {}

  record Accept(long account, int order, int price, long quantity) implements Step {}
}
