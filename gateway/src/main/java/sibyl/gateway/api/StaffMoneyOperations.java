package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import sibyl.accounts.identity.IdentityItem;
import sibyl.accounts.identity.IdentityState;
import sibyl.accounts.outbox.OutboxEntry;
import sibyl.accounts.wallet.Withdrawal;
import sibyl.accounts.wallet.WithdrawalState;
import sibyl.gateway.Money;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.IdentityJson;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.WalletJson;

/** The queues of staff: identities, withdrawals, and money that could not be moved. */
public final class StaffMoneyOperations {
  private final Money money;
  private final Blocking blocking;

  public StaffMoneyOperations(Money money, Blocking blocking) {
    this.money = money;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listIdentities", this::identities);
    table.add("showIdentity", this::identity);
    table.add("approveIdentity", this::approveIdentity, this::identityNow);
    table.add("rejectIdentity", this::rejectIdentity, this::identityNow);
    table.add("listWithdrawals", this::withdrawals);
    table.add("approveWithdrawal", this::approveWithdrawal, this::withdrawalNow);
    table.add("rejectWithdrawal", this::rejectWithdrawal, this::withdrawalNow);
    table.add("listDeadLetters", this::deadLetters);
    table.add("retryDeadLetter", this::retryDeadLetter);
    table.add("discardDeadLetter", this::discardDeadLetter);
  }

  private Future<Answer> identities(Request request) {
    IdentityState state =
        request
            .query("status")
            .map(name -> Names.parse(IdentityState.class, name))
            .orElse(IdentityState.PENDING);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<IdentityItem> items =
              money.identity().list(state, listing.afterItem(), listing.limit());
          return Answer.ok(listing.pageOfItems(items, IdentityItem::id, IdentityJson::forStaff));
        });
  }

  /** The one place where a number is shown whole. */
  private Future<Answer> identity(Request request) {
    UUID id = identityId(request);
    return blocking.call(
        () ->
            Answer.ok(
                IdentityJson.whole(
                    money
                        .identity()
                        .find(id)
                        .orElseThrow(() -> Problems.unknown("identity_check")))));
  }

  private Future<Answer> approveIdentity(Request request) {
    UUID id = identityId(request);
    String by = request.staff().username();
    return blocking.call(() -> Answer.ok(IdentityJson.forStaff(money.identity().approve(id, by))));
  }

  private Future<Answer> rejectIdentity(Request request) {
    UUID id = identityId(request);
    String by = request.staff().username();
    String remark = request.fields().text("remark", "");
    return blocking.call(
        () -> Answer.ok(IdentityJson.forStaff(money.identity().reject(id, by, remark))));
  }

  private Future<Optional<JsonObject>> identityNow(Request request) {
    UUID id = identityId(request);
    return blocking.call(() -> money.identity().find(id).map(IdentityJson::forStaff));
  }

  private Future<Answer> withdrawals(Request request) {
    WithdrawalState state =
        request
            .query("state")
            .map(name -> Names.parse(WithdrawalState.class, name))
            .orElse(WithdrawalState.WAITING_APPROVAL);
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<Withdrawal> items =
              money.withdrawals().list(state, listing.afterItem(), listing.limit());
          return Answer.ok(
              listing.pageOfItems(items, Withdrawal::id, WalletJson::withdrawalForStaff));
        });
  }

  private Future<Answer> approveWithdrawal(Request request) {
    UUID id = withdrawalId(request);
    long by = request.staff().number();
    return blocking.call(
        () -> Answer.ok(WalletJson.withdrawalForStaff(money.withdrawals().approve(id, by))));
  }

  private Future<Answer> rejectWithdrawal(Request request) {
    UUID id = withdrawalId(request);
    String reason = request.fields().text("reason", "");
    long by = request.staff().number();
    return blocking.call(
        () -> Answer.ok(WalletJson.withdrawalForStaff(money.withdrawals().reject(id, reason, by))));
  }

  private Future<Optional<JsonObject>> withdrawalNow(Request request) {
    UUID id = withdrawalId(request);
    return blocking.call(() -> money.withdrawals().find(id).map(WalletJson::withdrawalForStaff));
  }

  private Future<Answer> deadLetters(Request request) {
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<OutboxEntry> items = money.deadLetters().list(listing.afterItem(), listing.limit());
          return Answer.ok(
              listing.pageOfItems(items, entry -> entry.movement().id(), WalletJson::deadLetter));
        });
  }

  private Future<Answer> retryDeadLetter(Request request) {
    UUID id = deadLetterId(request);
    return blocking.call(() -> Answer.ok(WalletJson.deadLetter(money.deadLetters().retry(id))));
  }

  private Future<Answer> discardDeadLetter(Request request) {
    UUID id = deadLetterId(request);
    String reason = request.fields().text("reason", "");
    return blocking.call(
        () -> Answer.ok(WalletJson.deadLetter(money.deadLetters().discard(id, reason))));
  }

  private static UUID identityId(Request request) {
    return Uuids.path(request, "item_id", "identity_check");
  }

  private static UUID withdrawalId(Request request) {
    return Uuids.path(request, "withdrawal_id", "withdrawal");
  }

  private static UUID deadLetterId(Request request) {
    return Uuids.path(request, "transfer_id", "dead_letter");
  }
}
