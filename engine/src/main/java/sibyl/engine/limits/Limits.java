package sibyl.engine.limits;

/**
 * Every bound of the engine. A command that would pass one is refused and changes nothing. All
 * nodes of an exchange and every replay of its log must use the same limits, since they are part of
 * what the log means.
 *
 * @param accounts people and teams, and the accounts of unsettled markets
 * @param openOrders resting orders of the whole exchange
 * @param openOrdersPerPosition resting orders of one account in one market
 * @param positions pairs of account and market with shares or resting orders
 * @param markets markets not yet settled
 * @param marketsPerEvent markets of one event
 * @param levels prices of one market
 * @param eventText characters of all texts of one event together
 * @param payout most a share can pay, ten-thousandths
 * @param orderNotional most an order can be worth at the full payout, and most a market maker's
 *     parameter can, millionths
 * @param positionNotional most that one account's shares of one outcome, with its resting buys in
 *     the market, can be worth at the full payout, millionths
 * @param houseDebt most that each account standing for the outside can owe, millionths; bounds all
 *     money there is
 * @param transfers transfer ids remembered, for ever
 * @param clientOrderIds client order ids remembered; beyond it the oldest is forgotten
 * @param clientOrderIdsForMs how long a client order id is remembered, milliseconds of log time
 * @param slice holders paid, or orders taken down, in one go before other commands get their turn
 */
public record Limits(
    int accounts,
    int openOrders,
    int openOrdersPerPosition,
    int positions,
    int markets,
    int marketsPerEvent,
    int levels,
    int eventText,
    int payout,
    long orderNotional,
    long positionNotional,
    long houseDebt,
    int transfers,
    int clientOrderIds,
    long clientOrderIdsForMs,
    int slice) {
  /** Slots that an order id has room for. */
  public static final int OPEN_ORDERS_MAX = 1 << 24;

  private static final long UNIT = 1_000_000L;
  private static final long DAY_MS = 24L * 60 * 60 * 1000;

  /**
   * @throws IllegalArgumentException naming the bound that makes no sense
   */
  public Limits {
    within("accounts", accounts, 1, 1 << 28);
    within("openOrders", openOrders, 1, OPEN_ORDERS_MAX);
    within("openOrdersPerPosition", openOrdersPerPosition, 1, OPEN_ORDERS_MAX);
    within("positions", positions, 1, 1 << 27);
    within("markets", markets, 1, 1 << 24);
    within("marketsPerEvent", marketsPerEvent, 1, 1 << 10);
    within("levels", levels, 1, 1 << 24);
    within("eventText", eventText, 1, 1 << 14);
    // A fee is computed in millionths times 10,000 times the payout; this keeps it in a long.
    within("payout", payout, 2, 1_000_000);
    within("orderNotional", orderNotional, 1, 100_000_000L * UNIT);
    within("positionNotional", positionNotional, 1, 100_000_000_000L * UNIT);
    within("houseDebt", houseDebt, 1, 1_000_000_000_000L * UNIT);
    within("transfers", transfers, 1, 1 << 28);
    within("clientOrderIds", clientOrderIds, 1, 1 << 26);
    within("clientOrderIdsForMs", clientOrderIdsForMs, 1, 3660 * DAY_MS);
    within("slice", slice, 1, 1 << 20);
  }

  public static Limits defaults() {
    return new Limits(
        4_000_000,
        8_000_000,
        10_000,
        16_000_000,
        100_000,
        256,
        10_000,
        12_000,
        1_000_000,
        100_000_000L * UNIT,
        1_000_000_000L * UNIT,
        1_000_000_000_000L * UNIT,
        50_000_000,
        1_000_000,
        DAY_MS,
        1_000);
  }

  public Limits withAccounts(int accounts) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withOpenOrders(int openOrders) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withOpenOrdersPerPosition(int openOrdersPerPosition) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withPositions(int positions) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withMarkets(int markets) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withTransfers(int transfers) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withSlice(int slice) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withPositionNotional(long positionNotional) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  public Limits withClientOrderIds(int clientOrderIds, long clientOrderIdsForMs) {
    return new Limits(
        accounts,
        openOrders,
        openOrdersPerPosition,
        positions,
        markets,
        marketsPerEvent,
        levels,
        eventText,
        payout,
        orderNotional,
        positionNotional,
        houseDebt,
        transfers,
        clientOrderIds,
        clientOrderIdsForMs,
        slice);
  }

  private static void within(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", not in " + min + ".." + max);
    }
  }
}
