package sibyl.gateway.read;

import sibyl.engine.Outcome;
import sibyl.protocol.derive.HeldValue;
import sibyl.protocol.derive.PositionCost;

/**
 * What an account has of one outcome of one market, and how it stands.
 *
 * @param held part of the quantity that its open orders reserve
 * @param valued what it has, what that cost, and what it is worth
 */
public record PositionView(long account, long held, HeldValue valued) {
  public long market() {
    return valued.market();
  }

  public Outcome outcome() {
    return valued.outcome();
  }

  public PositionCost cost() {
    return valued.cost();
  }
}
