package sibyl.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.Market;
import sibyl.engine.snapshot.StateHash;

/**
 * What the engine keeps of an account that does nothing and of an order that rests: the heap in use
 * after a collection, before and after there were many of them. The numbers are powers of two, at
 * which tables that grow by doubling are full. Then how long the exchange stands still when members
 * compare their states: the hash of all, cold the first time.
 */
@Command(
    name = "memory",
    description =
        "Measures the memory of an idle account and of a resting order, and how long it takes to"
            + " hash them all.")
final class MemoryCommand implements Callable<Integer> {
  private static final int OTHERS = 16;
  private static final int ORDER_ACCOUNTS = 1_000;
  private static final int HASHES = 11;

  @Spec private CommandSpec spec;

  @Option(names = "--accounts", description = "How many accounts (default: ${DEFAULT-VALUE})")
  private int accounts = 1 << 20;

  @Option(names = "--orders", description = "How many orders (default: ${DEFAULT-VALUE})")
  private int orders = 1 << 20;

  private final CommandHeader header = new CommandHeader().set(1_000_000, 1, 0, 0);

  @Override
  public Integer call() {
    Limits limits =
        Limits.defaults()
            .with(
                to -> {
                  to.openOrdersPerPosition = to.openOrders;
                  to.openOrdersPerAccount = to.openOrders;
                });
    Engine engine = new Engine(limits, new NoListener());
    open(engine);
    long empty = used();
    for (int i = ORDER_ACCOUNTS; i < accounts - OTHERS; i++) {
      engine.openAccount(header, new OpenAccount(Accounts.FIRST_PERSON + i, true));
    }
    long withAccounts = used();
    rest(engine);
    long withOrders = used();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%.1f bytes per idle account (of %,d), %.1f bytes per resting order (of %,d in one"
                + " market, %,d accounts)%n",
            (double) (withAccounts - empty) / accounts,
            accounts,
            (double) (withOrders - withAccounts) / orders,
            orders,
            ORDER_ACCOUNTS);
    long firstNs = hashNs(engine);
    long[] others = new long[HASHES];
    for (int i = 0; i < HASHES; i++) {
      others[i] = hashNs(engine);
    }
    Arrays.sort(others);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "hash of all of it: %.1f ms the first time, %.1f ms then (median of %d)%n",
            firstNs / 1e6,
            others[HASHES / 2] / 1e6,
            HASHES);
    spec.commandLine().getOut().flush();
    engine.checkInvariants();
    return 0;
  }

  private void open(Engine engine) {
    for (int i = 0; i < ORDER_ACCOUNTS; i++) {
      long account = Accounts.FIRST_PERSON + i;
      long money = 100_000_000 * Units.MONEY_PER_UNIT;
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header, new Transfer(0, i + 1, Accounts.EXTERNAL, account, money, TransferKind.DEPOSIT));
    }
    MarketSpec market =
        new MarketSpec("Rain?", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    engine.createEvent(
        header, new CreateEvent("Weather", "", "", "", "", 0, false, List.of(market)));
    engine.changeMarketState(header, new ChangeMarketState(1, MarketState.OPEN));
  }

  private void rest(Engine engine) {
    PlaceOrder order = new PlaceOrder();
    for (int i = 0; i < orders; i++) {
      order.clear();
      order.account = Accounts.FIRST_PERSON + i % ORDER_ACCOUNTS;
      order.market = 1;
      order.price = 100 * (1 + i % 50);
      order.quantity = 100;
      engine.placeOrder(header, order);
    }
    Market market = engine.market(1);
    if (market == null || market.book().size() != orders) {
      throw new IllegalStateException("not all orders rest");
    }
  }

  /** As a member does for a comparison of states. */
  private static long hashNs(Engine engine) {
    long startNs = System.nanoTime();
    StateHash hash = new StateHash();
    engine.writeSnapshot(hash);
    long tookNs = System.nanoTime() - startNs;
    if (hash.value() == 0) {
      throw new IllegalStateException("a hash of 0 is not likely");
    }
    return tookNs;
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
