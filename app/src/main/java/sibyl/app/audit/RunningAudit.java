package sibyl.app.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.cluster.ClusterNode;
import sibyl.engine.Engine;
import sibyl.gateway.TableAudit;
import sibyl.store.Database;
import sibyl.store.UnreadableTablesException;
import sibyl.store.audit.TableRows;
import sibyl.store.audit.TableState;
import sibyl.store.projection.Projection;

/**
 * Compares the tables with the engine while the exchange runs: a few accounts and markets every
 * second, one after the other and from the beginning again, and all of them on demand. Rows are
 * looked for from both sides, so that one that is missing in the tables is found as well as one
 * that should not be there.
 *
 * <p>A difference is the tables' fault: the exchange trades on, and says what to do. An invariant
 * of the engine that does not hold is handed to {@code onBroken}, which is to stop the program; the
 * invariants are checked when everything is compared, and the exchange stands still for that
 * moment.
 *
 * <p>One thread of its own does all of it, so no two comparisons run at once.
 */
public final class RunningAudit implements TableAudit, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAudit.class);
  private static final int SHOWN_MAX = 20;
  private static final int DIFFERING_MAX = 1_000;

  /** Of a comparison of everything: accounts whose rows are read at once. */
  private static final int STEP = 200;

  private final RowComparison rows;
  private final Database database;
  private final int perSecond;
  private final Consumer<Throwable> onBroken;
  private final Thread thread;

  private final Map<String, List<String>> differing = new LinkedHashMap<>();
  private long compared;
  private long seq;
  private String trouble = "";
  private @Nullable Full full;
  private boolean wanted;
  private boolean closed;

  private final Walk sample = new Walk();

  private RunningAudit(
      ClusterNode node,
      Projection projection,
      Database database,
      int perSecond,
      Consumer<Throwable> onBroken) {
    this.rows = new RowComparison(node, projection, database);
    this.database = database;
    this.perSecond = perSecond;
    this.onBroken = onBroken;
    this.thread = Thread.ofPlatform().name("table-audit").daemon().unstarted(this::run);
  }

  /**
   * @param perSecond how many accounts and markets are looked at in a second; 0: none
   * @param onBroken told when an invariant of the engine does not hold
   */
  public static RunningAudit start(
      ClusterNode node,
      Projection projection,
      Database database,
      int perSecond,
      Consumer<Throwable> onBroken) {
    RunningAudit audit = new RunningAudit(node, projection, database, perSecond, onBroken);
    audit.thread.start();
    return audit;
  }

  @Override
  public synchronized Standing now() {
    List<String> first =
        differing.values().stream().flatMap(List::stream).limit(SHOWN_MAX).toList();
    return new Standing(compared, seq, differing.size(), first, trouble, full);
  }

  @Override
  public synchronized void compareAll() {
    if (!wanted) {
      wanted = true;
      full = new Full(System.currentTimeMillis(), 0, seq, 0, 0, 0, 0, List.of(), "");
      notifyAll();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (awaitTurn()) {
        try {
          if (isWanted()) {
            compareEverything();
          } else if (perSecond > 0) {
            lookAgain();
            sample.step(perSecond);
            setTrouble("");
          }
        } catch (UncomparableException | UnreadableTablesException e) {
          setTrouble(String.valueOf(e.getMessage()));
        }
      }
    } catch (BrokenInvariantException e) {
      if (!isClosed()) {
        onBroken.accept(e);
      }
    } catch (InterruptedException e) {
      LOG.debug("the audit was told to stop", e);
    } catch (RuntimeException e) {
      LOG.error("the audit has ended, the exchange goes on", e);
      setTrouble("the audit has ended: " + e);
    }
  }

  /** Waits for a second, or until everything is to be compared. */
  private synchronized boolean awaitTurn() throws InterruptedException {
    long startNs = System.nanoTime();
    long leftMs = TimeUnit.SECONDS.toMillis(1);
    while (!wanted && !closed && leftMs > 0) {
      wait(leftMs);
      leftMs =
          TimeUnit.SECONDS.toMillis(1) - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }
    return !closed;
  }

  private synchronized boolean isWanted() {
    return wanted;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void compareEverything() throws InterruptedException {
    long startedMs;
    synchronized (this) {
      startedMs = full == null ? System.currentTimeMillis() : full.startedMs();
    }
    Walk walk = new Walk();
    String why = "";
    try {
      rows.ask(RunningAudit::checkInvariants);
      lookAgain();
      do {
        walk.step(STEP);
        publish(walk, startedMs, 0, "");
      } while (!walk.isOver());
      walk.ledger();
    } catch (UncomparableException | UnreadableTablesException e) {
      why = String.valueOf(e.getMessage());
    } finally {
      synchronized (this) {
        wanted = false;
      }
    }
    publish(walk, startedMs, System.currentTimeMillis(), why);
    LOG.info(
        "tables compared with the engine: accounts={} markets={} rows={} differing={} {}",
        walk.accounts,
        walk.markets,
        walk.rows,
        walk.differing,
        why);
  }

  /** What differed may be right again, or be gone on both sides, where no walk would meet it. */
  private void lookAgain() throws UncomparableException, InterruptedException {
    List<String> again;
    synchronized (this) {
      again = differing.keySet().stream().limit(SHOWN_MAX).toList();
    }
    if (!again.isEmpty()) {
      found(again, rows.compare(numbers("account ", again), numbers("market ", again)));
    }
  }

  private static List<Long> numbers(String kind, List<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(kind))
        .map(name -> Long.parseLong(name.substring(kind.length())))
        .toList();
  }

  private static long checkInvariants(Engine engine) {
    try {
      engine.checkInvariants();
    } catch (IllegalStateException e) {
      throw new BrokenInvariantException(e);
    }
    return engine.lastSeq();
  }

  private synchronized void publish(Walk walk, long startedMs, long endedMs, String why) {
    full =
        new Full(
            startedMs,
            endedMs,
            seq,
            walk.rows,
            walk.accounts,
            walk.markets,
            walk.differing,
            walk.first,
            why);
  }

  private synchronized void setTrouble(String now) {
    if (!now.isEmpty() && trouble.isEmpty()) {
      LOG.warn("tables and engine cannot be compared at the moment: {}", now);
    }
    trouble = now;
  }

  /** Takes over what was found about some accounts and markets. */
  private synchronized void found(List<String> lookedAt, RowComparison.Result result) {
    compared += result.rows();
    seq = result.seq();
    for (String one : lookedAt) {
      List<String> lines = result.differences().get(one);
      if (lines == null) {
        if (differing.remove(one) != null) {
          LOG.info("{} is the same in tables and engine again", one);
        }
      } else if (differing.containsKey(one) || differing.size() < DIFFERING_MAX) {
        if (differing.put(one, lines) == null) {
          LOG.error(
              "the tables differ from the engine; the engine is right, and trading goes on."
                  + " Stop the exchange when it suits, look at the disk with \"sibyl doctor\", and"
                  + " write the tables again with \"sibyl rebuild\": {}",
              lines);
        }
      }
    }
  }

  /** One way through all accounts and markets, of the engine and of the tables. */
  private final class Walk {
    private int engineAccount;
    private boolean engineAccountsOver;
    private long tableAccount = Long.MIN_VALUE;
    private boolean tableAccountsOver;
    private long tableMarket = Long.MIN_VALUE;
    private boolean tableMarketsOver;
    private long engineMarket = Long.MIN_VALUE;
    private boolean engineMarketsOver;
    private long accounts;
    private long markets;
    private long rows;
    private long differing;
    private List<String> first = List.of();

    boolean isOver() {
      return engineAccountsOver && tableAccountsOver && tableMarketsOver && engineMarketsOver;
    }

    /** Looks at the next few accounts and markets; begins again after the last. */
    void step(int count)
        throws UncomparableException, UnreadableTablesException, InterruptedException {
      if (isOver()) {
        restart();
      }
      TreeSet<Long> theseAccounts = new TreeSet<>();
      TreeSet<Long> theseMarkets = new TreeSet<>();
      if (!engineAccountsOver) {
        int from = engineAccount;
        engineAccount =
            RunningAudit.this.rows.ask(
                engine -> engine.forEachAccount(from, count, theseAccounts::add));
        engineAccountsOver = engineAccount == 0;
      } else if (!tableAccountsOver) {
        theseAccounts.addAll(TableRows.accountsAfter(database, tableAccount, count));
        tableAccountsOver = theseAccounts.isEmpty();
        tableAccount = tableAccountsOver ? tableAccount : theseAccounts.last();
      }
      if (!tableMarketsOver) {
        theseMarkets.addAll(TableRows.marketsAfter(database, tableMarket, count));
        tableMarketsOver = theseMarkets.isEmpty();
        tableMarket = tableMarketsOver ? tableMarket : theseMarkets.last();
      } else if (!engineMarketsOver) {
        theseMarkets.addAll(marketsOfEngineAfter(engineMarket, count));
        engineMarketsOver = theseMarkets.isEmpty();
        engineMarket = engineMarketsOver ? engineMarket : theseMarkets.last();
      }
      RowComparison.Result result = RunningAudit.this.rows.compare(theseAccounts, theseMarkets);
      List<String> lookedAt = new ArrayList<>();
      theseAccounts.forEach(account -> lookedAt.add("account " + account));
      theseMarkets.forEach(market -> lookedAt.add("market " + market));
      found(lookedAt, result);
      accounts += theseAccounts.size();
      markets += theseMarkets.size();
      rows += result.rows();
      result.differences().values().forEach(lines -> lines.forEach(this::note));
    }

    private List<Long> marketsOfEngineAfter(long market, int count)
        throws UncomparableException, InterruptedException {
      return RunningAudit.this.rows.ask(
          engine -> {
            TreeSet<Long> all = new TreeSet<>();
            engine.forEachMarket(each -> all.add((long) each.id()));
            return all.tailSet(market, false).stream().limit(count).toList();
          });
    }

    private void restart() {
      engineAccount = 0;
      engineAccountsOver = false;
      tableAccount = Long.MIN_VALUE;
      tableAccountsOver = false;
      tableMarket = Long.MIN_VALUE;
      tableMarketsOver = false;
      engineMarket = Long.MIN_VALUE;
      engineMarketsOver = false;
    }

    private void note(String line) {
      differing++;
      if (first.size() < SHOWN_MAX) {
        List<String> more = new ArrayList<>(first);
        more.add(line);
        first = more;
      }
    }

    /** Every posting there ever was must add up to nothing. */
    void ledger() throws UnreadableTablesException {
      TableState.ledgerSums(database)
          .forEach(
              (asset, sum) -> {
                rows++;
                if (sum.signum() != 0) {
                  note("the postings of asset " + asset + " add up to " + sum + " instead of 0");
                }
              });
    }
  }
}
