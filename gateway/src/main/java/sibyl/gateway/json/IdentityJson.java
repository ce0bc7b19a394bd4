package sibyl.gateway.json;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.identity.Document;
import sibyl.accounts.identity.IdentityItem;

/** Submitted documents. Masked, save where the name of the method says otherwise. */
public final class IdentityJson {
  private IdentityJson() {}

  public static JsonObject item(IdentityItem item) {
    JsonObject json =
        new JsonObject()
            .put("item_id", item.id().toString())
            .put("kind", Names.of(item.document().kind()))
            .put("state", Names.of(item.state()))
            .put("remark", item.remark())
            .put("submitted_at", Times.format(item.submittedAt().toEpochMilli()))
            .put("decided_at", time(item.decidedAt()));
    return switch (item.document()) {
      case Document.IdentityCard card ->
          json.put("pan", card.masked())
              .put("holder", card.holder())
              .put("name", card.maskedName());
      case Document.Upi upi -> json.put("upi_id", upi.masked());
      case Document.BankAccount account ->
          json.put("account_number", account.masked()).put("ifsc", account.ifsc());
    };
  }

  /** Masked, with whose it is. */
  public static JsonObject forStaff(IdentityItem item) {
    return item(item)
        .put("account_id", Long.toString(item.account()))
        .put("decided_by", item.decidedBy());
  }

  /** Everything as it was submitted. */
  public static JsonObject whole(IdentityItem item) {
    JsonObject json = forStaff(item);
    return switch (item.document()) {
      case Document.IdentityCard card ->
          json.put("pan", card.pan())
              .put("name", card.name())
              .put("date_of_birth", card.dateOfBirth().toString());
      case Document.Upi upi -> json.put("upi_id", upi.id());
      case Document.BankAccount account -> json.put("account_number", account.account());
    };
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : Times.format(at.toEpochMilli());
  }
}
