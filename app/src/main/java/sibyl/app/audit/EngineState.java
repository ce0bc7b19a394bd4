package sibyl.app.audit;

import java.util.HashSet;
import java.util.Set;
import sibyl.engine.Engine;
import sibyl.engine.maker.MarketMaker;
import sibyl.store.audit.TableState.Balance;
import sibyl.store.audit.TableState.Market;
import sibyl.store.audit.TableState.OpenOrder;

/**
 * A copy of what the engine holds, taken between two commands.
 *
 * @param seq of the last event
 */
record EngineState(
    long seq, long hash, Set<Balance> balances, Set<OpenOrder> openOrders, Set<Market> markets) {

  /**
   * For the engine's own thread.
   *
   * @throws IllegalStateException if an invariant does not hold; the message says which
   */
  static EngineState of(Engine engine) {
    engine.checkInvariants();
    Set<Balance> balances = new HashSet<>();
    engine.forEachBalance(
        (account, asset, free, held) -> balances.add(new Balance(account, asset, free, held)));
    Set<OpenOrder> orders = new HashSet<>();
    engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) ->
            orders.add(new OpenOrder(order, account, market, quantity, remaining)));
    Set<Market> markets = new HashSet<>();
    engine.forEachMarket(market -> markets.add(of(market)));
    return new EngineState(engine.lastSeq(), engine.stateHash(), balances, orders, markets);
  }

  static Market of(sibyl.engine.market.Market market) {
    MarketMaker maker = market.maker();
    long yesSold = maker == null ? 0 : maker.yesSold();
    long noSold = maker == null ? 0 : maker.noSold();
    return new Market(market.id(), market.state().name(), yesSold, noSold);
  }
}
