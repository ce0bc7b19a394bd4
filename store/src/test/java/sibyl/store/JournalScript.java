package sibyl.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.FeeKind;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.ReduceReason;
import sibyl.engine.SetReason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
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
 * A journal written by hand: commands of events under dense numbers, to be told to any reader, as
 * often as wanted and from anywhere.
 */
public final class JournalScript {
  public static final int PAYOUT = 10_000;
  private static final long START_MS = 1_700_000_000_000L;

  private final List<Command> commands = new ArrayList<>();
  private long lastSeq;

  /** One command: its events, each given its number when it is told. */
  public JournalScript command(Event... events) {
    return commandOf(1, lastSeq + 1, events);
  }

  /** One command that somebody in particular sent. */
  public JournalScript commandOf(long origin, long correlation, Event... events) {
    commands.add(
        new Command(START_MS + commands.size(), origin, correlation, lastSeq + 1, List.of(events)));
    lastSeq += events.length;
    return this;
  }

  public long lastSeq() {
    return lastSeq;
  }

  public int size() {
    return commands.size();
  }

  public void tell(EventHandler reader) {
    tell(reader, 0, commands.size());
  }

  /** Tells the commands from {@code from} (0 is the first) up to but without {@code to}. */
  public void tell(EventHandler reader, int from, int to) {
    for (Command command : commands.subList(from, to)) {
      command.tell(reader);
    }
  }

  /** The number of the last event of the command at {@code index}. */
  public long lastSeq(int index) {
    Command command = commands.get(index);
    return command.firstSeq + command.events.size() - 1;
  }

  /** An event that wants its number. */
  public interface Event {
    void tell(EventHandler reader, long seq);
  }

  private record Command(
      long timeMs, long origin, long correlation, long firstSeq, List<Event> events) {
    void tell(EventHandler reader) {
      reader.onCommand(timeMs, origin, correlation, 7);
      long seq = firstSeq;
      for (Event event : events) {
        event.tell(reader, seq++);
      }
      reader.onCommandEnd(seq - 1);
    }
  }

  public static Event opened(long account) {
    return (reader, seq) -> reader.onAccountOpened(seq, account, true);
  }

  public static Event transferred(UUID id, long from, long to, long amount) {
    Transfer transfer =
        new Transfer(
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            from,
            to,
            amount,
            TransferKind.DEPOSIT);
    return (reader, seq) -> reader.onTransferred(seq, transfer);
  }

  public static Event cash(long account, long amount, long free, long held, PostingReason reason) {
    return (reader, seq) -> reader.onPosting(seq, account, Asset.CASH, amount, free, held, reason);
  }

  public static Event shares(
      long account, long market, Outcome outcome, long amount, long free, PostingReason reason) {
    return (reader, seq) ->
        reader.onPosting(seq, account, Asset.of(market, outcome), amount, free, 0, reason);
  }

  public static Event eventCreated(long event, String title) {
    CreateEvent spec =
        new CreateEvent(title, "description", "sport", "rules", "source", 0, false, List.of());
    return (reader, seq) -> reader.onEventCreated(seq, event, spec);
  }

  public static Event marketCreated(long market, long event, String title) {
    return marketCreated(market, event, title, MarketRules.PLAIN);
  }

  public static Event marketCreated(long market, long event, String title, MarketRules rules) {
    MarketSpec spec =
        new MarketSpec(title, PAYOUT, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0, rules);
    return (reader, seq) -> reader.onMarketCreated(seq, market, event, spec);
  }

  public static Event state(long market, MarketState state) {
    return (reader, seq) -> reader.onMarketStateChanged(seq, market, state);
  }

  public static Event proposed(long market, int fraction, String evidence) {
    return (reader, seq) -> reader.onResolutionProposed(seq, market, fraction, evidence);
  }

  public static Event resolved(long market, int fraction) {
    return resolved(market, fraction, 0);
  }

  public static Event resolved(long market, int fraction, long finalAtMs) {
    return (reader, seq) -> reader.onResolved(seq, market, fraction, finalAtMs);
  }

  public static Event challenged(long market, String reason) {
    return (reader, seq) -> reader.onResolutionChallenged(seq, market, reason);
  }

  public static Event scheduled(long market, long openAtMs, long closeAtMs) {
    return (reader, seq) -> reader.onMarketScheduled(seq, market, openAtMs, closeAtMs);
  }

  public static Event deeper(long market, long liquidity) {
    return (reader, seq) -> reader.onLiquidityChanged(seq, market, liquidity);
  }

  public static Event settings(long account, boolean netting, boolean suspended) {
    return (reader, seq) -> reader.onAccountChanged(seq, account, netting, suspended);
  }

  public static Event exchange(ExchangeState state) {
    return (reader, seq) -> reader.onExchangeStateChanged(seq, state);
  }

  public static Event basket(long basket, long account, int orders, String clientOrderId) {
    return (reader, seq) -> {
      Text text = new Text(36);
      text.set(clientOrderId);
      reader.onBasketPlaced(seq, basket, account, orders, text);
      text.clear();
    };
  }

  public static Event amended(
      long order, long account, long market, int price, long quantity, long remaining) {
    return (reader, seq) ->
        reader.onOrderAmended(seq, order, account, market, price, quantity, remaining, false, true);
  }

  /** Another price; the quantity stays what it is. */
  public static Event repriced(
      long order, long account, long market, int price, long quantity, long remaining) {
    return (reader, seq) ->
        reader.onOrderAmended(
            seq, order, account, market, price, quantity, remaining, false, false);
  }

  public static Event reduced(long order, long account, long market, long by, long remaining) {
    return (reader, seq) ->
        reader.onOrderReduced(
            seq, order, account, market, by, remaining, ReduceReason.SELF_TRADE_PREVENTION);
  }

  public static Event group(long group, long account, long limit, long windowMs, GroupState state) {
    return (reader, seq) -> reader.onOrderGroupChanged(seq, group, account, limit, windowMs, state);
  }

  public static Event holding(
      long account,
      long market,
      Outcome outcome,
      long quantity,
      long amount,
      HoldingReason reason) {
    return (reader, seq) ->
        reader.onHoldingChanged(
            seq, account, market, outcome, quantity, amount, reason, Units.NO_MARK);
  }

  public static Event producer(long account, long market, boolean authorised) {
    return (reader, seq) -> reader.onProducerChanged(seq, account, market, authorised);
  }

  public static Event recipe(long market, Ingredient... ingredients) {
    return (reader, seq) ->
        reader.onRecipeChanged(seq, new SetRecipe(market, List.of(ingredients)));
  }

  public static Event itemRejected() {
    return (reader, seq) -> reader.onItemRejected(seq, new Rejection());
  }

  public static Event repeated() {
    return (reader, seq) -> reader.onRepeated(seq, 1, 2);
  }

  public static Event placed(
      long order, long account, long market, Side side, Outcome outcome, int price, long quantity) {
    return placed(order, account, market, side, outcome, price, quantity, spec -> {});
  }

  public static Event placed(
      long order,
      long account,
      long market,
      Side side,
      Outcome outcome,
      int price,
      long quantity,
      Consumer<PlaceOrder> more) {
    return (reader, seq) -> {
      PlaceOrder spec = new PlaceOrder();
      spec.account = account;
      spec.market = market;
      spec.side = side;
      spec.outcome = outcome;
      spec.price = price;
      spec.quantity = quantity;
      more.accept(spec);
      reader.onOrderPlaced(seq, order, quantity, spec);
      spec.clear(); // as its owner would: a reader that kept it would notice
    };
  }

  public static Event closed(
      long order, long account, long market, CloseReason reason, long remaining) {
    return (reader, seq) -> reader.onOrderClosed(seq, order, account, market, reason, remaining);
  }

  /** A buyer of NO takes a buyer of YES: a set is issued. */
  public static Event minted(
      long trade,
      long market,
      int yesPrice,
      long quantity,
      long makerOrder,
      long makerAccount,
      long makerLeft,
      long takerOrder,
      long takerAccount,
      long takerLeft) {
    return (reader, seq) -> {
      Trade t = new Trade();
      t.trade = trade;
      t.market = market;
      t.kind = TradeKind.MINT;
      t.yesPrice = yesPrice;
      t.quantity = quantity;
      t.makerOrder = makerOrder;
      t.makerAccount = makerAccount;
      t.makerSide = Side.BUY;
      t.makerOutcome = Outcome.YES;
      t.makerCost = yesPrice * quantity;
      t.makerRemaining = makerLeft;
      t.takerOrder = takerOrder;
      t.takerAccount = takerAccount;
      t.takerSide = Side.BUY;
      t.takerOutcome = Outcome.NO;
      t.takerCost = (PAYOUT - yesPrice) * quantity;
      t.takerRemaining = takerLeft;
      reader.onTrade(seq, t);
      t.market = -1; // as above
    };
  }

  /** A buyer of YES takes what the automated maker sells. */
  public static Event soldByMaker(
      long trade, long market, int yesPrice, long quantity, long cost, long order, long account) {
    return (reader, seq) -> {
      Trade t = new Trade();
      t.trade = trade;
      t.market = market;
      t.kind = TradeKind.AMM;
      t.yesPrice = yesPrice;
      t.quantity = quantity;
      t.takerOrder = order;
      t.takerAccount = account;
      t.takerCost = cost;
      t.takerFee = 5;
      t.makerAccount = Accounts.maker(market);
      t.makerCost = cost;
      reader.onTrade(seq, t);
    };
  }

  public static Event sets(long account, long market, long quantity) {
    return (reader, seq) ->
        reader.onSetsChanged(seq, account, market, quantity, SetReason.NETTING, Units.NO_MARK);
  }

  public static Event makerMoved(long market, long yesSold, long noSold, long billionths) {
    return (reader, seq) -> reader.onMakerMoved(seq, market, yesSold, noSold, billionths);
  }

  public static Event settled(
      long account, long market, long yes, long no, long yesPaid, long noPaid) {
    return (reader, seq) -> reader.onHolderSettled(seq, account, market, yes, no, yesPaid, noPaid);
  }

  public static Event rejected() {
    return rejected(Reason.INVALID_COMMAND);
  }

  public static Event rejected(Reason reason) {
    return (reader, seq) -> {
      Rejection rejection = new Rejection();
      rejection.reason = reason;
      reader.onRejected(seq, rejection);
    };
  }

  public static Event quoted() {
    return (reader, seq) -> reader.onQuoted(seq, new Quote());
  }
}
