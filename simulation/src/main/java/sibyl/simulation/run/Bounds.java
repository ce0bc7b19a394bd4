package sibyl.simulation.run;

import sibyl.engine.limits.Limits;

/** The limits of simulated exchanges: small, so that scripts run into them. */
final class Bounds {
  private static final long UNIT = 1_000_000L;

  private Bounds() {}

  static Limits small() {
    return Limits.defaults()
        .with(
            to -> {
              to.openOrders = 120;
              to.openOrdersPerPosition = 12;
              to.orderNotional = 200_000 * UNIT;
              to.positionNotional = 20_000 * UNIT;
              to.transfersPerAccount = 25;
              to.clientOrderIds = 10;
              to.clientOrderIdsPerAccount = 4;
              to.clientOrderIdsForMs = 30_000;
              to.slice = 3;
              to.slicePerMs = 0;
              to.openOrdersPerAccount = 20;
              to.orderGroups = 5;
              to.orderGroupsPerAccount = 2;
              to.keys = 8;
              to.keysPerActor = 4;
              to.keysForMs = 20_000;
              to.markets = 14;
              to.marketsPerEvent = 5;
              to.producers = 4;
              to.ingredients = 2;
              to.eventText = 150;
            });
  }
}
