package sibyl.app.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.ClusterNode;
import sibyl.engine.Engine;
import sibyl.engine.MarketState;
import sibyl.store.Database;
import sibyl.store.UnreadableTablesException;
import sibyl.store.audit.TableRows;
import sibyl.store.audit.TableState.Balance;
import sibyl.store.audit.TableState.Market;
import sibyl.store.audit.TableState.OpenOrder;
import sibyl.store.projection.Projection;

/**
 * Holds the rows of some accounts and markets against the engine while trading goes on.
 *
 * <p>The engine is looked at between two commands, then the tables once they have come as far. By
 * then they may be further; but each row names the event that changed it last, and a row that has
 * not changed since must be what the engine had. One that has is left for the next time.
 */
final class RowComparison {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * @param seq the event as of which was compared
   * @param rows that were
   * @param differences by what differs, such as {@code account 17}, a line for each row
   */
  record Result(long seq, long rows, Map<String, List<String>> differences) {}

  /** What the engine has of them. */
  private record Held(
      long seq,
      Map<TableRows.Key, Balance> balances,
      Map<Long, OpenOrder> orders,
      Map<Long, Market> markets) {}

  private final ClusterNode node;
  private final Projection projection;
  private final Database database;

  RowComparison(ClusterNode node, Projection projection, Database database) {
    this.node = node;
    this.projection = projection;
    this.database = database;
  }

  /**
   * Asks the engine between two commands.
   *
   * @throws UncomparableException if it does not answer
   */
  <T> T ask(Function<Engine, T> question) throws UncomparableException, InterruptedException {
    try {
      return node.inspect(question).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BrokenInvariantException broken) {
        throw broken;
      }
      throw new UncomparableException("the engine could not be looked at: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new UncomparableException("the engine did not answer within " + PATIENCE, e);
    }
  }

  /**
   * @throws UncomparableException if one side does not answer, or the tables are far behind
   */
  Result compare(Collection<Long> accounts, Collection<Long> markets)
      throws UncomparableException, InterruptedException {
    Held held = ask(engine -> look(engine, accounts, markets));
    try {
      if (!projection.awaitPosition(held.seq(), PATIENCE)) {
        throw new UncomparableException(
            "the tables did not reach event " + held.seq() + " within " + PATIENCE, null);
      }
      TableRows rows =
          TableRows.read(
              database, accounts, held.balances().keySet(), held.orders().keySet(), markets);
      return compare(held, rows, markets);
    } catch (UnreadableTablesException e) {
      throw new UncomparableException("the tables could not be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new UncomparableException("the tables are not written: " + e.getMessage(), e);
    }
  }

  private static Held look(Engine engine, Collection<Long> accounts, Collection<Long> markets) {
    Map<TableRows.Key, Balance> balances = new HashMap<>();
    Map<Long, OpenOrder> orders = new HashMap<>();
    for (long wanted : accounts) {
      engine.visitAccount(
          wanted,
          (account, asset, free, held) ->
              balances.put(
                  new TableRows.Key(account, asset), new Balance(account, asset, free, held)),
          (order, account, market, side, outcome, price, quantity, remaining) ->
              orders.put(order, new OpenOrder(order, account, market, quantity, remaining)));
    }
    Map<Long, Market> standing = new HashMap<>();
    for (long wanted : markets) {
      var market = engine.market(wanted);
      if (market != null) {
        standing.put(wanted, EngineState.of(market));
      }
    }
    return new Held(engine.lastSeq(), balances, orders, standing);
  }

  static Result compare(Held held, TableRows rows, Collection<Long> markets) {
    Findings found = new Findings(held.seq(), rows.seq());
    Set<TableRows.Key> balances = new HashSet<>(held.balances().keySet());
    balances.addAll(rows.balances().keySet());
    for (TableRows.Key key : balances) {
      found.row(
          "account " + key.account(),
          held.balances().get(key),
          rows.balances().get(key),
          rows.gone().get(key));
    }
    Set<Long> orders = new HashSet<>(held.orders().keySet());
    orders.addAll(rows.openOrders().keySet());
    for (Long id : orders) {
      OpenOrder order = held.orders().get(id);
      TableRows.Row<OpenOrder> row = rows.openOrders().get(id);
      long account = order != null ? order.account() : row == null ? 0 : row.values().account();
      found.row("account " + account, order, row, rows.closed().get(id));
    }
    for (Long id : markets) {
      TableRows.Row<Market> row = rows.markets().get(id);
      boolean settled = row != null && row.values().state().equals(MarketState.SETTLED.name());
      Market market = held.markets().get(id);
      if (market != null || !settled) {
        found.row("market " + id, market, row, null);
      }
    }
    return new Result(held.seq(), found.rows, found.differences);
  }

  /** Gathers what differs. */
  private static final class Findings {
    private final long engineSeq;
    private final long tablesSeq;
    private final Map<String, List<String>> differences = new HashMap<>();
    private long rows;

    Findings(long engineSeq, long tablesSeq) {
      this.engineSeq = engineSeq;
      this.tablesSeq = tablesSeq;
    }

    /**
     * @param goneBy the event that last changed it, where the tables do not have it any more
     */
    void row(
        String of,
        @Nullable Object engine,
        TableRows.@Nullable Row<?> table,
        @Nullable Long goneBy) {
      if (table != null && table.changedBy() > tablesSeq) {
        add(of, table + " is said to be changed by an event after the tables' last, " + tablesSeq);
      } else if (table != null && table.changedBy() <= engineSeq) {
        rows++;
        if (!table.values().equals(engine)) {
          add(of, "tables " + table.values() + ", engine " + (engine == null ? "none" : engine));
        }
      } else if (table == null && engine != null && (goneBy == null || goneBy <= engineSeq)) {
        rows++;
        add(of, "tables none, engine " + engine);
      }
    }

    private void add(String of, String line) {
      differences
          .computeIfAbsent(of, _ -> new ArrayList<>())
          .add(of + " at event " + engineSeq + ": " + line);
    }
  }
}
