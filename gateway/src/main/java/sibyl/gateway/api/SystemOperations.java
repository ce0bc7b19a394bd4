package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.DatabaseLoss;
import sibyl.accounts.outbox.OutboxHealth;
import sibyl.accounts.wallet.Payouts;
import sibyl.engine.ExchangeState;
import sibyl.gateway.SystemStatus;
import sibyl.gateway.TableAudit;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.read.ReadModel;

/** How the exchange is doing: its node, what follows it, and the money on its way. */
public final class SystemOperations {
  /** A comparison of everything is not begun again sooner after the last one. */
  private static final long COMPARED_AGAIN_MS = 10_000;

  private final SystemStatus system;
  private final TableAudit audit;
  private final OutboxHealth outbox;
  private final Payouts payouts;
  private final ReadModel model;
  private final LongSupplier lagBytes;
  private final IntSupplier pendingCommands;
  private final EventRate rate;
  private final Blocking blocking;

  /**
   * @param lagBytes of the journal that this gateway has not read; negative when not connected
   * @param pendingCommands sent and not answered
   */
  public SystemOperations(
      SystemStatus system,
      TableAudit audit,
      OutboxHealth outbox,
      Payouts payouts,
      ReadModel model,
      LongSupplier lagBytes,
      IntSupplier pendingCommands,
      EventRate rate,
      Blocking blocking) {
    this.system = system;
    this.audit = audit;
    this.outbox = outbox;
    this.payouts = payouts;
    this.model = model;
    this.lagBytes = lagBytes;
    this.pendingCommands = pendingCommands;
    this.rate = rate;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("getSystem", this::system);
    table.add("getAudit", this::audit);
  }

  /** Begins a comparison of everything, unless one is under way or was a moment ago. */
  private Future<Answer> audit(Request request) {
    TableAudit.Full last = audit.now().full();
    if (last == null
        || (last.endedMs() > 0
            && System.currentTimeMillis() - last.endedMs() >= COMPARED_AGAIN_MS)) {
      audit.compareAll();
    }
    return Future.succeededFuture(Answer.ok(report(audit.now())));
  }

  private JsonObject report(TableAudit.Standing now) {
    TableAudit.Full full = now.full();
    return new JsonObject()
        .put("rows_compared", now.rows())
        .put("differing", now.differing())
        .put("differences", new JsonArray(now.differences()))
        .put("trouble", now.trouble().isEmpty() ? null : now.trouble())
        .put("full", full == null ? null : report(full))
        .put("as_of_seq", now.seq());
  }

  private static JsonObject report(TableAudit.Full full) {
    return new JsonObject()
        .put(
            "state", full.endedMs() == 0 ? "running" : full.trouble().isEmpty() ? "done" : "failed")
        .put("started_at", Times.format(full.startedMs()))
        .put("ended_at", full.endedMs() == 0 ? null : Times.format(full.endedMs()))
        .put("seq", full.seq())
        .put("rows", full.rows())
        .put("accounts", full.accounts())
        .put("markets", full.markets())
        .put("differing", full.differing())
        .put("differences", new JsonArray(full.differences()))
        .put("trouble", full.trouble().isEmpty() ? null : full.trouble());
  }

  private Future<Answer> system(Request request) {
    return blocking.call(
        () ->
            Answer.ok(report(system.now(), unlessAway(outbox::counts), unlessAway(payouts::now))));
  }

  /** Null while the database cannot be asked: the rest of the page is wanted then above all. */
  private static <T> @Nullable T unlessAway(Supplier<T> figures) {
    try {
      return figures.get();
    } catch (RuntimeException e) {
      if (DatabaseLoss.in(e).isEmpty()) {
        throw e;
      }
      return null;
    }
  }

  /** How payouts stand; the tables may not know of the latest halt yet, so the state is asked. */
  static JsonObject payouts(Payouts.Standing now, ExchangeState accepts) {
    boolean held =
        switch (now.state()) {
          case FOLLOW -> accepts == ExchangeState.HALTED;
          case HELD -> true;
          case OPEN -> false;
        };
    return new JsonObject()
        .put("switch", Names.of(now.state()))
        .put("held", held)
        .put("waiting", now.waiting());
  }

  private JsonObject report(
      SystemStatus.Snapshot now,
      OutboxHealth.@Nullable Counts money,
      Payouts.@Nullable Standing paying) {
    long seq = model.seq();
    return new JsonObject()
        .put(
            "node",
            new JsonObject()
                .put("state", now.node())
                .put("leads", now.leads())
                .put("inputs", now.inputs())
                .put("snapshots", now.snapshots())
                .put("state_checks", now.stateChecks())
                .put("state_checks_agreed", now.stateChecksAgreed())
                .put("errors", now.errors())
                .put("clock_apart_ms", now.clockApartMs())
                .put("disk_free_bytes", now.diskFreeBytes())
                .put("disk_reserve_bytes", now.diskReserveBytes())
                .put("restraint", now.restraint().isEmpty() ? null : now.restraint()))
        .put(
            "gateway",
            new JsonObject()
                .put("seq", seq)
                .put("lag_bytes", lagBytes.getAsLong())
                .put("pending_commands", pendingCommands.getAsInt())
                .put("events_per_second", Math.round(rate.perSecond())))
        .put(
            "tables",
            new JsonObject()
                .put("seq", now.tablesSeq())
                .put("behind", Math.max(0, seq - now.tablesSeq()))
                .put("queued", now.tablesQueued())
                .put("trouble", now.tablesTrouble().isEmpty() ? null : now.tablesTrouble())
                .put("differing", audit.now().differing()))
        .put(
            "database",
            new JsonObject()
                .put("trouble", now.databaseTrouble().isEmpty() ? null : now.databaseTrouble()))
        .put("outbox", money == null ? null : outbox(money))
        .put(
            "payouts",
            paying == null ? null : payouts(paying, model.read(state -> state.accepts()).value()))
        .put("as_of_seq", seq);
  }

  private static JsonObject outbox(OutboxHealth.Counts money) {
    Instant oldest = money.oldestWaiting();
    return new JsonObject()
        .put("waiting", money.waiting())
        .put("oldest_waiting_at", oldest == null ? null : Times.format(oldest.toEpochMilli()))
        .put("dead", money.dead());
  }
}
