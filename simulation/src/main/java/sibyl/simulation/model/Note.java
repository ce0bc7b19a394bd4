package sibyl.simulation.model;

import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.command.EditEvent;

/**
 * Something a command did beside trades and closures. Orders and groups are numbered by acceptance;
 * the figures are those of the events of {@link sibyl.engine.event.EventHandler}.
 */
public sealed interface Note {
  record AccountOpened(long account, boolean netting) implements Note {}

  record AccountChanged(long account, boolean netting, boolean suspended) implements Note {}

  record Exchange(ExchangeState state) implements Note {}

  record Market(long market, MarketState state) implements Note {}

  record Proposed(long market, int yesFraction) implements Note {}

  record Resolved(long market, int yesFraction, long finalAtMs) implements Note {}

  record Challenged(long market) implements Note {}

  record Scheduled(long market, long openAtMs, long closeAtMs) implements Note {}

  record Edited(EditEvent edit) implements Note {}

  record Deleted(long event, String reason) implements Note {}

  record Liquidity(long market, long liquidity) implements Note {}

  record Settled(
      long account, long market, long yesQuantity, long noQuantity, long yesPaid, long noPaid)
      implements Note {}

  record Amended(
      long order, int price, long quantity, long remaining, boolean keptPriority, boolean restated)
      implements Note {}

  record Reduced(long order, long by, long remaining, ReduceReason reason) implements Note {}

  record Basket(long basket, long account, int orders, String clientOrderId) implements Note {}

  record Group(long group, long account, long limit, long windowMs, GroupState state)
      implements Note {}

  record Sets(long account, long market, long quantity, SetReason reason) implements Note {}

  record Holding(
      long account, long market, Outcome outcome, long quantity, long amount, HoldingReason reason)
      implements Note {}

  record Producer(long account, long market, boolean authorised) implements Note {}

  record Recipe(long market, String ingredients) implements Note {}
}
