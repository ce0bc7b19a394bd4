package sibyl.accounts.memory;

import java.time.Duration;
import sibyl.accounts.SettableClock;

/** The memory in this process. */
class LocalMemoryTest extends SignInMemoryContract {
  private final SettableClock clock = new SettableClock();
  private final LocalMemory memory = new LocalMemory(clock);

  @Override
  SignInMemory memory() {
    return memory;
  }

  @Override
  void pass(Duration time) {
    clock.forward(time);
  }
}
