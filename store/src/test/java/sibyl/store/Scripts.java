package sibyl.store;

import static sibyl.store.JournalScript.amended;
import static sibyl.store.JournalScript.basket;
import static sibyl.store.JournalScript.cash;
import static sibyl.store.JournalScript.challenged;
import static sibyl.store.JournalScript.closed;
import static sibyl.store.JournalScript.deeper;
import static sibyl.store.JournalScript.eventCreated;
import static sibyl.store.JournalScript.exchange;
import static sibyl.store.JournalScript.group;
import static sibyl.store.JournalScript.holding;
import static sibyl.store.JournalScript.itemRejected;
import static sibyl.store.JournalScript.makerMoved;
import static sibyl.store.JournalScript.marketCreated;
import static sibyl.store.JournalScript.minted;
import static sibyl.store.JournalScript.opened;
import static sibyl.store.JournalScript.placed;
import static sibyl.store.JournalScript.producer;
import static sibyl.store.JournalScript.proposed;
import static sibyl.store.JournalScript.quoted;
import static sibyl.store.JournalScript.recipe;
import static sibyl.store.JournalScript.reduced;
import static sibyl.store.JournalScript.rejected;
import static sibyl.store.JournalScript.repeated;
import static sibyl.store.JournalScript.resolved;
import static sibyl.store.JournalScript.scheduled;
import static sibyl.store.JournalScript.sets;
import static sibyl.store.JournalScript.settings;
import static sibyl.store.JournalScript.settled;
import static sibyl.store.JournalScript.shares;
import static sibyl.store.JournalScript.soldByMaker;
import static sibyl.store.JournalScript.state;
import static sibyl.store.JournalScript.transferred;

import java.util.List;
import java.util.UUID;
import sibyl.engine.Accounts;
import sibyl.engine.CloseReason;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupState;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.command.Ingredient;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.TickBand;

/** Journals that several tests tell. */
public final class Scripts {
  public static final long ANN = 16;
  public static final long BOB = 17;
  public static final long POOL = Accounts.marketPool(1);
  public static final UUID ANNS_DEPOSIT = new UUID(1, 16);
  public static final UUID BOBS_DEPOSIT = new UUID(1, 17);

  private Scripts() {}

  /**
   * Ann and Bob come with 100 each. Ann bids 10 YES at 0.60; Bob takes 4 of it as NO at 0.40; Ann
   * cancels the rest. In the second market a maker sells Ann 1 YES, and she closes some of it by
   * buying NO from Bob. The first resolves YES and pays.
   */
  public static JournalScript oneMarketFromCreationToSettlement() {
    return new JournalScript()
        .command(opened(ANN))
        .command(opened(BOB))
        .command(
            transferred(ANNS_DEPOSIT, Accounts.EXTERNAL, ANN, 100_000_000),
            cash(Accounts.EXTERNAL, -100_000_000, -100_000_000, 0, PostingReason.TRANSFER),
            cash(ANN, 100_000_000, 100_000_000, 0, PostingReason.TRANSFER))
        .command(
            transferred(BOBS_DEPOSIT, Accounts.EXTERNAL, BOB, 100_000_000),
            cash(Accounts.EXTERNAL, -100_000_000, -200_000_000, 0, PostingReason.TRANSFER),
            cash(BOB, 100_000_000, 100_000_000, 0, PostingReason.TRANSFER))
        .command(rejected())
        .command(
            eventCreated(1, "Who wins?\tThe \\final\nsays \0 so"),
            marketCreated(1, 1, "Ann's team"),
            marketCreated(2, 1, "Bob's team"))
        .command(state(1, MarketState.OPEN))
        .command(
            placed(
                1,
                ANN,
                1,
                Side.BUY,
                Outcome.YES,
                6_000,
                1_000,
                spec -> {
                  spec.clientOrderId.set("ann-1");
                  spec.message.set("good luck ✓");
                }),
            cash(ANN, 0, 94_000_000, 6_000_000, PostingReason.HOLD))
        .command(quoted())
        .command(
            placed(2, BOB, 1, Side.BUY, Outcome.NO, 4_000, 400),
            minted(1, 1, 6_000, 400, 1, ANN, 600, 2, BOB, 0),
            cash(ANN, -2_400_000, 94_000_000, 3_600_000, PostingReason.TRADE),
            shares(ANN, 1, Outcome.YES, 400, 400, PostingReason.TRADE),
            cash(BOB, -1_600_000, 98_400_000, 0, PostingReason.TRADE),
            shares(BOB, 1, Outcome.NO, 400, 400, PostingReason.TRADE),
            cash(POOL, 4_000_000, 4_000_000, 0, PostingReason.TRADE),
            shares(POOL, 1, Outcome.YES, -400, -400, PostingReason.TRADE),
            shares(POOL, 1, Outcome.NO, -400, -400, PostingReason.TRADE),
            closed(2, BOB, 1, CloseReason.FILLED, 0))
        .command(
            closed(1, ANN, 1, CloseReason.CANCELED, 600),
            cash(ANN, 0, 97_600_000, 0, PostingReason.HOLD))
        .command(state(2, MarketState.OPEN), makerMoved(2, 0, 0, 500_000_000))
        .command(
            placed(3, ANN, 2, Side.BUY, Outcome.YES, 0, 100),
            soldByMaker(2, 2, 5_013, 100, 501_300, 3, ANN),
            makerMoved(2, 100, 0, 502_500_000),
            cash(ANN, -501_305, 97_098_695, 0, PostingReason.TRADE),
            shares(ANN, 2, Outcome.YES, 100, 100, PostingReason.TRADE),
            closed(3, ANN, 2, CloseReason.FILLED, 0))
        .command(placed(5, BOB, 2, Side.BUY, Outcome.YES, 6_000, 100))
        .command(
            placed(4, ANN, 2, Side.BUY, Outcome.NO, 0, 40),
            minted(3, 2, 6_000, 40, 5, BOB, 60, 4, ANN, 0),
            sets(ANN, 2, -40),
            closed(4, ANN, 2, CloseReason.FILLED, 0))
        .command(state(1, MarketState.CLOSED))
        .command(proposed(1, 10_000, "https://example.org/final"))
        .command(resolved(1, 10_000))
        .command(
            settled(ANN, 1, 400, 0, 4_000_000, 0),
            shares(ANN, 1, Outcome.YES, -400, 0, PostingReason.SETTLEMENT),
            cash(ANN, 4_000_000, 101_098_695, 0, PostingReason.SETTLEMENT),
            settled(BOB, 1, 0, 400, 0, 0),
            shares(BOB, 1, Outcome.NO, -400, 0, PostingReason.SETTLEMENT),
            cash(POOL, -4_000_000, 0, 0, PostingReason.SETTLEMENT),
            shares(POOL, 1, Outcome.YES, 400, 0, PostingReason.SETTLEMENT),
            shares(POOL, 1, Outcome.NO, 400, 0, PostingReason.SETTLEMENT),
            state(1, MarketState.SETTLED));
  }

  /**
   * What goes beyond plain trading, told for its rows and not for its sums: settings, schedules, a
   * resolution that is challenged, amended and reduced orders, a basket, a group that triggers, and
   * goods with a recipe. Market 3 is a good, made of the good of market 4.
   */
  public static JournalScript everythingElse() {
    MarketRules good =
        new MarketRules(
            MarketKind.ASSET,
            List.of(new TickBand(100, 1), new TickBand(1_000, 10)),
            500,
            60_000,
            true);
    return new JournalScript()
        .command(opened(ANN))
        .command(opened(BOB), settings(BOB, false, true))
        .command(settings(ANN, false, false))
        .command(exchange(ExchangeState.CANCEL_ONLY))
        .command(exchange(ExchangeState.OPEN))
        .command(
            eventCreated(1, "Who?"),
            marketCreated(1, 1, "Ann"),
            marketCreated(2, 1, "Bob"),
            marketCreated(3, 1, "Bread", good),
            marketCreated(4, 1, "Flour", good),
            scheduled(1, 5_000, 9_000))
        .command(scheduled(1, 0, 9_500))
        .command(state(1, MarketState.OPEN), deeper(2, 7_000))
        .command(deeper(2, 8_000))
        .command(
            holding(ANN, 1, Outcome.YES, 100, -500_000, HoldingReason.SPLIT_ALL),
            holding(ANN, 2, Outcome.YES, 100, -500_000, HoldingReason.SPLIT_ALL))
        .command(holding(ANN, 1, Outcome.YES, -40, 200_000, HoldingReason.MERGE_ALL))
        .command(group(1, ANN, 1_000, 60_000, GroupState.ACTIVE))
        .command(
            placed(1, ANN, 1, Side.BUY, Outcome.YES, 5_000, 1_000, spec -> spec.orderGroup = 1))
        .command(amended(1, ANN, 1, 5_100, 800, 800))
        .command(
            placed(2, BOB, 1, Side.BUY, Outcome.NO, 4_900, 200),
            minted(1, 1, 5_100, 200, 1, ANN, 600, 2, BOB, 0),
            closed(2, BOB, 1, CloseReason.FILLED, 0))
        .command(reduced(1, ANN, 1, 50, 550))
        .command(reduced(1, ANN, 1, 150, 400))
        .command(amended(1, ANN, 1, 5_200, 1_000, 800))
        .command(
            reduced(1, ANN, 1, 100, 700),
            group(1, ANN, 1_000, 60_000, GroupState.TRIGGERED),
            closed(1, ANN, 1, CloseReason.GROUP_TRIGGERED, 700))
        .command(
            basket(7, ANN, 2, "both"),
            placed(3, ANN, 1, Side.BUY, Outcome.YES, 5_000, 100),
            closed(3, ANN, 1, CloseReason.FILLED, 0),
            placed(4, ANN, 2, Side.BUY, Outcome.YES, 5_000, 100),
            closed(4, ANN, 2, CloseReason.FILLED, 0),
            placed(5, BOB, 2, Side.BUY, Outcome.YES, 5_000, 100))
        .command(placed(6, ANN, 1, Side.BUY, Outcome.YES, 5_000, 100), itemRejected())
        .command(closed(6, ANN, 1, CloseReason.MERGED, 100))
        .command(repeated())
        .command(recipe(3, new Ingredient(4, 200), new Ingredient(1, 1)))
        .command(recipe(3, new Ingredient(4, 150)))
        .command(recipe(4, new Ingredient(1, 100)))
        .command(recipe(4))
        .command(producer(ANN, 3, true))
        .command(producer(ANN, 4, true), producer(BOB, 3, true))
        .command(producer(ANN, 4, false))
        .command(holding(ANN, 4, Outcome.YES, 500, 0, HoldingReason.INITIAL))
        .command(
            holding(ANN, 3, Outcome.YES, 200, 0, HoldingReason.PRODUCTION),
            holding(ANN, 4, Outcome.YES, -300, 0, HoldingReason.CONSUMPTION))
        .command(state(1, MarketState.CLOSED))
        .command(proposed(1, 10_000, "https://example.org/final"))
        .command(resolved(1, 10_000, 99_000))
        .command(challenged(1, "the goal did not count"))
        .command(state(2, MarketState.CLOSED))
        .command(proposed(2, 10_000, "seen"))
        .command(resolved(2, 10_000, 98_000))
        .command(challenged(2, "not seen"))
        .command(proposed(2, 0, "looked again"))
        .command(resolved(2, 0));
  }

  /**
   * Many commands that change few rows: Ann rests an order in one market, Bob takes a piece of it
   * per command, so that most batches change rows of earlier ones.
   */
  public static JournalScript busy(int trades) {
    JournalScript script =
        new JournalScript()
            .command(opened(ANN), opened(BOB))
            .command(eventCreated(1, "Busy"), marketCreated(1, 1, "Busy"))
            .command(state(1, MarketState.OPEN));
    long order = 0;
    long resting = 0;
    long left = 0;
    for (int i = 0; i < trades; i++) {
      if (left == 0) {
        resting = ++order;
        left = 1_000;
        script.command(placed(resting, ANN, 1, Side.BUY, Outcome.YES, 6_000, left));
      }
      left -= 100;
      long taker = ++order;
      long done = 100L * (i + 1);
      JournalScript.Event trade = minted(i + 1, 1, 6_000, 100, resting, ANN, left, taker, BOB, 0);
      JournalScript.Event pays = cash(BOB, -400_000, -4_000 * done, 0, PostingReason.TRADE);
      JournalScript.Event gets = shares(BOB, 1, Outcome.NO, 100, done, PostingReason.TRADE);
      JournalScript.Event filled = closed(taker, BOB, 1, CloseReason.FILLED, 0);
      JournalScript.Event placed = placed(taker, BOB, 1, Side.BUY, Outcome.NO, 4_000, 100);
      if (left == 0) {
        script.command(
            placed, trade, pays, gets, filled, closed(resting, ANN, 1, CloseReason.FILLED, 0));
      } else {
        script.command(placed, trade, pays, gets, filled);
      }
    }
    return script;
  }
}
