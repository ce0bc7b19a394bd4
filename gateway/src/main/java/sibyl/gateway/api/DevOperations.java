package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sibyl.accounts.message.SentMessages;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Times;

/** What helps developers and must not be anywhere else; only in dev mode are there such routes. */
public final class DevOperations {
  private final PhoneSignIn phones;
  private final SentMessages messages;
  private final Blocking blocking;

  public DevOperations(PhoneSignIn phones, SentMessages messages, Blocking blocking) {
    this.phones = phones;
    this.messages = messages;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listDevMessages", this::list);
  }

  private Future<Answer> list(Request request) {
    String phone = request.query("phone").orElse("");
    return blocking
        .call(() -> messages.to(phones.number(phone).e164()))
        .map(
            sent -> {
              JsonArray items = new JsonArray();
              sent.forEach(
                  message ->
                      items.add(
                          new JsonObject()
                              .put("phone", message.to())
                              .put("text", message.text())
                              .put("at", Times.format(message.createdAt().toEpochMilli()))));
              return Answer.ok(new JsonObject().put("items", items));
            });
  }
}
