package sibyl.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import sibyl.accounts.mail.DeadMail;
import sibyl.accounts.mail.MailOutbox;
import sibyl.gateway.http.Answer;
import sibyl.gateway.http.Blocking;
import sibyl.gateway.http.OperationTable;
import sibyl.gateway.http.Request;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;

/** Mails that could not be sent, as staff see them. */
public final class DeadMailOperations {
  private final MailOutbox mails;
  private final Blocking blocking;

  public DeadMailOperations(MailOutbox mails, Blocking blocking) {
    this.mails = mails;
    this.blocking = blocking;
  }

  public void addTo(OperationTable table) {
    table.add("listDeadMails", this::list);
  }

  private Future<Answer> list(Request request) {
    Listing listing = Listing.of(request);
    return blocking.call(
        () -> {
          List<DeadMail> page = mails.dead(listing.afterItem(), listing.limit());
          return Answer.ok(listing.pageOfItems(page, DeadMail::id, DeadMailOperations::json));
        });
  }

  private static JsonObject json(DeadMail mail) {
    Long account = mail.account();
    return new JsonObject()
        .put("mail_id", mail.id().toString())
        .put("kind", Names.of(mail.kind()))
        .put("account_id", account == null ? null : Long.toString(account))
        .put("reason", mail.reason())
        .put("attempts", mail.attempts())
        .put("created_at", Times.format(mail.createdAt().toEpochMilli()))
        .put("ended_at", Times.format(mail.endedAt().toEpochMilli()));
  }
}
