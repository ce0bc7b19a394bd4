package sibyl.protocol;

import sibyl.engine.command.Transfer;
import sibyl.protocol.sbe.TransferTermsDecoder;
import sibyl.protocol.sbe.TransferTermsEncoder;

/** How a transfer is laid out in the two messages that carry one. */
final class TransferLayout {
  private TransferLayout() {}

  static void write(Transfer transfer, TransferTermsEncoder terms) {
    terms
        .idHigh(transfer.idHigh())
        .idLow(transfer.idLow())
        .from(transfer.from())
        .to(transfer.to())
        .amount(transfer.amount())
        .kind(WireCode.TRANSFER_KIND.of(transfer.kind()));
  }

  static Transfer read(TransferTermsDecoder terms, MessageReader in) {
    return new Transfer(
        terms.idHigh(),
        terms.idLow(),
        terms.from(),
        terms.to(),
        terms.amount(),
        in.value(WireCode.TRANSFER_KIND, terms.kindRaw()));
  }
}
