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
            "int tick = orders.tick(resting);",
            "int tick = orders.tick(resting) + (orders.isBid(taker) ? 1 : -1);"),
        new PlantedBug(
            "place in the queue lost on a partial fill",
            "book/OrderBook.java",
            "if (left == 0) {\n      remove(slot);\n    }",
            """
            if (left == 0) {
              remove(slot);
            } else if (orders.next(slot) != NONE) {
              remove(slot);
              enter(slot, orders.tick(slot));
            }
            """),
        new PlantedBug(
            "hold not released on cancel",
            "market/OpenOrders.java",
            "hold(market, order, -1);",
            ""),
        new PlantedBug(
            "emptied level stays in sight", "book/OrderBook.java", "bids.remove(level);", ""),
        new PlantedBug(
            "client order id forgotten one too early",
            "limits/ClientOrderIds.java",
            "size == maxIds",
            "size + 1 == maxIds"),
        new PlantedBug(
            "winner paid twice",
            "settlement/Settlement.java",
            "ledger.moveCash(account, yesPaid + noPaid,",
            "ledger.moveCash(account, 2 * (yesPaid + noPaid),"),
        new PlantedBug(
            "maker's price rounded in the buyer's favour",
            "maker/Lmsr.java",
            "StrictMath.ceil(exact + guard(exact, logOdds, shares))",
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
            "case BURN -> issue(market, -quantity, PostingReason.TRADE);",
            "case BURN -> {}"),
        new PlantedBug(
            "self-trade allowed",
            "book/Matching.java",
            "orders.account(order) == account",
            "orders.account(order) == account + 1_000_000"),
        new PlantedBug(
            "anybody cancels anybody's order",
            "market/OrderEntry.java",
            "accounts.id(orders.account(slot)) != command.account",
            "accounts.id(orders.account(slot)) == 0"),
        new PlantedBug(
            "fill-or-kill fills a part",
            "market/OrderEntry.java",
            "plan.filled < quantity",
            "plan.filled == 0"),
        new PlantedBug(
            "order trades in the moment it expires",
            "book/Matching.java",
            "orders.expiresAtMs(order) <= nowMs",
            "orders.expiresAtMs(order) < nowMs"),
        new PlantedBug(
            "refused order uses up its client order id",
            "market/OrderEntry.java",
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
            "nowMs = Math.max(nowMs, header.timeMs + (System.nanoTime() & 1));"));
  }
}
