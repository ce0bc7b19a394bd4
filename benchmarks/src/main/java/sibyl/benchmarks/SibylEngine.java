package sibyl.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TimeInForce;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventHandler;
import sibyl.engine.limits.Limits;
import sibyl.engine.market.ReadAhead;
import sibyl.protocol.EventDecoder;
import sibyl.protocol.EventEncoder;
import sibyl.protocol.FrameSeal;
import sibyl.protocol.UnsealedFrameSink;

/** This project's whole engine, its events encoded into the frames of the journal or unheard. */
final class SibylEngine implements Contender {
  static final long CONTRACT = 100;

  private static final int TICK = 100;
  private static final int PAYOUT = (Shape.PRICES + 1) * TICK;
  private static final int MARKETS_PER_EVENT = 100;
  private static final int CLIENT_ORDER_ID_LENGTH = 20;
  private static final long START_MS = 1_000_000;

  /** Few accounts do here what many do on an exchange, so one may have as much as all. */
  private static final Limits LIMITS =
      Limits.defaults()
          .with(
              to -> {
                to.openOrdersPerPosition = to.openOrders;
                to.openOrdersPerAccount = to.openOrders;
                to.clientOrderIdsPerAccount = to.clientOrderIds;
                to.keysPerActor = to.keys;
              });

  private final Shape shape;
  private final Commands commands;
  private final Frames frames = new Frames();
  private final CommandHeader header = new CommandHeader();
  private final PlaceOrder order = new PlaceOrder();
  private final CancelOrder cancel = new CancelOrder();
  private final AmendOrder amend = new AmendOrder();
  private final Hearing hearing;
  private Engine engine;

  SibylEngine(Shape shape, Commands commands, Hearing hearing) {
    Arrays.fill(order.clientOrderId.bytes(), (byte) '0');
    this.shape = shape;
    this.commands = commands;
    this.hearing = hearing;
    engine = newEngine();
  }

  private Engine newEngine() {
    return new Engine(
        LIMITS, hearing == Hearing.UNHEARD ? new NoListener() : new EventEncoder(frames));
  }

  @Override
  public void open() {
    openMarkets();
    play(0, commands.opening());
  }

  /** Like {@link #open}, with empty books. */
  void openMarkets() {
    engine = newEngine();
    header.set(START_MS, 1, 0, 0);
    for (int i = 0; i < shape.accounts(); i++) {
      long account = Accounts.FIRST_PERSON + i;
      long money = 1_000_000 * Units.MONEY_PER_UNIT;
      engine.openAccount(header, new OpenAccount(account, true));
      engine.transfer(
          header, new Transfer(0, i + 1, Accounts.EXTERNAL, account, money, TransferKind.DEPOSIT));
    }
    int opened = 0;
    while (opened < shape.markets()) {
      List<MarketSpec> markets = new ArrayList<>();
      while (markets.size() < MARKETS_PER_EVENT && opened + markets.size() < shape.markets()) {
        markets.add(
            new MarketSpec(
                "Rain?", PAYOUT, TICK, CONTRACT, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0));
      }
      engine.createEvent(header, new CreateEvent("Weather", "", "", "", "", 0, false, markets));
      for (int i = 0; i < markets.size(); i++) {
        engine.changeMarketState(header, new ChangeMarketState(++opened, MarketState.OPEN));
      }
    }
    if (shape.keys()) {
      useKeys();
    }
  }

  /** Fills the memories of keys, as on any day but the first, with orders that meet nobody. */
  private void useKeys() {
    order.clear();
    order.account = Accounts.FIRST_PERSON;
    order.market = 1;
    order.timeInForce = TimeInForce.IOC;
    order.price = TICK;
    order.quantity = CONTRACT;
    order.clientKeyHigh = 2;
    for (int i = 0; i < Math.max(LIMITS.keys(), LIMITS.clientOrderIds()); i++) {
      order.clientKeyLow = i;
      engine.placeOrder(header.set(START_MS, 1, i, order.account).key(2, i, i), order);
    }
    order.clear();
  }

  @Override
  public void play(int from, int to) {
    ReadAhead readAhead = engine.readAhead();
    for (int i = from; i < to; i += ReadAhead.MOST) {
      int end = Math.min(i + ReadAhead.MOST, to);
      if (end - i > 1 && readAhead.isUseful()) {
        for (int coming = i; coming < end; coming++) {
          tell(coming, readAhead);
        }
        readAhead.fetch();
      }
      for (int now = i; now < end; now++) {
        say(now);
      }
    }
  }

  /** As whoever feeds the engine tells it what stands in the log already. */
  private void tell(int i, ReadAhead readAhead) {
    if (commands.kind(i) != Commands.PLACE) {
      readAhead.change(commands.id(i));
      return;
    }
    long account = Accounts.FIRST_PERSON + commands.account(i);
    readAhead.place(account, commands.market(i) + 1L, outcome(i), price(i));
    if (shape.keys()) {
      readAhead.key(account, 1, i);
      readAhead.clientKey(account, 1, i);
    }
  }

  /** Gives one command and hands its events to {@code reader}. */
  void play(int i, EventHandler reader) {
    frames.reader = reader;
    say(i);
    frames.reader = null;
  }

  @Override
  public void check() {
    if (engine.lastSeq() != commands.lastSeq()) {
      throw new IllegalStateException(
          engine.lastSeq() + " events where there were " + commands.lastSeq());
    }
  }

  /** The number of the engine's last event. */
  long lastSeq() {
    return engine.lastSeq();
  }

  /** Bytes of all frames so far. */
  long bytes() {
    return frames.bytes;
  }

  private void say(int i) {
    long account = Accounts.FIRST_PERSON + commands.account(i);
    header.set(START_MS + (i >>> 10), 1, i, account);
    byte kind = commands.kind(i);
    if (kind == Commands.CANCEL) {
      cancel(i, account);
    } else if (kind == Commands.PLACE) {
      place(i, account);
    } else {
      amend(i, account);
    }
  }

  private void amend(int i, long account) {
    amend.account = account;
    amend.order = commands.id(i);
    amend.price = price(i);
    amend.quantity = CONTRACT * commands.total(i);
    engine.amendOrder(header, amend);
  }

  private Outcome outcome(int i) {
    return commands.isNo(i) ? Outcome.NO : Outcome.YES;
  }

  /** In terms of what the order is for. */
  private int price(int i) {
    int yesPrice = TICK * commands.tick(i);
    return commands.isNo(i) ? PAYOUT - yesPrice : yesPrice;
  }

  private void cancel(int i, long account) {
    cancel.account = account;
    cancel.order = commands.id(i);
    engine.cancelOrder(header, cancel);
  }

  private void place(int i, long account) {
    order.account = account;
    order.market = commands.market(i) + 1L;
    order.side = commands.sells(i) ? Side.SELL : Side.BUY;
    order.outcome = outcome(i);
    order.timeInForce = commands.isImmediate(i) ? TimeInForce.IOC : TimeInForce.GTC;
    order.price = price(i);
    order.quantity = CONTRACT * commands.contracts(i);
    if (shape.keys()) {
      order.clientKeyHigh = 1;
      order.clientKeyLow = i;
      setClientOrderId(i);
      header.key(1, i, i);
    }
    engine.placeOrder(header, order);
  }

  /** Twenty characters, of which the last six tell one from another. */
  private void setClientOrderId(int number) {
    byte[] bytes = order.clientOrderId.bytes();
    int rest = number;
    for (int at = CLIENT_ORDER_ID_LENGTH - 6; at < CLIENT_ORDER_ID_LENGTH; at++) {
      bytes[at] = (byte) ('0' + (rest & 0x3F));
      rest >>>= 6;
    }
    order.clientOrderId.length(CLIENT_ORDER_ID_LENGTH);
  }

  /** Counts frames and, when somebody wants to know what is in them, reads them. */
  private final class Frames implements UnsealedFrameSink {
    private long bytes;
    private @Nullable EventHandler reader;
    private final FrameSeal seal = new FrameSeal();
    private final EventDecoder decoder = new EventDecoder();

    @Override
    public void onFrame(
        MutableDirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
      bytes += length;
      if (hearing == Hearing.SEALED || reader != null) {
        seal.seal(buffer, offset, length);
      }
      if (reader != null) {
        decoder.decode(buffer, offset, length, reader);
      }
    }
  }
}
