package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sibyl.accounts.referral.Invited;
import sibyl.accounts.referral.Referrals;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Times;

/** Who brought whom. */
public final class ReferralOperations {
  private final Referrals referrals;
  private final Blocking blocking;

  public ReferralOperations(Referrals referrals, Blocking blocking) {
    this.referrals = referrals;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("claimReferral", this::claim);
    table.add("skipReferral", this::skip);
    table.add("listReferrals", this::list);
    table.add("listReferralLeaders", this::leaders);
  }

  private Future<Answer> claim(Request request) {
    long account = request.account();
    String code = request.fields().text("code", "");
    return blocking.call(
        () -> {
          referrals.claim(account, code);
          return Answer.nothing();
        });
  }

  private Future<Answer> skip(Request request) {
    long account = request.account();
    return blocking.call(
        () -> {
          referrals.skip(account);
          return Answer.nothing();
        });
  }

  private Future<Answer> list(Request request) {
    long account = request.account();
    Listing listing = Listing.own(request);
    return blocking
        .call(() -> referrals.of(account, listing.before(), listing.limit()))
        .map(
            summary ->
                Answer.ok(
                    listing
                        .page(summary.invited(), Invited::number, ReferralOperations::invited)
                        .put("code", summary.code())
                        .put("earned", Decimals.money(summary.earned()))
                        .put("invited_count", summary.invitedCount())
                        .put("may_claim", summary.open())
                        .put("claim_until", Times.format(summary.openUntil().toEpochMilli()))));
  }

  private Future<Answer> leaders(Request request) {
    return blocking
        .call(referrals::leaderboard)
        .map(
            leaders -> {
              JsonArray items = new JsonArray();
              leaders.forEach(
                  leader ->
                      items.add(
                          new JsonObject()
                              .put("name", leader.name())
                              .put("invited_count", leader.invitedCount())
                              .put("earned", Decimals.money(leader.earned()))));
              return Answer.ok(new JsonObject().put("items", items));
            });
  }

  private static JsonObject invited(Invited person) {
    return new JsonObject()
        .put("name", person.name())
        .put("reward", Decimals.money(person.reward()))
        .put("at", Times.format(person.at().toEpochMilli()));
  }
}
