package sibyl.simulation.planted;

import java.util.List;

/** The bugs, each of a kind that exchanges have had. */
final class PlantedBugs {
  private PlantedBugs() {}

  static List<PlantedBug> all() {
    return List.of(
        new PlantedBug(
            "trade one tick off the maker's price",
            "market/TradeBooking.java",
            "trade(market, taker, resting, quantity, orders.tick(resting));",
            "trade(market, taker, resting, quantity, orders.tick(resting) + 1);"),
        new PlantedBug(
            "place in the queue lost on a partial fill",
            "book/OrderBook.java",
            "if (left == 0) {\n      remove(slot);\n    }",
            """
            if (left == 0) {
              remove(slot);
            } else if (queues.after(orders.queuePlace(slot)) != NONE) {
              remove(slot);
              enter(slot, orders.tick(slot));
            }
            """),
        new PlantedBug(
            "newcomer takes the place of one who left",
            "book/Queues.java",
            "Integer.SIZE - Integer.numberOfLeadingZeros(taken & FULL)",
            "Integer.numberOfTrailingZeros(~taken)"),
        new PlantedBug(
            "hold not released on cancel",
            "market/OpenOrders.java",
            "hold(order, -held(market, order));",
            ""),
        new PlantedBug(
            "emptied level stays in sight", "book/OrderBook.java", "bids.remove(level);", ""),
        new PlantedBug(
            "client order id forgotten one too early",
            "limits/RecentKeys.java",
            "} else if (size == maxKeys) {",
            "} else if (size + 1 == maxKeys) {"),
        new PlantedBug(
            "client order id forgotten for the sake of another account",
            "limits/RecentKeys.java",
            "forget(owners[of * OWNER_FIELDS + OLDEST]);",
            "forget(oldest);"),
        new PlantedBug(
            "winner paid twice",
            "settlement/Settlement.java",
            "ledger.moveCash(account, yesPaid + noPaid,",
            "ledger.moveCash(account, 2 * (yesPaid + noPaid),"),
        new PlantedBug(
            "maker's price rounded in the buyer's favour",
            "maker/Lmsr.java",
            "StrictMath.ceil(exact + guard(exact, logOdds, shares, blur))",
            "StrictMath.floor(exact)"),
        new PlantedBug(
            "fee rounded in the trader's favour",
            "market/FeeMeter.java",
            "rest > 0 ? whole + 1 : whole",
            "whole"),
        new PlantedBug(
            "fee of each fill rounded by itself",
            "market/TradeBooking.java",
            "meter.load(orders.feeWhole(order), orders.feeRest(order));",
            "meter.load(0, 0);"),
        new PlantedBug(
            "resting buyer's shares not netted",
            "market/TradeBooking.java",
            "net(market, resting, quantity);",
            ""),
        new PlantedBug(
            "mint charges both the same price",
            "market/TradeBooking.java",
            "int makerPrice = market.ownPrice(orders.outcome(resting), tick);",
            "int makerPrice = market.ownPrice(orders.outcome(taker), tick);"),
        new PlantedBug(
            "burn leaves its set in the pool",
            "market/TradeBooking.java",
            "case BURN -> issuance.sets(market, -quantity, PostingReason.TRADE);",
            "case BURN -> {}"),
        new PlantedBug(
            "self-trade allowed",
            "book/Matching.java",
            "orders.account(order) == account",
            "orders.account(order) == account + 1_000_000"),
        new PlantedBug(
            "anybody cancels anybody's order",
            "market/Cancellations.java",
            "return find(command.account, command.order) == Orders.NONE ? Reason.UNKNOWN_ORDER : null;",
            "return orders.find(command.order) == Orders.NONE ? Reason.UNKNOWN_ORDER : null;"),
        new PlantedBug(
            "fill-or-kill fills a part",
            "market/OrderCheck.java",
            "plan.filled < in.quantity",
            "plan.filled == 0"),
        new PlantedBug(
            "refused order uses up its client order id",
            "market/OrderCheck.java",
            "if (order.validUntilMs != 0 && nowMs > order.validUntilMs) {",
            """
            if (order.validUntilMs != 0 && nowMs > order.validUntilMs) {
              if (order.hasClientKey()) {
                clientOrderIds.add(
                    order.account, order.clientKeyHigh, order.clientKeyLow, 1, nowMs);
              }
            """),
        new PlantedBug(
            "snapshot forgets a fraction of a fee",
            "book/Orders.java",
            "fees[slot * FEE_FIELDS + REST] = in.getLong();",
            "in.getLong();"),
        new PlantedBug(
            "snapshot forgets settlements under way",
            "settlement/WorkQueue.java",
            "add(in.getInt());",
            "in.getInt();"),
        new PlantedBug(
            "engine reads a clock of its own",
            "Engine.java",
            "nowMs = Math.max(nowMs, header.timeMs);",
            "nowMs = Math.max(nowMs, header.timeMs + (System.nanoTime() & 1));"),
        new PlantedBug(
            "key repeated after a conflict is carried out",
            "Gate.java",
            "keys.bodyHash(known) == header.bodyHash",
            "true"),
        new PlantedBug(
            "suspended account trades",
            "Gate.java",
            "accounts.suspended(slot)",
            "accounts.suspended(slot) && false"),
        new PlantedBug(
            "amended order forgets that it is post-only",
            "market/OrderAmendment.java",
            "terms.postOnly = orders.postOnly(order);",
            ""),
        new PlantedBug(
            "merged orders stand where the first stood",
            "market/OrderMerge.java",
            "orders.arrival(order) > orders.arrival(last)",
            "orders.arrival(order) < orders.arrival(last)"),
        new PlantedBug(
            "conversion pays one payout too much",
            "sets/Conversion.java",
            "* (given.size() - 1)",
            "* given.size()"),
        new PlantedBug(
            "atomic orders each count on all the cash",
            "market/OrderCheck.java",
            "accounts.free(in.account) - claims.cash()",
            "accounts.free(in.account)"),
        new PlantedBug(
            "whoever proposed confirms",
            "market/Resolution.java",
            "market.proposer() == actor",
            "market.proposer() == actor + 1"),
        new PlantedBug(
            "collar one price too wide",
            "market/OrderPlan.java",
            "(long) best + collar",
            "(long) best + collar + 1_000"),
        new PlantedBug(
            "snapshot forgets what keeps a maker's prices",
            "maker/EventMaker.java",
            "offsets[place] = Double.longBitsToDouble(in.getLong());",
            "in.getLong();"),
        new PlantedBug(
            "anybody produces",
            "asset/Production.java",
            "if (!good.good().mayProduce(command.account())) {",
            "if (good.good() == null) {"),
        new PlantedBug(
            "decrement takes off one order only",
            "market/OrderEntry.java",
            "openOrders.reduceIncoming(market, slot, quantity, ReduceReason.SELF_TRADE_PREVENTION);",
            ""),
        new PlantedBug(
            "short path meets own orders",
            "market/PlainOrders.java",
            "(int) (records[r + Orders.ACCOUNT_POSITION] >>> 32) == account",
            "account < 0"),
        new PlantedBug(
            "short path sells what is held already",
            "market/PlainOrders.java",
            ": shares[own] < quantity",
            ": shares[own] + shares[own + 1] < quantity"),
        new PlantedBug(
            "short path moves an order and not its hold",
            "market/PlainOrders.java",
            "steps.reserve(market, terms, from, -remaining, position, cash, a);",
            "steps.reserve(market, terms, tick, -remaining, position, cash, a);"),
        new PlantedBug(
            "expiring order taken out of the middle leaves its substitute too low",
            "book/ExpiryQueue.java",
            "if (heap[place] == last) {\n        up(place, last);\n      }",
            ""),
        new PlantedBug(
            "market taken out of the middle of the timetable leaves its substitute too low",
            "market/Timetable.java",
            "if (last.place() == place) {\n        up(place, last);\n      }",
            ""),
        new PlantedBug(
            "short path burns for mint",
            "market/PlainTrades.java",
            "takerBuys ? TradeKind.MINT : TradeKind.BURN",
            "takerBuys ? TradeKind.BURN : TradeKind.MINT"),
        new PlantedBug(
            "short path counts canceled orders as open",
            "market/PlainRecords.java",
            "pair(first + 1, (int) ofOwner - 1)",
            "pair(first + 1, (int) ofOwner)"),
        new PlantedBug(
            "short path carries out what was carried out before",
            "Engine.java",
            " && !gate.isKnown(header, nowMs)",
            ""));
  }
}
