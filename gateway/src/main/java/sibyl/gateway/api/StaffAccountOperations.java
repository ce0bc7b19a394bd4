package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.wallet.PayoutSwitch;
import sibyl.accounts.wallet.Payouts;
import sibyl.engine.ExchangeState;
import sibyl.engine.HoldingReason;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.SetExchangeState;
import sibyl.gateway.Money;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.AccountJson;
import sibyl.gateway.json.Names;
import sibyl.gateway.people.People;
import sibyl.gateway.read.AccountView;
import sibyl.gateway.read.ReadModel;
import sibyl.gateway.read.ReadModel.Seen;

/** What staff do with accounts, and with the exchange as a whole. */
public final class StaffAccountOperations {
  /** Accounts looked at before the exchange goes on. */
  private static final int LOOKED_AT_ONCE = 500;

  private final People people;
  private final Payouts payouts;
  private final BonusAnswers bonus;
  private final Commands commands;
  private final ReadModel model;
  private final Blocking blocking;
  private final Rankings rankings = new Rankings();

  public StaffAccountOperations(
      People people, Money money, Commands commands, ReadModel model, Blocking blocking) {
    this.people = people;
    this.payouts = money.payouts();
    this.bonus = new BonusAnswers(money.bonus(), blocking);
    this.commands = commands;
    this.model = model;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listAccounts", this::list);
    table.add("getAccount", this::get);
    table.add("changeAccount", this::change, this::subject);
    table.add("adjustInventory", this::adjust, this::subject);
    table.add("authoriseProducer", this::authorise, this::subject);
    table.add("getExchange", this::exchange);
    table.add(
        "setExchange",
        this::setExchange,
        request -> blocking.call(() -> Optional.of(exchangeNow())));
  }

  /**
   * By profit, the best first; walked by rank. Looks at everybody, so it is done on a thread of its
   * own, and a part at a time, so that the exchange goes on meanwhile: each account is seen whole,
   * all of them not at quite the same moment.
   */
  private Future<Answer> list(Request request) {
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          long asOfSeq = model.seq();
          JsonObject page =
              listing.ranked(
                  rankings,
                  request.reader(),
                  () -> ranked().stream().mapToLong(AccountView::account).toArray(),
                  id -> model.<@Nullable AccountView>read(state -> state.account(id)).value(),
                  (rank, account) -> AccountJson.account(account).put("rank", rank));
          return Answer.ok(page.put("as_of_seq", asOfSeq));
        });
  }

  private List<AccountView> ranked() {
    long[] numbers = model.read(state -> state.accountNumbers()).value();
    List<AccountView> accounts = new ArrayList<>(numbers.length);
    for (int from = 0; from < numbers.length; from += LOOKED_AT_ONCE) {
      int begin = from;
      int end = Math.min(numbers.length, from + LOOKED_AT_ONCE);
      model.read(
          state -> {
            for (int i = begin; i < end; i++) {
              AccountView account = state.account(numbers[i]);
              if (account != null) {
                accounts.add(account);
              }
            }
            return null;
          });
    }
    accounts.sort(
        Comparator.comparingLong((AccountView account) -> account.standing().profit())
            .reversed()
            .thenComparingLong(AccountView::account));
    return accounts;
  }

  private Future<Answer> get(Request request) {
    Seen<AccountView> seen = known(request.pathId("account_id"));
    JsonObject answer = AccountJson.account(seen.value()).put("as_of_seq", seen.asOfSeq());
    return bonus
        .addTo(answer, seen.value().account(), seen.value().standing().cash().free())
        .map(Answer::ok);
  }

  /** What is not given stays. */
  private Future<Answer> change(Request request) {
    long account = request.pathId("account_id");
    AccountView now = known(account).value();
    Fields stated = request.fields();
    ChangeAccount change =
        new ChangeAccount(
            account,
            stated.flag("netting", now.netting()),
            stated.flag("suspended", now.suspended()));
    return commands
        .send(request, (into, header) -> into.changeAccount(header, change))
        .compose(
            applied ->
                blocking.call(
                    () -> {
                      if (change.suspended()) {
                        people.endSessions(account);
                      }
                      return Answer.ok(accountNow(account));
                    }));
  }

  private Future<Answer> adjust(Request request) {
    long account = known(request.pathId("account_id")).value().account();
    Fields stated = request.fields();
    AdjustInventory adjust =
        new AdjustInventory(
            account,
            stated.id("market_id"),
            stated.quantity("quantity", 0),
            stated.constant(HoldingReason.class, "reason", HoldingReason.ADJUSTMENT));
    return commands
        .send(request, (into, header) -> into.adjustInventory(header, adjust))
        .map(applied -> Exchanged.of(applied, account).answer());
  }

  private Future<Answer> authorise(Request request) {
    long account = known(request.pathId("account_id")).value().account();
    AuthoriseProducer authorise =
        new AuthoriseProducer(
            account, request.pathId("market_id"), request.fields().flag("authorised"));
    return commands
        .send(request, (into, header) -> into.authoriseProducer(header, authorise))
        .map(applied -> Answer.ok(accountNow(account)));
  }

  private Future<Answer> exchange(Request request) {
    return blocking.call(() -> Answer.ok(exchangeNow()));
  }

  /** What is not given stays. Payouts come first: whoever halts means them too. */
  private Future<Answer> setExchange(Request request) {
    Fields stated = request.fields();
    if (!stated.has("state") && !stated.has("payouts")) {
      throw stated.malformed("state", "Give a state, payouts, or both.");
    }
    return blocking
        .call(
            () -> {
              if (stated.has("payouts")) {
                payouts.set(
                    stated.constant(PayoutSwitch.class, "payouts", PayoutSwitch.FOLLOW),
                    request.staff().number());
              }
              return stated.has("state");
            })
        .compose(
            given -> {
              if (!given) {
                return Future.succeededFuture();
              }
              ExchangeState to = stated.constant(ExchangeState.class, "state", ExchangeState.OPEN);
              return commands
                  .send(
                      request,
                      (into, header) -> into.setExchangeState(header, new SetExchangeState(to)))
                  .mapEmpty();
            })
        .compose(done -> blocking.call(() -> Answer.ok(exchangeNow())));
  }

  private JsonObject exchangeNow() {
    Seen<ExchangeState> seen = model.read(state -> state.accepts());
    return new JsonObject()
        .put("state", Names.of(seen.value()))
        .put("payouts", SystemOperations.payouts(payouts.now(), seen.value()))
        .put("as_of_seq", seen.asOfSeq());
  }

  private Future<Optional<JsonObject>> subject(Request request) {
    AccountView account = model.read(state -> state.account(request.pathId("account_id"))).value();
    return Future.succeededFuture(Optional.ofNullable(account).map(AccountJson::account));
  }

  private JsonObject accountNow(long account) {
    Seen<AccountView> seen = known(account);
    return AccountJson.account(seen.value()).put("as_of_seq", seen.asOfSeq());
  }

  private Seen<AccountView> known(long account) {
    Seen<@Nullable AccountView> seen = model.read(state -> state.account(account));
    if (seen.value() == null) {
      throw Problems.unknown("account");
    }
    return new Seen<>(seen.value(), seen.asOfSeq());
  }
}
