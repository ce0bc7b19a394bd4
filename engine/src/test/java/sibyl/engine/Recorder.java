package sibyl.engine;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.EditEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.command.Text;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Quote;
import sibyl.engine.event.Rejection;
import sibyl.engine.event.Trade;

/**
 * Writes every event down as one line of text, and checks of every command that its events are
 * bracketed, densely numbered, and that its postings sum to zero per asset.
 */
final class Recorder implements EventHandler {
  private final List<String> lines = new ArrayList<>();
  private final List<long[]> sums = new ArrayList<>();
  private long lastSeq;
  private boolean inCommand;
  private Rejection rejection = new Rejection();
  private Quote quote = new Quote();
  private long lastOrder;
  private long lastOwner;
  private final StatedFigures figures = new StatedFigures();
  private int rejections;
  private int events;
  private long takerFilled;
  private long takerCost;
  private long takerFee;

  /** The lines since the last call. */
  List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  Rejection rejection() {
    return rejection;
  }

  /** What the engine keeps of its open orders must be what was said of them. */
  void agreesWith(Engine engine) {
    figures.agreeWith(engine);
  }

  Quote quote() {
    return quote;
  }

  long lastOrder() {
    return lastOrder;
  }

  long lastOwner() {
    return lastOwner;
  }

  /** What the last command's incoming order traded in all. */
  long takerFilled() {
    return takerFilled;
  }

  long takerCost() {
    return takerCost;
  }

  long takerFee() {
    return takerFee;
  }

  void resumeAfter(long seq) {
    lastSeq = seq;
    figures.heardNothingSoFar();
  }

  @Override
  public void onCommand(long timeMs, long origin, long correlation, long actor) {
    check(!inCommand, "a command inside a command");
    inCommand = true;
    rejections = 0;
    events = 0;
    takerFilled = 0;
    takerCost = 0;
    takerFee = 0;
    sums.clear();
  }

  @Override
  public void onRejected(long seq, Rejection rejected) {
    next(seq);
    rejections++;
    rejection = copy(rejected);
    line("rejected " + rejected.reason);
  }

  @Override
  public void onAccountOpened(long seq, long account, boolean netting) {
    next(seq);
    line("account " + account + (netting ? " netting" : ""));
  }

  @Override
  public void onTransferred(long seq, Transfer transfer) {
    next(seq);
    line(
        transfer.kind()
            + " "
            + name(transfer.from())
            + " > "
            + name(transfer.to())
            + " "
            + transfer.amount());
  }

  @Override
  public void onPosting(
      long seq, long account, long asset, long amount, long free, long held, PostingReason reason) {
    next(seq);
    add(asset, amount);
    line(
        "  "
            + name(account)
            + " "
            + asset(asset)
            + " "
            + (amount > 0 ? "+" : "")
            + amount
            + " = "
            + free
            + "/"
            + held
            + " "
            + reason);
  }

  @Override
  public void onEventCreated(long seq, long event, CreateEvent spec) {
    next(seq);
    line("event " + event + " " + spec.title());
  }

  @Override
  public void onEventEdited(long seq, EditEvent edit) {
    next(seq);
    line("event " + edit.event() + " edited");
  }

  @Override
  public void onEventDeleted(long seq, long event, String reason) {
    next(seq);
    line("event " + event + " deleted: " + reason);
  }

  @Override
  public void onMarketCreated(long seq, long market, long event, MarketSpec spec) {
    next(seq);
    line("market " + market + " of " + event);
  }

  @Override
  public void onMarketStateChanged(long seq, long market, MarketState state) {
    next(seq);
    line("market " + market + " " + state);
  }

  @Override
  public void onResolutionProposed(long seq, long market, int yesFraction, String evidence) {
    next(seq);
    line("market " + market + " proposed " + yesFraction);
  }

  @Override
  public void onResolved(long seq, long market, int yesFraction, long finalAtMs) {
    next(seq);
    String until = finalAtMs == 0 ? "" : " unless challenged before " + finalAtMs;
    line("market " + market + " resolved " + yesFraction + until);
  }

  @Override
  public void onOrderPlaced(long seq, long order, long quantity, PlaceOrder spec) {
    next(seq);
    lastOrder = order;
    lastOwner = spec.account;
    figures.placed(order, quantity, spec);
    line(
        "placed #"
            + number(order)
            + " by "
            + spec.account
            + " "
            + spec.side
            + " "
            + spec.outcome
            + " "
            + quantity
            + (spec.type == OrderType.LIMIT ? " @ " + spec.price : " market"));
  }

  @Override
  public void onTrade(long seq, Trade t) {
    next(seq);
    takerFilled += t.quantity;
    figures.traded(t);
    takerCost += t.takerCost;
    takerFee += t.takerFee;
    line(
        t.kind
            + " "
            + t.quantity
            + " @ "
            + t.yesPrice
            + ": #"
            + number(t.takerOrder)
            + " "
            + t.takerSide
            + " "
            + t.takerOutcome
            + " "
            + t.takerCost
            + fee(t.takerFee)
            + " left "
            + t.takerRemaining
            + ", "
            + (t.makerOrder == 0
                ? "maker"
                : "#"
                    + number(t.makerOrder)
                    + " "
                    + t.makerSide
                    + " "
                    + t.makerOutcome
                    + " "
                    + t.makerCost
                    + fee(t.makerFee)
                    + " left "
                    + t.makerRemaining));
  }

  @Override
  public void onOrderClosed(
      long seq, long order, long account, long market, CloseReason reason, long remaining) {
    next(seq);
    figures.closed(order, reason, remaining);
    line("closed #" + number(order) + " " + reason + (remaining == 0 ? "" : " left " + remaining));
  }

  @Override
  public void onSetsChanged(
      long seq, long account, long market, long quantity, SetReason reason, long yesMark) {
    next(seq);
    line("sets " + account + " " + quantity + " " + reason + of(market));
  }

  @Override
  public void onMakerMoved(
      long seq, long market, long yesSold, long noSold, long yesPriceBillionths) {
    next(seq);
    line("maker " + yesSold + "/" + noSold + " at " + yesPriceBillionths + of(market));
  }

  @Override
  public void onHolderSettled(
      long seq,
      long account,
      long market,
      long yesQuantity,
      long noQuantity,
      long yesPaid,
      long noPaid) {
    next(seq);
    line(
        "settled "
            + name(account)
            + " YES "
            + yesQuantity
            + " for "
            + yesPaid
            + ", NO "
            + noQuantity
            + " for "
            + noPaid);
  }

  @Override
  public void onQuoted(long seq, Quote quoted) {
    next(seq);
    quote = copy(quoted);
    line("quoted");
  }

  @Override
  public void onRepeated(long seq, long firstSeq, long lastSeq) {
    next(seq);
    line("repeated " + firstSeq + ".." + lastSeq);
  }

  @Override
  public void onAccountChanged(long seq, long account, boolean netting, boolean suspended) {
    next(seq);
    line(
        "account "
            + account
            + " changed"
            + (netting ? " netting" : "")
            + (suspended ? " suspended" : ""));
  }

  @Override
  public void onExchangeStateChanged(long seq, ExchangeState state) {
    next(seq);
    line("exchange " + state);
  }

  @Override
  public void onItemRejected(long seq, Rejection rejected) {
    next(seq);
    rejection = copy(rejected);
    line("item " + rejected.item + " rejected " + rejected.reason);
  }

  @Override
  public void onBasketPlaced(long seq, long basket, long account, int orders, Text clientOrderId) {
    next(seq);
    line("basket " + basket + " by " + account + " of " + orders);
  }

  @Override
  public void onOrderAmended(
      long seq,
      long order,
      long account,
      long market,
      int price,
      long quantity,
      long remaining,
      boolean keptPriority,
      boolean restated) {
    next(seq);
    figures.amended(order, quantity, remaining, restated);
    line(
        "amended #"
            + number(order)
            + " to "
            + quantity
            + " @ "
            + price
            + " left "
            + remaining
            + (keptPriority ? " in place" : "")
            + (restated ? "" : " as stated before"));
  }

  @Override
  public void onOrderReduced(
      long seq,
      long order,
      long account,
      long market,
      long by,
      long remaining,
      ReduceReason reason) {
    next(seq);
    figures.reduced(order, by, remaining, reason);
    line("reduced #" + number(order) + " by " + by + " left " + remaining + " " + reason);
  }

  @Override
  public void onOrderGroupChanged(
      long seq, long group, long account, long limit, long windowMs, GroupState state) {
    next(seq);
    line("group " + group + " " + state + " " + limit + " in " + windowMs);
  }

  @Override
  public void onHoldingChanged(
      long seq,
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason,
      long yesMark) {
    next(seq);
    line(
        reason
            + " "
            + account
            + " "
            + asset(Asset.of(market, outcome))
            + " "
            + quantity
            + " for "
            + amount);
  }

  @Override
  public void onMarketScheduled(long seq, long market, long openAtMs, long closeAtMs) {
    next(seq);
    line("market " + market + " opens at " + openAtMs + ", closes at " + closeAtMs);
  }

  @Override
  public void onResolutionChallenged(long seq, long market, String reason) {
    next(seq);
    line("market " + market + " challenged: " + reason);
  }

  @Override
  public void onLiquidityChanged(long seq, long market, long liquidity) {
    next(seq);
    line("liquidity " + liquidity + of(market));
  }

  @Override
  public void onProducerChanged(long seq, long account, long market, boolean authorised) {
    next(seq);
    line(account + (authorised ? " may" : " may not") + " produce " + market);
  }

  @Override
  public void onRecipeChanged(long seq, SetRecipe recipe) {
    next(seq);
    line("recipe of " + recipe.market() + ": " + recipe.ingredients());
  }

  @Override
  public void onCommandEnd(long seq) {
    check(inCommand, "an end without a command");
    check(seq == lastSeq, "the end names " + seq + " after " + lastSeq);
    check(rejections == 0 || events == 1, "a rejected command said more than that");
    for (long[] sum : sums) {
      check(sum[1] == 0, "asset " + asset(sum[0]) + " sums to " + sum[1]);
    }
    inCommand = false;
  }

  static String name(long account) {
    if (Accounts.isPool(account)) {
      return "pool" + Accounts.subject(account);
    }
    if (Accounts.isMaker(account)) {
      return "maker" + Accounts.subject(account);
    }
    if (account == Accounts.EXTERNAL) {
      return "EXTERNAL";
    }
    if (account == Accounts.FEES) {
      return "FEES";
    }
    if (account == Accounts.HOUSE) {
      return "HOUSE";
    }
    return Long.toString(account);
  }

  private static String asset(long asset) {
    return Asset.isCash(asset) ? "cash" : Asset.outcome(asset) + of(Asset.market(asset));
  }

  /** Names a market, but for the first, which most stories are about. */
  private static String of(long market) {
    return market == 1 ? "" : " of " + market;
  }

  /** The counting part of an order id. */
  private static long number(long order) {
    return order >>> 24;
  }

  private static String fee(long fee) {
    return fee == 0 ? "" : " fee " + fee;
  }

  private void line(String line) {
    lines.add(line);
  }

  private void next(long seq) {
    check(inCommand, "an event outside a command");
    check(seq == lastSeq + 1, "event " + seq + " after " + lastSeq);
    lastSeq = seq;
    events++;
  }

  private void add(long asset, long amount) {
    for (long[] sum : sums) {
      if (sum[0] == asset) {
        sum[1] += amount;
        return;
      }
    }
    sums.add(new long[] {asset, amount});
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static Rejection copy(Rejection from) {
    Rejection to = new Rejection();
    to.reason = from.reason;
    to.account = from.account;
    to.market = from.market;
    to.order = from.order;
    to.basket = from.basket;
    to.needed = from.needed;
    to.available = from.available;
    to.held = from.held;
    to.asset = from.asset;
    to.nearest = from.nearest;
    to.item = from.item;
    return to;
  }

  private static Quote copy(Quote from) {
    Quote to = new Quote();
    to.account = from.account;
    to.market = from.market;
    to.side = from.side;
    to.outcome = from.outcome;
    to.refusal = from.refusal;
    to.filled = from.filled;
    to.resting = from.resting;
    to.cost = from.cost;
    to.fee = from.fee;
    to.worstPrice = from.worstPrice;
    to.yesPriceBefore = from.yesPriceBefore;
    to.yesPriceAfter = from.yesPriceAfter;
    to.hold = from.hold;
    to.payoutIfRight = from.payoutIfRight;
    to.item = from.item;
    to.keepsPriority = from.keepsPriority;
    return to;
  }
}
