package sibyl.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.protocol.sbe.OrderTermsDecoder;
import sibyl.protocol.sbe.OrderTermsEncoder;

/** How several orders, or their numbers, are laid out. Owned by one encoder or decoder. */
final class BatchLayout {
  private final OrderTermsEncoder termsOut = new OrderTermsEncoder();
  private final OrderTermsDecoder termsIn = new OrderTermsDecoder();

  /** Writes the orders, and their common client order id after them. */
  void write(PlaceOrders orders, MutableDirectBuffer buffer, MessageWriter out) {
    out.group("orders", orders.size(), PlaceOrders.MAX, OrderTermsEncoder.ENCODED_LENGTH);
    for (int i = 0; i < orders.size(); i++) {
      termsOut.wrap(buffer, out.take(OrderTermsEncoder.ENCODED_LENGTH));
      OrderLayout.write(orders.get(i), termsOut);
      OrderLayout.writeTexts(orders.get(i), out);
    }
    out.shortText("client order id", orders.clientOrderId, PlaceOrder.CLIENT_ORDER_ID_MAX);
  }

  /** Adds the orders to {@code orders}, and reads their common client order id. */
  void read(DirectBuffer buffer, MessageReader in, PlaceOrders orders) {
    int count = in.group(PlaceOrders.MAX, OrderTermsDecoder.ENCODED_LENGTH);
    for (int i = 0; i < count; i++) {
      termsIn.wrap(buffer, in.take(OrderTermsDecoder.ENCODED_LENGTH));
      OrderLayout.read(termsIn, in, orders.add());
    }
    in.shortText(orders.clientOrderId, PlaceOrder.CLIENT_ORDER_ID_MAX);
  }

  static void write(OrderNumbers orders, MessageWriter out) {
    out.group("orders", orders.size(), OrderNumbers.MAX, Long.BYTES);
    for (int i = 0; i < orders.size(); i++) {
      out.int64(orders.get(i));
    }
  }

  static void read(MessageReader in, OrderNumbers orders) {
    orders.clear();
    int count = in.group(OrderNumbers.MAX, Long.BYTES);
    for (int i = 0; i < count; i++) {
      orders.add(in.int64());
    }
  }
}
