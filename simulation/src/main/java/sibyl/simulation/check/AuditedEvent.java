package sibyl.simulation.check;

import java.util.ArrayList;
import java.util.List;
import sibyl.engine.Accounts;

/** An event as it was created; its markets follow one by one. */
final class AuditedEvent {
  final long number;
  final boolean exclusive;
  final List<AuditedMarket> markets = new ArrayList<>();

  /** Holders of its markets that have been paid; each leaves less than two millionths behind. */
  long paid;

  AuditedEvent(long number, boolean exclusive) {
    this.number = number;
    this.exclusive = exclusive;
  }

  long pool() {
    return Accounts.eventPool(number);
  }
}
