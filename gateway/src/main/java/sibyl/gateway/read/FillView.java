package sibyl.gateway.read;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Outcome;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;

/**
 * One party's side of a trade.
 *
 * @param price in terms of {@code outcome}
 * @param cost paid (buying) or received (selling), before the fee
 * @param counterpartyMessage what the other side's order carried for this party
 */
public record FillView(
    long trade,
    long order,
    long account,
    long market,
    Side side,
    Outcome outcome,
    int price,
    long quantity,
    long cost,
    long fee,
    boolean maker,
    TradeKind kind,
    @Nullable String counterpartyMessage,
    long atMs,
    long seq)
    implements Journaled {}
