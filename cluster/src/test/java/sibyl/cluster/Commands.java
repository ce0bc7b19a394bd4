package sibyl.cluster;

import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConfirmResolution;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.ProposeResolution;
import sibyl.engine.command.SettleMarket;
import sibyl.engine.command.Transfer;

/**
 * The commands of a small exchange, each a function of its number alone: 1 creates a market, 2
 * opens it, then accounts come, get money, and place orders against each other.
 */
final class Commands {
  static final int PEOPLE = 8;
  static final long MARKET = 1;
  private static final long ORIGIN = 7;
  private static final long PERSON = Accounts.FIRST_PERSON;
  private static final int FIRST_ORDER = 3 + 2 * PEOPLE;

  private Commands() {}

  /** Gives command {@code number}, from 1 on, to {@code to}. */
  static void give(long number, long timeMs, CommandHandler to) {
    var header = new CommandHeader().set(timeMs, ORIGIN, number, 0);
    if (number == 1) {
      to.createEvent(header, event());
    } else if (number == 2) {
      to.changeMarketState(header, new ChangeMarketState(MARKET, MarketState.OPEN));
    } else if (number < 3 + PEOPLE) {
      to.openAccount(header, new OpenAccount(PERSON + number - 3, true));
    } else if (isDeposit(number)) {
      deposit(header, PERSON + (number - 3 - PEOPLE), number, to);
    } else {
      order(header, number, to);
    }
  }

  /** Whether command {@code number} is a transfer. */
  static boolean isDeposit(long number) {
    return number >= 3 + PEOPLE && number < FIRST_ORDER;
  }

  /** Command {@code number} as a deposit, which has no second effect when it is repeated. */
  static void giveDeposit(long number, CommandHandler to) {
    deposit(new CommandHeader().set(0, ORIGIN, number, 0), PERSON, number, to);
  }

  private static CreateEvent event() {
    var market = new MarketSpec("Rain?", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    return new CreateEvent(
        "Rain tomorrow?", "", "weather", "the gauge", "the office", 0, false, List.of(market));
  }

  private static void deposit(CommandHeader header, long account, long id, CommandHandler to) {
    to.transfer(
        header,
        new Transfer(0, id, Accounts.EXTERNAL, account, 1_000_000_000_000L, TransferKind.DEPOSIT));
  }

  /** An order that meets one of the orders before it about every other time. */
  private static void order(CommandHeader header, long number, CommandHandler to) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 32;
    var order = new PlaceOrder();
    order.account = PERSON + Math.floorMod(mixed, PEOPLE);
    order.market = MARKET;
    order.side = Side.BUY;
    order.outcome = (mixed & 8) == 0 ? Outcome.YES : Outcome.NO;
    order.price = 100 * (45 + Math.floorMod(mixed >>> 8, 11));
    order.quantity = 100L * (1 + Math.floorMod(mixed >>> 16, 9));
    to.placeOrder(header, order);
  }

  /**
   * Closes the market, resolves it to YES and settles it: three commands from {@code number} on.
   */
  static void end(long number, int step, CommandHandler to) {
    var header = new CommandHeader().set(0, ORIGIN, number, 0);
    switch (step) {
      case 0 -> to.changeMarketState(header, new ChangeMarketState(MARKET, MarketState.CLOSED));
      case 1 -> to.proposeResolution(header, new ProposeResolution(MARKET, 10_000, "it rained"));
      case 2 -> to.confirmResolution(header, new ConfirmResolution(MARKET));
      default -> to.settleMarket(header, new SettleMarket(MARKET));
    }
  }
}
