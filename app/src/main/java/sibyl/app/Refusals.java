package sibyl.app;

import java.time.Duration;
import sibyl.accounts.AccountsException;
import sibyl.gateway.people.TryLater;

/** Refusals of the accounts module in the gateway's words, where both have them. */
final class Refusals {
  private Refusals() {}

  /** Later, if that is what helps; otherwise the refusal as it is, which is a fault of ours. */
  static RuntimeException of(AccountsException e) {
    Duration after = e.retryAfter();
    return after == null ? e : new TryLater(String.valueOf(e.getMessage()), after);
  }
}
