package sibyl.accounts;

import java.util.ArrayList;
import java.util.List;
import sibyl.accounts.exchange.ExchangeCommands;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;

/** An exchange that writes down what reaches it, or is busy, or breaks. */
public final class RecordedExchange implements ExchangeCommands {
  private final List<Object> commands = new ArrayList<>();
  private boolean busy;
  private boolean broken;

  @Override
  public synchronized boolean openAccount(OpenAccount command) {
    return take(command);
  }

  @Override
  public synchronized boolean transfer(Transfer command) {
    return take(command);
  }

  public synchronized void setBusy(boolean busy) {
    this.busy = busy;
  }

  public synchronized void setBroken(boolean broken) {
    this.broken = broken;
  }

  /** What has reached it since this was last asked. */
  public synchronized List<Object> drain() {
    List<Object> drained = List.copyOf(commands);
    commands.clear();
    return drained;
  }

  private boolean take(Object command) {
    if (broken) {
      throw new IllegalStateException("no connection");
    }
    if (!busy) {
      commands.add(command);
    }
    return !busy;
  }
}
