package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.read.ExchangeState;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.History;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/**
 * Finds an account's own orders, open or over, wherever they are: in memory, or in the tables once
 * they have left it. The database is asked only when memory has forgotten something of the account.
 * Orders of others are not found.
 */
public final class OrderFinder {
  private final ReadModel model;
  private final History history;
  private final Blocking blocking;

  /** What memory has, and up to which event the tables must be to have what it has forgotten. */
  private record Here<T>(T found, long forgottenThrough) {}

  public OrderFinder(ReadModel model, History history, Blocking blocking) {
    this.model = model;
    this.history = history;
    this.blocking = blocking;
  }

  /** One order. */
  Future<Optional<OrderView>> find(long account, long order) {
    return find(account, List.of(order)).map(List::getFirst);
  }

  /**
   * As above.
   *
   * @return fails with a {@link Problem} 404 if there is none
   */
  Future<OrderView> known(long account, long order) {
    return find(account, order).map(found -> found.orElseThrow(Problems::unknownOrder));
  }

  /** Several orders, in their order. */
  Future<List<Optional<OrderView>>> find(long account, List<Long> orders) {
    Here<List<Optional<OrderView>>> here =
        model
            .read(
                state ->
                    new Here<>(
                        orders.stream()
                            .map(order -> Optional.ofNullable(state.order(account, order)))
                            .toList(),
                        state.ordersForgottenThrough(account)))
            .value();
    if (here.forgottenThrough() == 0 || here.found().stream().allMatch(Optional::isPresent)) {
      return Future.succeededFuture(here.found());
    }
    return blocking.call(
        () -> {
          Listing.await(history, here.forgottenThrough());
          List<Optional<OrderView>> all = new ArrayList<>();
          for (int i = 0; i < orders.size(); i++) {
            long order = orders.get(i);
            all.add(here.found().get(i).or(() -> history.order(account, order)));
          }
          return all;
        });
  }

  /** Whatever belongs to orders of the account, with the event up to which memory was asked. */
  <T> Future<Seen<Optional<T>>> find(
      long account,
      Function<ExchangeState, Optional<T>> inMemory,
      Function<History, Optional<T>> inTables) {
    Seen<Here<Optional<T>>> seen =
        model.read(
            state ->
                new Here<>(
                    inMemory.apply(state),
                    Math.max(
                        state.ordersForgottenThrough(account),
                        state.fillsForgottenThrough(account))));
    Here<Optional<T>> here = seen.value();
    if (here.found().isPresent() || here.forgottenThrough() == 0) {
      return Future.succeededFuture(new Seen<>(here.found(), seen.asOfSeq()));
    }
    return blocking.call(
        () -> {
          Listing.await(history, here.forgottenThrough());
          return new Seen<>(inTables.apply(history), seen.asOfSeq());
        });
  }

  /** All fills of an order that is as its last event left it, oldest first. */
  Future<List<FillView>> fillsOf(OrderView order) {
    Here<List<FillView>> here =
        model
            .read(
                state ->
                    new Here<>(state.fillsOf(order), state.fillsForgottenThrough(order.account())))
            .value();
    List<FillView> latest =
        here.found().stream().filter(fill -> fill.seq() <= order.seq()).toList();
    long filled = latest.stream().mapToLong(FillView::quantity).sum();
    if (filled == order.filledQuantity() || here.forgottenThrough() == 0) {
      return Future.succeededFuture(latest);
    }
    return blocking.call(
        () -> {
          Listing.await(history, here.forgottenThrough());
          // The tables may not have the latest yet, which memory has.
          long firstHere = latest.isEmpty() ? order.seq() + 1 : latest.getFirst().seq();
          List<FillView> all = new ArrayList<>();
          for (FillView fill : history.fillsOf(order.account(), order.order())) {
            if (fill.seq() < firstHere) {
              all.add(fill);
            }
          }
          all.addAll(latest);
          return all;
        });
  }
}
