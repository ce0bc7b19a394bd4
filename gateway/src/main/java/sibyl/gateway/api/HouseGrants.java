package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Supplier;
import sibyl.accounts.staff.HouseBudget;
import sibyl.engine.Accounts;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.market.AmmDepth;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;

/** Commands that put the house's real money where traders can win it, within a budget. */
public final class HouseGrants {
  private final HouseBudget budget;
  private final Blocking blocking;

  public HouseGrants(HouseBudget budget, Blocking blocking) {
    this.budget = budget;
    this.blocking = blocking;
  }

  /** What creating an event takes from the house, millionths; nothing for play money. */
  static long costOf(CreateEvent event) {
    int inOne = event.exclusive() ? event.markets().size() : 1;
    if (inOne > 1) {
      return greatestLoss(event.markets().getFirst(), inOne);
    }
    return event.markets().stream()
        .mapToLong(market -> greatestLoss(market, 2))
        .reduce(0, Math::addExact);
  }

  private static long greatestLoss(MarketSpec market, int outcomes) {
    return market.rules().segment() == Accounts.REAL_MONEY ? AmmDepth.funding(market, outcomes) : 0;
  }

  /**
   * Counts what a request gives, then sends its command; what was refused is not counted.
   *
   * @param what the operation
   * @param amount millionths; from 0 down nothing is counted
   */
  <T> Future<T> give(Request request, String what, long amount, Supplier<Future<T>> command) {
    String key = request.keyText().orElseGet(() -> UUID.randomUUID().toString());
    return give(request.staff().number(), what + " " + key, amount, command);
  }

  /**
   * As above for an event that these have written, under a reference that stays when it is tried
   * again.
   */
  <T> Future<T> give(
      Collection<Long> writers,
      long member,
      String reference,
      CreateEvent event,
      Supplier<Future<T>> command) {
    long amount = costOf(event);
    if (amount <= 0) {
      return command.get();
    }
    return blocking
        .call(() -> budget.isAgreed(writers, member))
        .compose(agreed -> agreed ? command.get() : give(member, reference, amount, command));
  }

  private <T> Future<T> give(
      long member, String reference, long amount, Supplier<Future<T>> command) {
    if (amount <= 0) {
      return command.get();
    }
    return blocking
        .call(
            () -> {
              budget.grant(member, reference, amount);
              return reference;
            })
        .compose(counted -> command.get())
        .recover(
            failure ->
                failure instanceof Problem problem && problem.status() < 500
                    ? blocking
                        .call(
                            () -> {
                              budget.release(member, reference);
                              return reference;
                            })
                        .compose(released -> Future.failedFuture(failure))
                    : Future.failedFuture(failure));
  }
}
