package sibyl.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.SetExchangeState;

/** The part of {@link RandomCommands} that is about orders already open, and about several. */
final class RandomOrderCommands {
  private final SplittableRandom random;
  private final RandomCommands all;
  private final AmendOrder amend = new AmendOrder();
  private final CancelOrders cancel = new CancelOrders();
  private final MergeOrders merge = new MergeOrders();
  private final PlaceOrders several = new PlaceOrders();
  private final List<Long> groupOwners = new ArrayList<>();
  private boolean restricted;
  private long amended;
  private long suspended;

  RandomOrderCommands(SplittableRandom random, RandomCommands all) {
    this.random = random;
    this.all = all;
  }

  void begin() {
    amended = 0;
  }

  /** The order that the last command was to amend; 0 if it was another command. */
  long amended() {
    return amended;
  }

  /** A group of an account, or 0. */
  long groupOf(long account) {
    if (groupOwners.isEmpty() || random.nextInt(3) > 0) {
      return 0;
    }
    int group = random.nextInt(groupOwners.size());
    return groupOwners.get(group) == account || random.nextInt(30) == 0 ? group + 1 : 0;
  }

  /** Sends one command to every engine. */
  void next(CommandHeader header, Engine... engines) {
    if (suspended != 0 && random.nextInt(3) > 0) {
      settings(header, engines);
      return;
    }
    switch (restricted && random.nextInt(4) > 0 ? 99 : random.nextInt(100)) {
      case 0, 1 -> group(header, new Change(GroupAction.RESET), engines);
      case 2 -> group(header, new Change(GroupAction.CHANGE), engines);
      case 3 -> group(header, new Change(GroupAction.DELETE), engines);
      case 4, 5, 6 -> group(header, new Change(GroupAction.CREATE), engines);
      case 7, 8, 9 -> settings(header, engines);
      case 98, 99 -> {
        ExchangeState state =
            random.nextInt(3) > 0 ? ExchangeState.OPEN : all.pick(ExchangeState.values());
        restricted = state != ExchangeState.OPEN;
        each(engines, engine -> engine.setExchangeState(header, new SetExchangeState(state)));
      }
      default -> {
        switch (random.nextInt(8)) {
          case 0, 1, 2, 3 -> amend(header, engines);
          case 4 -> cancelSeveral(header, engines);
          case 5 -> merge(header, engines);
          default -> placeSeveral(header, engines);
        }
      }
    }
  }

  private void settings(CommandHeader header, Engine... engines) {
    long account = suspended != 0 ? suspended : all.person();
    boolean suspend = suspended == 0 && random.nextInt(3) == 0;
    suspended = suspend ? account : 0;
    ChangeAccount command = new ChangeAccount(account, random.nextBoolean(), suspend);
    each(engines, engine -> engine.changeAccount(header, command));
  }

  private void amend(CommandHeader header, Engine... engines) {
    amend.order = all.recentOrder();
    amend.account = all.ownerOf(amend.order);
    amend.price = 4_000 + 100 * random.nextInt(21);
    amend.quantity = 100L * random.nextInt(25) + (random.nextInt(20) == 0 ? 7 : 0);
    amend.validUntilMs = random.nextInt(30) == 0 ? 1 : 0;
    // Half of them at the same price, which they only have in the book.
    boolean samePrice = random.nextBoolean();
    engines[0].forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) -> {
          if (order == amend.order && samePrice) {
            amend.price = price;
          }
        });
    switch (random.nextInt(8)) {
      case 0, 1 -> amend.price = AmendOrder.SAME_PRICE;
      case 2, 3 -> amend.quantity = AmendOrder.SAME_QUANTITY;
      default -> {}
    }
    if (all.isQuotingFirst() || amend.quantity % 8 == 0) {
      each(engines, engine -> engine.quoteAmendment(header, amend));
    }
    each(engines, engine -> engine.amendOrder(header, amend));
    amended = amend.order;
  }

  private void cancelSeveral(CommandHeader header, Engine... engines) {
    cancel.clear();
    cancel.account = all.person();
    switch (random.nextInt(6)) {
      case 0 -> cancel.market = all.market();
      case 1 -> cancel.event = 1L + random.nextInt(20);
      case 2 -> cancel.group = 1L + random.nextInt(1 + groupOwners.size());
      case 3 -> {
        cancel.market = all.market();
        cancel.group = 1L + random.nextInt(1 + groupOwners.size());
      }
      case 4 -> {
        for (int n = random.nextInt(5); n >= 0; n--) {
          cancel.orders.add(all.recentOrder());
        }
        cancel.account = all.ownerOf(cancel.orders.get(0));
      }
      default -> {}
    }
    each(engines, engine -> engine.cancelOrders(header, cancel));
  }

  /** Two or more of the orders that stand at one price. */
  private void merge(CommandHeader header, Engine... engines) {
    merge.orders.clear();
    long first = all.recentOrder();
    merge.account = all.ownerOf(first);
    long[] found = new long[4];
    engines[0].forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) -> {
          long likeness = market * 2 + (outcome == Outcome.YES ? 0 : 1);
          long terms = (likeness * 2 + (side == Side.BUY ? 0 : 1)) * 100_000 + price;
          if (found[0] == 0 && account == merge.account) {
            found[0] = terms;
          }
          boolean fits = account == merge.account && found[0] == terms;
          if ((fits || random.nextInt(60) == 0) && !merge.orders.isFull()) {
            merge.orders.add(order);
          } else if (account == merge.account && merge.orders.size() < 2) {
            found[0] = terms;
            merge.orders.clear();
            merge.orders.add(order);
          }
        });
    each(engines, engine -> engine.mergeOrders(header, merge));
  }

  private void placeSeveral(CommandHeader header, Engine... engines) {
    several.clear();
    several.account = all.person();
    several.mode = all.pick(BatchMode.values());
    for (int n = random.nextInt(5); n >= 0; n--) {
      PlaceOrder order = several.add();
      all.fill(order);
      order.account = several.account;
      if (several.mode == BatchMode.BASKET && random.nextInt(20) > 0) {
        leg(order, several.size());
      } else if (several.mode != BatchMode.EACH && order.type == OrderType.LIMIT) {
        // Mostly apart, so that some are accepted.
        order.price += random.nextInt(3) == 0 ? 0 : (order.side == Side.BUY ? -800 : 800);
      }
    }
    if (several.mode == BatchMode.BASKET && random.nextBoolean()) {
      several.clientKeyLow = random.nextLong(100);
    }
    if (random.nextInt(3) == 0) {
      each(engines, engine -> engine.quoteOrders(header, several));
    } else {
      each(engines, engine -> engine.placeOrders(header, several));
    }
  }

  /** Makes an order one that can be part of a basket and is likely to be filled. */
  private void leg(PlaceOrder order, int number) {
    order.market = Math.max(1, all.newestMarket() - number);
    order.type = OrderType.LIMIT;
    order.timeInForce = TimeInForce.FOK;
    order.expiresAtMs = 0;
    order.postOnly = false;
    order.reduceOnly = false;
    order.maxCost = 0;
    order.quantity = 100L * (1 + random.nextInt(3));
    order.price = order.side == Side.BUY ? 6_000 : 4_000;
  }

  /** A change of a group, before it is known which. */
  private record Change(GroupAction action) {}

  private void group(CommandHeader header, Change change, Engine... engines) {
    boolean create = change.action() == GroupAction.CREATE;
    boolean terms = create || change.action() == GroupAction.CHANGE;
    int group = create ? -1 : random.nextInt(1 + groupOwners.size());
    long account = group >= 0 && group < groupOwners.size() ? groupOwners.get(group) : all.person();
    ChangeOrderGroup command =
        new ChangeOrderGroup(
            account,
            group + 1,
            change.action(),
            terms ? 100L * (1 + random.nextInt(60)) : 0,
            terms ? 1 + random.nextInt(20_000) : 0);
    if (create) {
      groupOwners.add(account);
    }
    each(engines, engine -> engine.changeOrderGroup(header, command));
  }

  private static void each(Engine[] engines, RandomCommands.Said said) {
    for (Engine engine : engines) {
      said.to(engine);
    }
  }
}
