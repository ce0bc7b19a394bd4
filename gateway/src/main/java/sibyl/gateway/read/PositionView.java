package sibyl.gateway.read;

import sibyl.engine.Outcome;
import sibyl.protocol.derive.PositionCost;

/**
 * What an account has of one outcome of one market, and how it stands.
 *
 * @param held part of the quantity that its open orders reserve
 * @param cost quantity, cost and realized profit
 * @param mark what the shares are worth now
 */
public record PositionView(
    long account, long market, Outcome outcome, long held, PositionCost cost, Mark mark) {}
