package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.UUID;
import sibyl.engine.Asset;
import sibyl.engine.Reason;
import sibyl.engine.command.Transfer;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.people.People;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.ReadModel;

/**
 * Money in. A deposit is written down under its idempotency key first, so the same key always means
 * the same transfer, of which the exchange applies one.
 */
public final class WalletOperations {
  private final People people;
  private final Blocking blocking;
  private final Commands commands;
  private final ReadModel model;

  public WalletOperations(People people, Blocking blocking, Commands commands, ReadModel model) {
    this.people = people;
    this.blocking = blocking;
    this.commands = commands;
    this.model = model;
  }

  public void addTo(OperationTable table) {
    table.add("deposit", this::deposit);
    table.add("getWallet", this::wallet);
    table.add("getBalance", this::wallet);
  }

  private Future<Answer> wallet(Request request) {
    long account = request.account();
    ReadModel.Seen<Holding> cash = model.read(state -> state.holding(account, Asset.CASH));
    return Future.succeededFuture(
        Answer.ok(AccountJson.cash(cash.value()).put("as_of_seq", cash.asOfSeq())));
  }

  private Future<Answer> deposit(Request request) {
    long account = request.account();
    long amount = request.fields().money("amount");
    String key = request.keyText().orElseGet(() -> "unnamed " + UUID.randomUUID());
    return blocking
        .call(() -> people.deposit(account, amount, key))
        .compose(transfer -> submit(request, account, transfer));
  }

  private Future<Answer> submit(Request request, long account, Transfer transfer) {
    return commands
        .ensureAccount(account)
        .compose(
            known ->
                commands.sendUnjudged(account, (into, header) -> into.transfer(header, transfer)))
        .map(applied -> answer(request, transfer, applied));
  }

  /** That the exchange applied the transfer before is as good as that it did now. */
  private Answer answer(Request request, Transfer transfer, Applied applied) {
    applied
        .first(Change.Rejected.class)
        .ifPresent(
            rejected -> {
              if (rejected.reason() != Reason.DUPLICATE_TRANSFER) {
                throw Refusals.of(rejected);
              }
              request.answeredAgain();
            });
    ReadModel.Seen<Holding> cash = model.read(state -> state.holding(transfer.to(), Asset.CASH));
    HexFormat hex = HexFormat.of();
    return Answer.created(
        new JsonObject()
            .put(
                "transfer_id",
                hex.toHexDigits(transfer.idHigh()) + hex.toHexDigits(transfer.idLow()))
            .put("amount", Decimals.money(transfer.amount()))
            .put("balance", AccountJson.cash(cash.value()))
            .put("as_of_seq", cash.asOfSeq()));
  }
}
