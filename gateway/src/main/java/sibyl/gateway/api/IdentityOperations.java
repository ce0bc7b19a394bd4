package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import sibyl.accounts.identity.Document;
import sibyl.accounts.identity.IdentityItem;
import sibyl.gateway.Money;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.IdentityJson;
import sibyl.gateway.json.Names;

/** Who somebody is, and where they are paid; what they wrote comes back masked. */
public final class IdentityOperations {
  private final Money money;
  private final Blocking blocking;

  public IdentityOperations(Money money, Blocking blocking) {
    this.money = money;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("submitIdentity", this::submit);
    table.add("getIdentity", this::get);
  }

  private Future<Answer> submit(Request request) {
    long account = request.account();
    Fields stated = request.fields();
    return blocking.call(
        () -> {
          List<Document> documents = new ArrayList<>();
          if (stated.has("identity")) {
            documents.add(card(stated.object("identity")));
          }
          if (stated.has("payout_method")) {
            documents.add(payoutMethod(stated.object("payout_method")));
          }
          if (documents.isEmpty()) {
            throw stated.malformed("identity", "Give identity, payout_method, or both.");
          }
          money.identity().submit(account, documents);
          return Answer.created(of(account));
        });
  }

  private Future<Answer> get(Request request) {
    long account = request.account();
    return blocking.call(() -> Answer.ok(of(account)));
  }

  private JsonObject of(long account) {
    List<IdentityItem> history = money.identity().history(account);
    JsonArray items = new JsonArray();
    history.forEach(item -> items.add(IdentityJson.item(item)));
    return new JsonObject()
        .put("identity", newest(history, Document.Kind.IDENTITY))
        .put("payout_method", newest(history, Document.Kind.PAYOUT))
        .put("history", items);
  }

  private static JsonObject newest(List<IdentityItem> history, Document.Kind kind) {
    return history.stream()
        .filter(item -> item.document().kind() == kind)
        .findFirst()
        .map(IdentityJson::item)
        .orElseGet(() -> new JsonObject().put("kind", Names.of(kind)).put("state", "not_verified"));
  }

  private static Document card(Fields stated) {
    return Document.IdentityCard.of(
        stated.text("pan", ""),
        stated.text("name", ""),
        stated.text("date_of_birth", ""),
        LocalDate.now(ZoneOffset.UTC));
  }

  private static Document payoutMethod(Fields stated) {
    boolean upi = stated.has("upi_id");
    if (upi == (stated.has("account_number") || stated.has("ifsc"))) {
      throw new Problem(
          422, "invalid_payout_method", "Give either upi_id, or account_number and ifsc.");
    }
    return upi
        ? Document.Upi.of(stated.text("upi_id", ""))
        : Document.BankAccount.of(stated.text("account_number", ""), stated.text("ifsc", ""));
  }
}
