package sibyl.engine.market;

import java.util.Arrays;
import sibyl.engine.Outcome;
import sibyl.engine.book.Orders;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.ledger.Ledger;
import sibyl.engine.ledger.Positions;
import sibyl.engine.limits.ClientOrderIds;
import sibyl.engine.limits.IdempotencyKeys;

/**
 * Brings near what commands that are about to come will need. A command goes from record to record,
 * each in memory that may be far, and waits for one after the other; here the same steps are taken
 * for many commands at once, so that all of them wait together.
 *
 * <p>It only looks, and what it finds decides nothing: whether it is told of a command, of none, or
 * of one that never comes makes no difference to the engine's state or events. Tell it of up to
 * {@link #MOST} commands, call {@link #fetch}, then give the engine those commands.
 */
public final class ReadAhead {
  /** Most commands to tell of at a time; of more it takes no notice. */
  public static final int MOST = 32;

  private final Markets markets;
  private final AccountTable accounts;
  private final Positions positions;
  private final Orders orders;
  private final IdempotencyKeys keys;
  private final ClientOrderIds clientOrderIds;

  // Orders to be placed.
  private final Market[] placedIn = new Market[MOST];
  private final long[] owners = new long[MOST];
  private final int[] prices = new int[MOST];
  private final int[] slots = new int[MOST];
  private int placed;

  // Orders that are there already, to be canceled or amended.
  private final int[] changed = new int[MOST];
  private final Market[] changedIn = new Market[MOST];
  private int changes;

  private final int[] keyHomes = new int[MOST];
  private int keyCount;
  private final int[] clientKeyHomes = new int[MOST];
  private int clientKeyCount;

  /** Where what is read ends up, or it would not be read. */
  @SuppressWarnings("UnusedVariable")
  private long fetched;

  public ReadAhead(
      Markets markets,
      Ledger ledger,
      Orders orders,
      IdempotencyKeys keys,
      ClientOrderIds clientOrderIds) {
    this.markets = markets;
    this.orders = orders;
    this.keys = keys;
    this.clientOrderIds = clientOrderIds;
    accounts = ledger.accounts();
    positions = ledger.positions();
    Arrays.fill(placedIn, NoMarket.INSTANCE);
    Arrays.fill(changedIn, NoMarket.INSTANCE);
  }

  /** Whether there is so much of anything that it may be far; if not, telling is in vain. */
  public boolean isUseful() {
    return orders.areMany() || accounts.areMany() || keys.areMany() || clientOrderIds.areMany();
  }

  /** Tells of a command's idempotency key; see {@link CommandHeader}. */
  public void key(long actor, long high, long low) {
    if ((high | low) != 0 && keyCount < MOST) {
      keyHomes[keyCount++] = keys.home(actor, high, low);
    }
  }

  /** Tells of the key of an order's client order id; see {@link PlaceOrder}. */
  public void clientKey(long account, long high, long low) {
    if ((high | low) != 0 && clientKeyCount < MOST) {
      clientKeyHomes[clientKeyCount++] = clientOrderIds.home(account, high, low);
    }
  }

  /** Tells of an order to be placed, with a price in terms of its outcome. */
  public void place(long account, long market, Outcome outcome, int price) {
    Market found = markets.find(market);
    if (found != null && placed < MOST) {
      placedIn[placed] = found;
      owners[placed] = account;
      prices[placed] = outcome == Outcome.YES ? price : found.payout() - price;
      placed++;
    }
  }

  /** Tells of an order that is to be canceled or amended. */
  public void change(long order) {
    if (changes < MOST) {
      changed[changes++] = orders.guess(order);
    }
  }

  /** Reads what the commands told of will need and is likely to be far, and forgets them. */
  public void fetch() {
    fetch(accounts.areMany(), markets.areMany(), orders.areMany());
  }

  /** Reads whatever the commands told of will need, and forgets them. */
  public void fetchAll() {
    fetch(true, true, true);
  }

  private void fetch(boolean ofAccounts, boolean ofMarkets, boolean ofOrders) {
    // One short loop for each step: the shorter, the more reads a processor has under way at once.
    long sum = 0;
    for (int i = 0; i < changes; i++) {
      sum ^= orders.fetch(changed[i]);
    }
    for (int i = 0; i < keyCount; i++) {
      sum ^= keys.fetch(keyHomes[i]);
    }
    for (int i = 0; i < clientKeyCount; i++) {
      sum ^= clientOrderIds.fetch(clientKeyHomes[i]);
    }
    if (ofAccounts) {
      sum ^= fetchAccounts();
    }
    if (ofMarkets) {
      sum ^= fetchMarkets();
    }
    if (ofOrders) {
      sum ^= fetchOrders();
    }
    if (ofMarkets) {
      sum ^= fetchLists();
    }
    placed = 0;
    changes = 0;
    keyCount = 0;
    clientKeyCount = 0;
    fetched ^= sum;
  }

  private long fetchAccounts() {
    long sum = 0;
    for (int i = 0; i < placed; i++) {
      sum ^= accounts.fetchIndex(owners[i]);
    }
    for (int i = 0; i < changes; i++) {
      sum ^= accounts.fetch(orders.account(changed[i]));
    }
    for (int i = 0; i < placed; i++) {
      sum ^= accounts.fetch(accounts.find(owners[i]));
    }
    return sum;
  }

  private long fetchMarkets() {
    long sum = 0;
    for (int i = 0; i < placed; i++) {
      sum ^= placedIn[i].id();
    }
    for (int i = 0; i < changes; i++) {
      Market market = markets.find(orders.market(changed[i]));
      changedIn[i] = market == null ? NoMarket.INSTANCE : market;
    }
    for (int i = 0; i < changes; i++) {
      sum ^= changedIn[i].id();
    }
    for (int i = 0; i < placed; i++) {
      sum ^= placedIn[i].book().size();
    }
    for (int i = 0; i < placed; i++) {
      sum ^= placedIn[i].holders().count();
    }
    for (int i = 0; i < changes; i++) {
      sum ^= changedIn[i].book().size();
    }
    for (int i = 0; i < placed; i++) {
      sum ^= placedIn[i].book().fetch(prices[i] / placedIn[i].tick());
    }
    for (int i = 0; i < changes; i++) {
      sum ^= changedIn[i].book().fetch(orders.tick(changed[i]));
    }
    return sum;
  }

  /** Positions, and what orders stand next to. */
  private long fetchOrders() {
    long sum = 0;
    for (int i = 0; i < placed; i++) {
      slots[i] = accounts.find(owners[i]);
    }
    for (int i = 0; i < placed; i++) {
      sum ^= positions.fetchIndex(slots[i], placedIn[i].holders());
    }
    for (int i = 0; i < changes; i++) {
      sum ^= positions.fetch(orders.position(changed[i]));
    }
    for (int i = 0; i < changes; i++) {
      sum ^= orders.fetchOwned(changed[i]);
    }
    for (int i = 0; i < changes; i++) {
      sum ^= orders.fetchQueue(changed[i]);
    }
    for (int i = 0; i < placed; i++) {
      slots[i] = positions.find(slots[i], placedIn[i].holders());
      sum ^= positions.fetch(slots[i]);
    }
    for (int i = 0; i < placed; i++) {
      sum ^= placedIn[i].book().fetchLast(prices[i] / placedIn[i].tick());
    }
    for (int i = 0; i < placed; i++) {
      sum ^= orders.fetch(slots[i] < 0 ? 0 : Math.max(positions.firstOrder(slots[i]), 0));
    }
    return sum;
  }

  /** What a position that comes or goes is next to: with many markets most do. */
  private long fetchLists() {
    long sum = 0;
    for (int i = 0; i < changes; i++) {
      slots[i] = Math.max(orders.position(changed[i]), 0);
    }
    for (int i = 0; i < changes; i++) {
      sum ^= positions.fetchNeighbours(slots[i]);
    }
    for (int i = 0; i < changes; i++) {
      sum ^= positions.fetchAccountLinks(slots[i]);
    }
    for (int i = 0; i < placed; i++) {
      sum ^= positions.fetchLast(placedIn[i].holders());
    }
    for (int i = 0; i < changes; i++) {
      sum ^= positions.fetchAccountNeighbours(slots[i]);
    }
    return sum;
  }
}
