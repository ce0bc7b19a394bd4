package sibyl.app.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import sibyl.cluster.ClusterNode;
import sibyl.engine.MarketState;
import sibyl.store.Database;
import sibyl.store.audit.TableState;
import sibyl.store.projection.Projection;

/**
 * Compares the engine with the tables, row by row and in both directions, at one sequence number.
 * While commands keep coming it tries again until it has caught both at the same one.
 */
public final class Auditor {
  private static final int ATTEMPTS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterNode node;
  private final Projection projection;
  private final Database database;

  public Auditor(ClusterNode node, Projection projection, Database database) {
    this.node = node;
    this.projection = projection;
    this.database = database;
  }

  /**
   * @throws IllegalStateException if an invariant of the engine does not hold, if either side does
   *     not answer, or if the exchange is never still long enough
   */
  public Audit audit() {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        EngineState engine =
            node.inspect(EngineState::of).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!projection.awaitPosition(engine.seq(), PATIENCE)) {
          throw new IllegalStateException(
              "the tables did not reach event " + engine.seq() + " within " + PATIENCE);
        }
        TableState tables = TableState.read(database);
        if (tables.seq() == engine.seq()) {
          return compare(engine, tables);
        }
      }
      throw new IllegalStateException("the exchange was never still for long enough to compare");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engine could not be looked at: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the comparison failed: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while comparing", e);
    }
  }

  private static Audit compare(EngineState engine, TableState tables) {
    List<String> differences = new ArrayList<>();
    differ("only in the engine", engine.balances(), tables.balances(), differences);
    differ("only in the tables", tables.balances(), engine.balances(), differences);
    differ("only in the engine", engine.openOrders(), tables.openOrders(), differences);
    differ("only in the tables", tables.openOrders(), engine.openOrders(), differences);
    Set<TableState.Market> unsettled =
        tables.markets().stream()
            .filter(market -> !market.state().equals(MarketState.SETTLED.name()))
            .collect(Collectors.toSet());
    differ("only in the engine", engine.markets(), unsettled, differences);
    differ("only in the tables", unsettled, engine.markets(), differences);
    return new Audit(
        engine.seq(),
        engine.hash(),
        (long) engine.balances().size() + engine.openOrders().size() + engine.markets().size(),
        differences,
        tables.ledgerSums(),
        tables.makerLosses());
  }

  private static void differ(String where, Set<?> these, Set<?> others, List<String> differences) {
    for (Object row : these) {
      if (!others.contains(row)) {
        differences.add(where + ": " + row);
      }
    }
  }
}
