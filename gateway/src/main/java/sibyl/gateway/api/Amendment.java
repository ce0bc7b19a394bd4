package sibyl.gateway.api;

import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.MarketSpec;
import sibyl.gateway.http.Fields;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Request;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadModel;

/** The amendment of an order as a request states it, in the engine's units. */
final class Amendment {
  private Amendment() {}

  /**
   * @throws Problem 400 if nothing is stated, 422 for figures finer than any grid
   */
  static AmendOrder of(Request request, OrderView order, ReadModel model) {
    Fields stated = request.fields();
    MarketSpec spec = Specs.of(model, order.market());
    AmendOrder amend = new AmendOrder();
    amend.account = order.account();
    amend.order = order.order();
    amend.price =
        stated
            .decimal("price")
            .map(price -> OrderForm.price(price, spec))
            .orElse(AmendOrder.SAME_PRICE);
    amend.quantity =
        stated
            .decimal("quantity")
            .map(quantity -> OrderForm.quantity(quantity, spec))
            .orElse(AmendOrder.SAME_QUANTITY);
    amend.validUntilMs = stated.time("valid_until");
    if (amend.price == AmendOrder.SAME_PRICE && amend.quantity == AmendOrder.SAME_QUANTITY) {
      throw stated.malformed(
          "price", "State a price, a quantity, or both; what is left out stays.");
    }
    return amend;
  }
}
