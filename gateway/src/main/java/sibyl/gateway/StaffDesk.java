package sibyl.gateway;

import sibyl.accounts.adjustment.Adjustments;
import sibyl.accounts.broadcast.Broadcasts;
import sibyl.accounts.directory.UserDirectory;
import sibyl.accounts.event.EventDrafts;
import sibyl.accounts.event.MarketEvidence;
import sibyl.accounts.export.Exports;
import sibyl.accounts.outbox.OutboxHealth;
import sibyl.accounts.staff.HouseBudget;
import sibyl.accounts.staff.SecondPersons;

/**
 * What staff work with beside the exchange.
 *
 * @param system how the parts behind the gateway are doing
 */
public record StaffDesk(
    EventDrafts drafts,
    MarketEvidence evidence,
    UserDirectory directory,
    Adjustments adjustments,
    SecondPersons secondPersons,
    HouseBudget houseBudget,
    Broadcasts broadcasts,
    Exports exports,
    OutboxHealth outbox,
    SystemStatus system) {}
