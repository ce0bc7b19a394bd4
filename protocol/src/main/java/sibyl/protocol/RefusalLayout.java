package sibyl.protocol;

import sibyl.engine.event.Rejection;
import sibyl.protocol.sbe.RefusalDecoder;
import sibyl.protocol.sbe.RefusalEncoder;

/** How a refusal is laid out in the two messages that carry one. */
final class RefusalLayout {
  private RefusalLayout() {}

  static void write(Rejection rejection, RefusalEncoder terms) {
    terms
        .account(rejection.account)
        .market(rejection.market)
        .order(rejection.order)
        .basket(rejection.basket)
        .needed(rejection.needed)
        .available(rejection.available)
        .held(rejection.held)
        .asset(rejection.asset)
        .nearest(rejection.nearest)
        .item(rejection.item)
        .reason(WireCode.REASON.of(rejection.reason));
  }

  static void read(RefusalDecoder terms, MessageReader in, Rejection rejection) {
    rejection.account = terms.account();
    rejection.market = terms.market();
    rejection.order = terms.order();
    rejection.basket = terms.basket();
    rejection.needed = terms.needed();
    rejection.available = terms.available();
    rejection.held = terms.held();
    rejection.asset = terms.asset();
    rejection.nearest = terms.nearest();
    rejection.item = terms.item();
    rejection.reason = in.value(WireCode.REASON, terms.reasonRaw());
  }
}
