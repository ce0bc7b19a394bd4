package sibyl.cluster.client;

import io.aeron.Aeron;
import org.agrona.concurrent.IdleStrategy;

/** Runs an Aeron client's conductor while waiting, where no thread of its own does. */
record ConductorIdle(Aeron aeron, IdleStrategy strategy) implements IdleStrategy {
  @Override
  public void idle(int workCount) {
    aeron.conductorAgentInvoker().invoke();
    strategy.idle(workCount);
  }

  @Override
  public void idle() {
    aeron.conductorAgentInvoker().invoke();
    strategy.idle();
  }

  @Override
  public void reset() {
    strategy.reset();
  }
}
