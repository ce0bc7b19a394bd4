package sibyl.store.projection;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sibyl.engine.Accounts;
import sibyl.engine.event.Trade;

/**
 * The older rows a batch needs to know: whose positions it changes, and the markets it mentions
 * that it does not create itself.
 */
final class Touched {
  final Set<PositionKey> positions = new LinkedHashSet<>();
  final Set<Long> markets = new LinkedHashSet<>();

  /** People to whom and from whom money was transferred. */
  final Set<Long> accounts = new LinkedHashSet<>();

  private final Map<Long, Long> created = new HashMap<>();

  static Touched by(List<RecordedCommand> commands) {
    Touched touched = new Touched();
    for (RecordedCommand command : commands) {
      for (Change change : command.changes()) {
        touched.add(change);
      }
    }
    return touched;
  }

  private void add(Change change) {
    switch (change) {
      case Change.MarketCreated market -> created.put(market.market(), market.event());
      case Change.Traded traded -> {
        Trade trade = traded.trade();
        add(trade.takerAccount, trade.market);
        add(trade.makerAccount, trade.market);
      }
      case Change.SetsChanged changed -> add(changed.account(), changed.market());
      case Change.HoldingChanged changed -> add(changed.account(), changed.market());
      case Change.HolderSettled settled -> add(settled.account(), settled.market());
      case Change.Transferred transferred -> {
        addPerson(transferred.transfer().from());
        addPerson(transferred.transfer().to());
      }
      case Change.AccountOpened _,
          Change.AccountChanged _,
          Change.ExchangeStateChanged _,
          Change.TransferRefused _,
          Change.Posted _,
          Change.EventCreated _,
          Change.EventEdited _,
          Change.EventDeleted _,
          Change.MarketStateChanged _,
          Change.ResolutionProposed _,
          Change.Resolved _,
          Change.ResolutionChallenged _,
          Change.MarketScheduled _,
          Change.LiquidityChanged _,
          Change.BasketPlaced _,
          Change.OrderPlaced _,
          Change.OrderAmended _,
          Change.OrderReduced _,
          Change.OrderGroupChanged _,
          Change.OrderClosed _,
          Change.ProducerChanged _,
          Change.RecipeChanged _,
          Change.MakerMoved _ -> {}
    }
  }

  private void add(long account, long market) {
    if (!created.containsKey(market)) {
      markets.add(market);
    }
    if (Accounts.isPerson(account)) {
      positions.add(new PositionKey(account, market));
      accounts.add(account);
    }
  }

  private void addPerson(long account) {
    if (Accounts.isPerson(account)) {
      accounts.add(account);
    }
  }

  /**
   * Who does something in which event.
   *
   * @param facts of {@link #markets}
   */
  Set<BonusKey> stakes(Map<Long, MarketFacts> facts) {
    Set<BonusKey> keys = new LinkedHashSet<>();
    for (PositionKey position : positions) {
      MarketFacts older = facts.get(position.market());
      long event = older == null ? created.getOrDefault(position.market(), 0L) : older.event();
      keys.add(new BonusKey(position.account(), event));
    }
    return keys;
  }
}
