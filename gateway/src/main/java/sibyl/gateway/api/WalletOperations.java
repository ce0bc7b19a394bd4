package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.Reason;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Refusals;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.ExchangeState.AppliedTransfer;
import sibyl.gateway.read.ExchangeState.TransferId;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.ReadModel;

/** Money in. A deposit of the sandbox is one transfer, named by its idempotency key. */
public final class WalletOperations {
  private final Commands commands;
  private final ReadModel model;

  public WalletOperations(Commands commands, ReadModel model) {
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
    long amount = request.money("amount");
    Fingerprint id = transferId(account, request);
    Transfer transfer =
        new Transfer(id.high(), id.low(), Accounts.EXTERNAL, account, amount, TransferKind.DEPOSIT);
    return commands
        .ensureAccount(account)
        .compose(
            known ->
                commands.sendUnjudged(account, (into, header) -> into.transfer(header, transfer)))
        .map(applied -> answer(transfer, applied));
  }

  private Answer answer(Transfer transfer, Applied applied) {
    Optional<Change.Rejected> rejected = applied.first(Change.Rejected.class);
    if (rejected.isPresent()) {
      if (rejected.get().reason() != Reason.DUPLICATE_TRANSFER) {
        throw Refusals.of(rejected.get());
      }
      requireSame(transfer, rejected.get());
    }
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

  /** The key was used before: a repeat repeats the answer, another request is refused. */
  private void requireSame(Transfer transfer, Change.Rejected rejected) {
    AppliedTransfer first =
        model
            .read(state -> state.transfer(new TransferId(transfer.idHigh(), transfer.idLow())))
            .value();
    if (first == null) {
      throw Refusals.of(rejected); // Too long ago to compare, so it is not repeated blindly.
    }
    if (!first.transfer().equals(transfer)) {
      throw Refusals.idempotencyConflict();
    }
  }

  /** The same key of another person is another deposit. */
  private static Fingerprint transferId(long account, Request request) {
    String key =
        request
            .header("Idempotency-Key")
            .or(() -> request.header("X-Idempotency-Key"))
            .orElseGet(() -> "unnamed " + UUID.randomUUID());
    return Fingerprint.of("deposit " + account + " " + key);
  }
}
