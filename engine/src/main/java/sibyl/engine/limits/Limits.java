package sibyl.engine.limits;

import java.util.function.Consumer;

/**
 * Every bound of the engine. A command that would pass one is refused and changes nothing. All
 * nodes of an exchange and every replay of its log must use the same limits, since they are part of
 * what the log means.
 *
 * @param accounts people and teams, and the accounts of unsettled markets
 * @param openOrders resting orders of the whole exchange
 * @param openOrdersPerPosition resting orders of one account in one market
 * @param positions pairs of account and market with shares or resting orders
 * @param positionsPerAccount markets in which one account has shares or resting orders
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
 * @param transfersPerAccount transfers that one account takes part in, ever; beyond it nothing is
 *     deposited to it or withdrawn from it
 * @param clientOrderIds client order ids remembered; beyond it the oldest is forgotten
 * @param clientOrderIdsPerAccount of these, how many of one account; beyond it its own oldest is
 *     forgotten
 * @param clientOrderIdsForMs how long a client order id is remembered, milliseconds of log time
 * @param slice holders paid, or orders taken down, in one go before other commands get their turn
 * @param slicePerMs of these per millisecond of log time once the first slice is used up, so that
 *     long work takes a small part of the time however often it gets its turn; 0 for no such bound
 * @param openOrdersPerAccount resting orders of one account over all markets
 * @param orderGroups order groups of the whole exchange
 * @param orderGroupsPerAccount order groups of one account
 * @param keys idempotency keys remembered; beyond it the oldest is forgotten
 * @param keysPerActor of these, how many of one actor; beyond it its own oldest is forgotten
 * @param keysForMs how long an idempotency key is remembered, milliseconds of log time
 * @param producers pairs of account and good that the account may produce
 * @param ingredients of one recipe
 */
public record Limits(
    int accounts,
    int openOrders,
    int openOrdersPerPosition,
    int positions,
    int positionsPerAccount,
    int markets,
    int marketsPerEvent,
    int levels,
    int eventText,
    int payout,
    long orderNotional,
    long positionNotional,
    long houseDebt,
    int transfers,
    int transfersPerAccount,
    int clientOrderIds,
    int clientOrderIdsPerAccount,
    long clientOrderIdsForMs,
    int slice,
    int slicePerMs,
    int openOrdersPerAccount,
    int orderGroups,
    int orderGroupsPerAccount,
    int keys,
    int keysPerActor,
    long keysForMs,
    int producers,
    int ingredients) {
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
    within("positionsPerAccount", positionsPerAccount, 1, 1 << 24);
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
    within("transfersPerAccount", transfersPerAccount, 1, 1 << 28);
    within("clientOrderIds", clientOrderIds, 1, 1 << 26);
    within("clientOrderIdsPerAccount", clientOrderIdsPerAccount, 1, 1 << 26);
    within("clientOrderIdsForMs", clientOrderIdsForMs, 1, 3660 * DAY_MS);
    within("slice", slice, 1, 1 << 20);
    within("slicePerMs", slicePerMs, 0, 1 << 20);
    within("openOrdersPerAccount", openOrdersPerAccount, 1, OPEN_ORDERS_MAX);
    within("orderGroups", orderGroups, 0, 1 << 24);
    within("orderGroupsPerAccount", orderGroupsPerAccount, 0, 1 << 24);
    within("keys", keys, 1, 1 << 26);
    within("keysPerActor", keysPerActor, 1, 1 << 26);
    within("keysForMs", keysForMs, 1, 3660 * DAY_MS);
    within("producers", producers, 0, 1 << 24);
    within("ingredients", ingredients, 0, 50);
  }

  /**
   * What one account can have is such that a thousand accounts that take all they can leave room
   * for others.
   */
  public static Limits defaults() {
    return new Limits(
        4_000_000,
        8_000_000,
        5_000,
        16_000_000,
        10_000,
        100_000,
        256,
        10_000,
        12_000,
        1_000_000,
        100_000_000L * UNIT,
        1_000_000_000L * UNIT,
        1_000_000_000_000L * UNIT,
        50_000_000,
        40_000,
        2_000_000,
        1_500,
        DAY_MS,
        1_000,
        16,
        5_000,
        100_000,
        64,
        2_000_000,
        1_500,
        DAY_MS,
        100_000,
        16);
  }

  /** These limits but for what {@code change} sets. */
  public Limits with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.toLimits();
  }

  /** Limits on their way to being others. */
  public static final class Draft {
    public int accounts;
    public int openOrders;
    public int openOrdersPerPosition;
    public int positions;
    public int positionsPerAccount;
    public int markets;
    public int marketsPerEvent;
    public int levels;
    public int eventText;
    public int payout;
    public long orderNotional;
    public long positionNotional;
    public long houseDebt;
    public int transfers;
    public int transfersPerAccount;
    public int clientOrderIds;
    public int clientOrderIdsPerAccount;
    public long clientOrderIdsForMs;
    public int slice;
    public int slicePerMs;
    public int openOrdersPerAccount;
    public int orderGroups;
    public int orderGroupsPerAccount;
    public int keys;
    public int keysPerActor;
    public long keysForMs;
    public int producers;
    public int ingredients;

    private Draft(Limits from) {
      accounts = from.accounts;
      openOrders = from.openOrders;
      openOrdersPerPosition = from.openOrdersPerPosition;
      positions = from.positions;
      positionsPerAccount = from.positionsPerAccount;
      markets = from.markets;
      marketsPerEvent = from.marketsPerEvent;
      levels = from.levels;
      eventText = from.eventText;
      payout = from.payout;
      orderNotional = from.orderNotional;
      positionNotional = from.positionNotional;
      houseDebt = from.houseDebt;
      transfers = from.transfers;
      transfersPerAccount = from.transfersPerAccount;
      clientOrderIds = from.clientOrderIds;
      clientOrderIdsPerAccount = from.clientOrderIdsPerAccount;
      clientOrderIdsForMs = from.clientOrderIdsForMs;
      slice = from.slice;
      slicePerMs = from.slicePerMs;
      openOrdersPerAccount = from.openOrdersPerAccount;
      orderGroups = from.orderGroups;
      orderGroupsPerAccount = from.orderGroupsPerAccount;
      keys = from.keys;
      keysPerActor = from.keysPerActor;
      keysForMs = from.keysForMs;
      producers = from.producers;
      ingredients = from.ingredients;
    }

    private Limits toLimits() {
      return new Limits(
          accounts,
          openOrders,
          openOrdersPerPosition,
          positions,
          positionsPerAccount,
          markets,
          marketsPerEvent,
          levels,
          eventText,
          payout,
          orderNotional,
          positionNotional,
          houseDebt,
          transfers,
          transfersPerAccount,
          clientOrderIds,
          clientOrderIdsPerAccount,
          clientOrderIdsForMs,
          slice,
          slicePerMs,
          openOrdersPerAccount,
          orderGroups,
          orderGroupsPerAccount,
          keys,
          keysPerActor,
          keysForMs,
          producers,
          ingredients);
    }
  }

  private static void within(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", not in " + min + ".." + max);
    }
  }
}
