package sibyl.gateway;

import java.util.List;
import sibyl.accounts.audit.AuditTrail;
import sibyl.accounts.message.SentMessages;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.accounts.referral.Referrals;
import sibyl.accounts.right.Rights;
import sibyl.cluster.client.CommandPublisher;
import sibyl.gateway.people.People;
import sibyl.gateway.people.Staff;
import sibyl.gateway.read.History;

/**
 * What a gateway is connected to.
 *
 * @param publisher the way into the log
 * @param rights where every change of a session, a key, a membership or a role is published
 * @param audit where the doings of staff are written down
 * @param sentMessages those that dev mode keeps instead of sending them; shown nowhere else
 * @param money what lets money in and out
 * @param journal the way out: nothing is served before it was live once
 * @param tableAudit whether the tables say what the engine says
 * @param checks whatever else must be well for the gateway to be ready
 */
public record GatewayParts(
    CommandPublisher publisher,
    People people,
    PhoneSignIn phones,
    SentMessages sentMessages,
    Referrals referrals,
    Staff staff,
    FactorParts factors,
    RecoveryParts recovery,
    Rights rights,
    AuditTrail audit,
    TeamParts teams,
    Money money,
    StaffDesk desk,
    TraderParts traders,
    History history,
    Journal journal,
    TableAudit tableAudit,
    List<HealthCheck> checks) {
  public GatewayParts {
    checks = List.copyOf(checks);
  }
}
