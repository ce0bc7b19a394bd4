package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import sibyl.accounts.wallet.Deposit;
import sibyl.accounts.wallet.DepositState;
import sibyl.accounts.wallet.Deposits;
import sibyl.accounts.wallet.WalletEntry;
import sibyl.accounts.wallet.Withdrawal;
import sibyl.accounts.wallet.Withdrawals;
import sibyl.engine.Asset;
import sibyl.gateway.Money;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.WalletJson;
import sibyl.gateway.people.People;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.Holding;
import sibyl.gateway.read.ReadModel;

/**
 * Money in and out. A deposit or withdrawal is written down under its idempotency key, so the same
 * key always means the same one; the answer waits a moment for what the exchange says to it.
 */
public final class WalletOperations {
  private final People people;
  private final Money money;
  private final Blocking blocking;
  private final Commands commands;
  private final TransferAnswers transfers;
  private final ReadModel model;
  private final BonusAnswers bonus;

  public WalletOperations(
      People people,
      Money money,
      Blocking blocking,
      Commands commands,
      TransferAnswers transfers,
      ReadModel model) {
    this.people = people;
    this.money = money;
    this.blocking = blocking;
    this.commands = commands;
    this.transfers = transfers;
    this.model = model;
    this.bonus = new BonusAnswers(money.bonus(), blocking);
  }

  public void addTo(OperationTable table) {
    table.add("deposit", this::deposit);
    table.add("withdraw", this::withdraw);
    table.add("cancelWithdrawal", this::cancel);
    table.add("getWallet", this::wallet);
    table.add("getBalance", this::wallet);
    table.add("listTransactions", this::list);
    table.add("getTransaction", this::get);
  }

  private Future<Answer> wallet(Request request) {
    long account = request.account();
    ReadModel.Seen<Cash> cash =
        model.read(state -> new Cash(state.holding(account, Asset.CASH), state.underWay(account)));
    JsonObject answer =
        AccountJson.cash(cash.value().holding())
            .put("under_way", Decimals.money(cash.value().underWay()))
            .put("as_of_seq", cash.asOfSeq());
    return bonus.addTo(answer, account, cash.value().holding().free()).map(Answer::ok);
  }

  private record Cash(Holding holding, long underWay) {}

  private Future<Answer> deposit(Request request) {
    long account = request.account();
    long amount = request.fields().money("amount");
    String key = key(request);
    UUID id = Deposits.idOf(account, key);
    return commands
        .ensureAccount(account)
        .compose(
            known ->
                asked(
                    request,
                    id,
                    () -> people.findDeposit(id),
                    () -> people.deposit(account, amount, key),
                    deposit -> deposit.state().isFinal()))
        .compose(
            asked ->
                asked.heard().anything()
                    ? Future.succeededFuture(depositAnswer(asked.value(), true))
                    : blocking.call(
                        () -> depositAnswer(people.findDeposit(id).orElseThrow(), false)));
  }

  /**
   * @param moved whether the exchange has just said so
   */
  private Answer depositAnswer(Deposit deposit, boolean moved) {
    if (deposit.state() == DepositState.FAILED || deposit.state() == DepositState.EXPIRED) {
      throw new Problem(
          422,
          "payment_failed",
          deposit.state() == DepositState.FAILED
              ? "The payment could not be collected. Try it with another key."
              : "Nobody has paid this in time. Try it with another key.");
    }
    boolean credited = moved || deposit.state() == DepositState.CREDITED;
    ReadModel.Seen<Holding> cash =
        model.read(state -> state.holding(deposit.account(), Asset.CASH));
    JsonObject body =
        new JsonObject()
            .put("transaction_id", deposit.id().toString())
            .put("amount", Decimals.money(deposit.amount()))
            .put("state", Names.of(credited ? DepositState.CREDITED : deposit.state()))
            .put("balance", AccountJson.cash(cash.value()))
            .put("as_of_seq", cash.asOfSeq());
    return credited ? Answer.created(body) : new Answer(202, body);
  }

  private Future<Answer> withdraw(Request request) {
    long account = request.account();
    long amount = request.fields().money("amount");
    String key = key(request);
    UUID id = Withdrawals.idOf(account, key);
    return commands
        .ensureAccount(account)
        .compose(
            known ->
                asked(
                    request,
                    id,
                    () -> money.withdrawals().find(id),
                    () -> money.withdrawals().request(account, amount, key),
                    withdrawal -> !withdrawal.state().isTaking()))
        .compose(asked -> blocking.call(() -> withdrawalAnswer(asked.value(), asked.heard())));
  }

  private Answer withdrawalAnswer(Withdrawal withdrawal, TransferAnswers.Heard heard) {
    Change.Rejected refusal = heard.refusal();
    if (refusal != null) {
      money.withdrawals().refused(withdrawal.id(), refusal.reason().name());
      throw commands.refusal(refusal).with("withdrawal_id", withdrawal.id().toString());
    }
    Withdrawal now = heard.anything() ? money.withdrawals().taken(withdrawal) : withdrawal;
    ReadModel.Seen<Holding> cash =
        model.read(state -> state.holding(withdrawal.account(), Asset.CASH));
    return Answer.created(
        WalletJson.withdrawal(now)
            .put("balance", AccountJson.cash(cash.value()))
            .put("as_of_seq", cash.asOfSeq()));
  }

  /** Something that was asked for, and what was heard of its transfer meanwhile. */
  private record Asked<T>(T value, TransferAnswers.Heard heard) {}

  private interface Over<T> {
    boolean is(T value);
  }

  /**
   * Asks for something, and listens for its transfer unless that is over already. What was asked
   * for before is answered with what is known of it, and waits for nothing.
   */
  private <T> Future<Asked<T>> asked(
      Request request, UUID transfer, Callable<Optional<T>> find, Callable<T> ask, Over<T> over) {
    return blocking
        .call(find)
        .compose(
            known -> {
              if (known.isEmpty()) {
                return askedFirst(transfer, ask, over);
              }
              return blocking
                  .call(ask) // refuses the same key with something else
                  .compose(
                      value -> {
                        request.answeredAgain();
                        return transfers.already(transfer).map(heard -> new Asked<>(value, heard));
                      });
            });
  }

  private <T> Future<Asked<T>> askedFirst(UUID transfer, Callable<T> ask, Over<T> over) {
    Future<TransferAnswers.Heard> answer = transfers.of(transfer);
    return blocking
        .call(ask)
        .onFailure(refused -> transfers.nothingComes(transfer))
        .compose(
            value -> {
              if (over.is(value)) {
                transfers.nothingComes(transfer);
              }
              return answer.map(heard -> new Asked<>(value, heard));
            });
  }

  private Future<Answer> cancel(Request request) {
    long account = request.account();
    UUID id = Uuids.path(request, "withdrawal_id", "withdrawal");
    return blocking.call(
        () -> Answer.ok(WalletJson.withdrawal(money.withdrawals().cancel(account, id))));
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    Listing listing = Listing.own(request);
    return blocking.call(
        () -> {
          List<WalletEntry> items =
              money.history().list(account, listing.afterItem(), listing.limit());
          return Answer.ok(listing.pageOfItems(items, WalletEntry::id, WalletJson::entry));
        });
  }

  private Future<Answer> get(Request request) {
    long account = request.account();
    UUID id = Uuids.path(request, "transaction_id", "transaction");
    return blocking.call(
        () -> {
          WalletEntry entry =
              money.history().find(account, id).orElseThrow(() -> Problems.unknown("transaction"));
          return Answer.ok(WalletJson.entry(entry, money.history().steps(id)));
        });
  }

  private static String key(Request request) {
    return request.keyText().orElseGet(() -> "unnamed " + UUID.randomUUID());
  }
}
