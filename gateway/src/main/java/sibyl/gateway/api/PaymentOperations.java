package sibyl.gateway.api;

import io.vertx.core.Future;
import java.util.UUID;
import sibyl.accounts.payment.CallbackSignature;
import sibyl.accounts.payment.PaymentEvent;
import sibyl.gateway.Money;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;

/** Where payment providers call back; their signature lets them in. */
public final class PaymentOperations {
  private final Money money;
  private final Blocking blocking;
  private final TransferAnswers transfers;

  public PaymentOperations(Money money, Blocking blocking, TransferAnswers transfers) {
    this.money = money;
    this.blocking = blocking;
    this.transfers = transfers;
  }

  public void addTo(OperationTable table) {
    table.add("paymentCallback", this::callback);
  }

  private Future<Answer> callback(Request request) {
    String provider = request.path("provider");
    String signature = request.header(CallbackSignature.HEADER).orElse("");
    byte[] body = request.rawBody();
    return blocking.call(
        () -> {
          money.callbacks().verify(provider, signature, body);
          PaymentEvent event = event(provider, request.fields());
          money.callbacks().take(event);
          if (event.type() == PaymentEvent.Type.DEPOSIT_FAILED) {
            transfers.nothingComes(event.subject());
          }
          return Answer.nothing();
        });
  }

  private static PaymentEvent event(String provider, Fields fields) {
    return new PaymentEvent(
        provider,
        fields.text("event_id", ""),
        fields.constant(PaymentEvent.Type.class, "type", PaymentEvent.Type.DEPOSIT_FAILED),
        UUID.fromString(fields.text("payment_id", "")),
        fields.money("amount"));
  }
}
