package sibyl.accounts.right;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Where this process learns that somebody's rights have changed. Publish after the change is
 * committed and before it is answered: when {@link #changed} returns, nothing in this process
 * believes the old rights any more. Thread-safe.
 */
public final class Rights {
  private final List<Consumer<RightsChange>> listeners = new CopyOnWriteArrayList<>();

  /** Tells every listener, in the order they came, on this thread. */
  public void changed(RightsChange change) {
    listeners.forEach(listener -> listener.accept(change));
  }

  public void changedOfPerson(long account) {
    changed(new RightsChange.OfPerson(account));
  }

  public void changedOfStaff(String username) {
    changed(new RightsChange.OfStaff(username));
  }

  /**
   * @param listener must be quick and must not fail
   */
  public void onChange(Consumer<RightsChange> listener) {
    listeners.add(listener);
  }
}
