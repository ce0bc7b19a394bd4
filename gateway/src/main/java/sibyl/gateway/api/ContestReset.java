package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.contest.Contest;
import sibyl.accounts.contest.Contestant;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.HoldingReason;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.Reason;
import sibyl.engine.TransferKind;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.Transfer;
import sibyl.gateway.exchange.ExchangeClient;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.MarketView;
import sibyl.gateway.read.ReadModel;

/**
 * Brings the teams of a contest back to what they begin with, by commands like everybody's: each
 * team is suspended, its orders are canceled, then its cash and its goods of the contest's markets
 * are corrected by what they differ, with the reason in the ledger; at last all may trade again.
 *
 * <p>What is done is worked out from what is there, so a reset that broke off in the middle is
 * simply made again. Cash goes to and comes from the world outside, as adjustments do.
 */
final class ContestReset {
  private final Commands commands;
  private final ReadModel model;
  private final long actor;
  private final Contest contest;
  private long lastSeq;

  /**
   * @param actor the member of staff whose doing it is
   */
  ContestReset(Commands commands, ReadModel model, long actor, Contest contest) {
    this.commands = commands;
    this.model = model;
    this.actor = actor;
    this.contest = contest;
  }

  /**
   * @return the last event of it; fails with a {@link Problem}, after which all may trade again
   */
  Future<Long> run() {
    requirePossible();
    List<Supplier<Future<Void>>> steps = new ArrayList<>();
    for (Contestant team : contest.teams()) {
      steps.add(() -> commands.ensureAccount(team.team()));
      steps.add(() -> suspend(team.team(), true));
      steps.add(() -> cancelAll(team.team()));
    }
    steps.add(
        () -> {
          requireNoShares(); // none was bought before the team was suspended
          return Future.succeededFuture();
        });
    for (Contestant team : contest.teams()) {
      steps.add(() -> bringCash(team));
      for (long market : contest.markets()) {
        steps.add(() -> bringGoods(team, market));
      }
    }
    return inTurn(steps, 0)
        .transform(
            done ->
                release()
                    .compose(
                        released ->
                            done.succeeded()
                                ? Future.succeededFuture(lastSeq)
                                : Future.failedFuture(done.cause())));
  }

  private Future<Void> release() {
    List<Supplier<Future<Void>>> steps = new ArrayList<>();
    for (Contestant team : contest.teams()) {
      if (model.read(state -> state.knowsAccount(team.team())).value()) {
        steps.add(() -> suspend(team.team(), false));
      }
    }
    return inTurn(steps, 0);
  }

  private static Future<Void> inTurn(List<Supplier<Future<Void>>> steps, int next) {
    if (next == steps.size()) {
      return Future.succeededFuture();
    }
    return Future.succeededFuture()
        .compose(turn -> steps.get(next).get())
        .compose(done -> inTurn(steps, next + 1));
  }

  /** What cannot be brought back is found before anything is touched. */
  private void requirePossible() {
    for (long market : contest.markets()) {
      MarketView view = view(market);
      boolean wanted = contest.teams().stream().anyMatch(team -> wants(team, market) > 0);
      if (view.state() == MarketState.SETTLED && wanted) {
        throw new Problem(
                422,
                "contest_market_settled",
                "A good of the contest is settled, so nobody can begin with it again. Make a new"
                    + " contest with new markets.")
            .with("market_id", Long.toString(market));
      }
    }
    requireNoShares();
  }

  /** Shares cannot be taken away: they are what somebody has a claim by. */
  private void requireNoShares() {
    for (long market : contest.markets()) {
      if (isGood(market)) {
        continue;
      }
      for (Contestant team : contest.teams()) {
        boolean holds =
            model
                .read(
                    state ->
                        state.holding(team.team(), Asset.of(market, Outcome.YES)).total() != 0
                            || state.holding(team.team(), Asset.of(market, Outcome.NO)).total()
                                != 0)
                .value();
        if (holds) {
          throw new Problem(
                  409,
                  "contest_positions_open",
                  "A team holds shares of a market of the contest, which only its settlement can"
                      + " end. Settle the market, or make a new contest with new markets.")
              .with("market_id", Long.toString(market))
              .with("team_id", Long.toString(team.team()));
        }
      }
    }
  }

  private Future<Void> suspend(long team, boolean suspended) {
    boolean netting =
        model
            .read(
                state -> {
                  var account = state.account(team);
                  return account == null || account.netting();
                })
            .value();
    return send(
        (into, header) -> into.changeAccount(header, new ChangeAccount(team, netting, suspended)));
  }

  private Future<Void> cancelAll(long team) {
    CancelOrders cancel = new CancelOrders();
    cancel.account = team;
    return commands
        .sendUnjudged(actor, (into, header) -> into.cancelOrders(header, cancel))
        .map(
            applied -> {
              Change.@Nullable Rejected refused = applied.first(Change.Rejected.class).orElse(null);
              if (refused != null && refused.reason() != Reason.UNKNOWN_ORDER) {
                throw commands.refusal(refused);
              }
              return null;
            });
  }

  private Future<Void> bringCash(Contestant team) {
    Holding has = model.read(state -> state.holding(team.team(), Asset.CASH)).value();
    long missing = team.cash() - has.total();
    if (missing == 0) {
      return Future.succeededFuture();
    }
    UUID id = UUID.randomUUID();
    Transfer transfer =
        new Transfer(
            id.getMostSignificantBits(),
            id.getLeastSignificantBits(),
            missing > 0 ? Accounts.EXTERNAL : team.team(),
            missing > 0 ? team.team() : Accounts.EXTERNAL,
            Math.abs(missing),
            TransferKind.ADJUSTMENT);
    return send((into, header) -> into.transfer(header, transfer));
  }

  private Future<Void> bringGoods(Contestant team, long market) {
    if (!isGood(market) || view(market).state() == MarketState.SETTLED) {
      return Future.succeededFuture();
    }
    Holding has =
        model.read(state -> state.holding(team.team(), Asset.of(market, Outcome.YES))).value();
    long missing = wants(team, market) - has.total();
    if (missing == 0) {
      return Future.succeededFuture();
    }
    HoldingReason reason = contest.resets() == 0 ? HoldingReason.INITIAL : HoldingReason.RESET;
    return send(
        (into, header) ->
            into.adjustInventory(
                header, new AdjustInventory(team.team(), market, missing, reason)));
  }

  private Future<Void> send(ExchangeClient.Command command) {
    return commands
        .sendOnce(actor, command)
        .map(
            applied -> {
              lastSeq = applied.seq();
              return null;
            });
  }

  private static long wants(Contestant team, long market) {
    return team.goods().getOrDefault(market, 0L);
  }

  private boolean isGood(long market) {
    return view(market).spec().rules().kind() == MarketKind.ASSET;
  }

  private MarketView view(long market) {
    MarketView view = model.read(state -> state.market(market)).value();
    if (view == null) {
      throw Problems.unknown("market");
    }
    return view;
  }
}
