package sibyl.gateway;

import sibyl.accounts.contest.ContestReports;
import sibyl.accounts.contest.Contests;
import sibyl.accounts.team.Teams;

/**
 * What the gateway needs for teams and contests.
 *
 * @param houseOrders whether staff may trade for the house
 */
public record TeamParts(
    Teams teams, Contests contests, ContestReports reports, boolean houseOrders) {}
