package sibyl.gateway;

import java.util.List;
import java.util.function.LongSupplier;
import sibyl.gateway.exchange.CommandLink;
import sibyl.gateway.people.People;
import sibyl.gateway.people.Staff;
import sibyl.gateway.read.History;

/**
 * What a gateway is connected to.
 *
 * @param link the way into the log
 * @param journalSeq number of the last event the journal is known to hold: the read model must have
 *     come so far before anything is served, and its distance is the lag
 * @param checks whatever else must be well for the gateway to be ready
 */
public record GatewayParts(
    CommandLink link,
    People people,
    Staff staff,
    History history,
    LongSupplier journalSeq,
    List<HealthCheck> checks) {
  public GatewayParts {
    checks = List.copyOf(checks);
  }
}
