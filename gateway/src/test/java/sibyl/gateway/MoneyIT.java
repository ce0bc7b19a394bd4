package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.accounts.audit.AuditEntry;
import sibyl.accounts.outbox.Movement;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.gateway.fixture.InMemoryStaff;
import sibyl.gateway.fixture.MoneyGateway;
import sibyl.gateway.fixture.NobodyPays;
import sibyl.gateway.fixture.Visitor;
import sibyl.store.Rows;

/** Money in and out, from a person's request to the engine and back, with everything real. */
@Timeout(240)
class MoneyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void aDepositIsThereWithItsAnswer() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor ada = gateway.person("ada");
      JsonObject deposit = deposit(ada, "100", "monday").expect(201);
      assertThat(deposit.getString("state")).isEqualTo("credited");
      assertThat(available(deposit.getJsonObject("balance"))).isEqualTo("100.00");
      String id = deposit.getString("transaction_id");
      Visitor.Reply again = deposit(ada, "100", "monday");
      assertThat(again.expect(201).getString("transaction_id")).isEqualTo(id);
      deposit(ada, "99", "monday").expect(409, "idempotency_conflict");
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("100.00");
      await().atMost(PATIENCE).until(() -> state(ada, id).equals("credited"));
      assertThat(steps(ada, id)).startsWith("created").endsWith("paid credited");
    }
  }

  @Test
  void aRepeatIsAnsweredAtOnceWithoutWaitingForTheExchange() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor ada = gateway.verified("ada", "100");
      deposit(ada, "100", "monday").expect(201);
      withdraw(ada, "10", "tuesday").expect(201);
      withdraw(ada, "5000", "too much").expect(422);
      long waits = gateway.waits();
      assertThat(waits).isPositive();
      for (int i = 0; i < 3; i++) {
        Visitor.Reply deposit = deposit(ada, "100", "monday");
        assertThat(deposit.expect(201).getString("state")).isEqualTo("credited");
        assertThat(deposit.header("Idempotency-Replayed")).isEqualTo("true");
        Visitor.Reply withdrawal = withdraw(ada, "10", "tuesday");
        withdrawal.expect(201);
        assertThat(withdrawal.header("Idempotency-Replayed")).isEqualTo("true");
      }
      assertThat(gateway.waits()).as("waits begun").isEqualTo(waits);
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("190.00");
    }
  }

  @Test
  void aRepeatOfWhatIsStillUnderWaySaysSoAndDoesNotWait() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withoutCallbacks()) {
      Visitor ada = gateway.person("ada");
      String id = deposit(ada, "100", "monday").expect(202).getString("transaction_id");
      long waits = gateway.waits();
      assertThat(deposit(ada, "100", "monday").expect(202).getString("transaction_id"))
          .isEqualTo(id);
      deposit(ada, "99", "monday").expect(409, "idempotency_conflict");
      assertThat(gateway.waits()).as("waits begun").isEqualTo(waits);
    }
  }

  @Test
  void twoEqualRequestsAtOnceAreOneDeposit() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Visitor ada = gateway.person("ada");
      List<Future<Visitor.Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Visitor same = ada.copy();
        replies.add(threads.submit(() -> deposit(same, "100", "monday")));
      }
      Set<String> ids = new HashSet<>();
      for (Future<Visitor.Reply> reply : replies) {
        assertThat(reply.get().status()).isIn(201, 202);
        ids.add(reply.get().json().getString("transaction_id"));
      }
      assertThat(ids).hasSize(1);
      await()
          .atMost(PATIENCE)
          .until(() -> available(ada.get("/wallet").expect(200)).equals("100.00"));
    }
  }

  @Test
  void aDepositWhoseCallbackIsLostIsCreditedAllTheSame() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.losingCallbacks(folder)) {
      Visitor ada = gateway.person("ada");
      String id = deposit(ada, "100", "monday").expect(202).getString("transaction_id");
      await().atMost(PATIENCE).until(() -> state(ada, id).equals("credited"));
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("100.00");
      assertThat(deposit(ada, "100", "monday").expect(201).getString("transaction_id"))
          .isEqualTo(id);
    }
  }

  @Test
  void aPaymentThatFailsIsToldAtOnceAndMovesNothing() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 100)) {
      Visitor ada = gateway.person("ada");
      deposit(ada, "100", "monday").expect(422, "payment_failed");
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("0.00");
      assertThat(transactions(ada)).containsExactly("deposit 100.00 failed");
    }
  }

  @Test
  void onlyTheProviderItselfCanSayThatItPaidAndItsWordCountsOnce() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withoutCallbacks()) {
      Visitor ada = gateway.person("ada");
      JsonObject deposit = deposit(ada, "100", "monday").expect(202);
      assertThat(deposit.getString("state")).isEqualTo("requested");
      String id = deposit.getString("transaction_id");
      Visitor provider = gateway.visitor();
      JsonObject paid = event("e-1", "deposit_paid", id, "100.00");
      Instant now = Instant.now();
      callback(provider, "nobody", "", paid).expect(401, "forged_callback");
      callback(provider, "nobody", "t=1,v1=00", paid).expect(401, "forged_callback");
      callback(provider, "nobody", signed(now, event("e-1", "deposit_paid", id, "99.00")), paid)
          .expect(401, "forged_callback");
      callback(provider, "sandbox", signed(now, paid), paid).expect(401, "forged_callback");
      callback(provider, "nobody", signed(now.minusSeconds(301), paid), paid)
          .expect(401, "late_callback");
      callback(provider, "nobody", signed(now.plusSeconds(400), paid), paid)
          .expect(401, "late_callback");
      JsonObject tooMuch = event("e-0", "deposit_paid", id, "1000.00");
      callback(provider, "nobody", signed(now, tooMuch), tooMuch).expect(409, "contradiction");
      JsonObject nobodys = event("e-2", "deposit_paid", UUID.randomUUID().toString(), "100.00");
      callback(provider, "nobody", signed(now, nobodys), nobodys).expect(404, "unknown_payment");
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("0.00");

      for (int i = 0; i < 5; i++) {
        callback(provider, "nobody", signed(Instant.now(), paid), paid).expect(204);
      }
      JsonObject again = event("e-3", "deposit_paid", id, "100.00");
      callback(provider, "nobody", signed(Instant.now(), again), again).expect(204);
      await().atMost(PATIENCE).until(() -> state(ada, id).equals("credited"));
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("100.00");
      JsonObject failed = event("e-4", "deposit_failed", id, "100.00");
      callback(provider, "nobody", signed(Instant.now(), failed), failed)
          .expect(409, "contradiction");
    }
  }

  @Test
  void whoIsVerifiedIsPaidAndOthersAreToldWhatIsMissing() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor bob = gateway.person("bob");
      deposit(bob, "10", "first").expect(201);
      withdraw(bob, "5", "monday").expect(403, "identity_not_verified");
      bob.post("/kyc", new JsonObject()).expect(400, "malformed");
      JsonObject wrong = MoneyGateway.documents("bob");
      wrong.getJsonObject("identity").put("pan", "ABCXD1234E");
      bob.post("/kyc", wrong).expect(422, "invalid_pan");
      bob.post("/kyc", MoneyGateway.documents("bob")).expect(201);
      withdraw(bob, "5", "monday").expect(403, "identity_not_verified");
      Visitor staff = gateway.staff();
      JsonArray queue = staff.get("/admin/identity").expect(200).getJsonArray("items");
      assertThat(queue).hasSize(2);
      assertThat(queue.encode()).doesNotContain("ABCPD", "Lovelace", "bob@okbank", "1990");
      for (int i = 0; i < 2; i++) {
        JsonObject item = queue.getJsonObject(i);
        String path = "/admin/identity/" + item.getString("item_id");
        if (item.getString("kind").equals("identity")) {
          staff.post(path + "/approve", null).expect(200);
        } else {
          staff.post(path + "/reject", new JsonObject().put("remark", "no such bank")).expect(200);
        }
        staff.post(path + "/approve", null).expect(409, "illegal_step");
      }
      withdraw(bob, "5", "monday").expect(422, "payout_method_missing");
      JsonObject known = bob.get("/kyc").expect(200);
      assertThat(known.getJsonObject("identity").getString("state")).isEqualTo("verified");
      assertThat(known.getJsonObject("payout_method").getString("remark"))
          .isEqualTo("no such bank");
      assertThat(known.encode()).doesNotContain("ABCPD", "Lovelace", "bob@okbank", "1990");

      Visitor ada = gateway.verified("ada", "100");
      JsonObject withdrawal = withdraw(ada, "60", "monday").expect(201);
      assertThat(available(withdrawal.getJsonObject("balance"))).isEqualTo("40.00");
      String id = withdrawal.getString("withdrawal_id");
      await().atMost(PATIENCE).until(() -> state(ada, id).equals("paid"));
      assertThat(steps(ada, id)).isEqualTo("taking paying paid");
      withdraw(ada, "40.01", "tuesday").expect(422, "insufficient_balance");
      await()
          .atMost(PATIENCE)
          .until(() -> transactions(ada).getFirst().equals("withdrawal -40.01 failed"));
      assertThat(bob.get("/wallet/transactions/" + id).expect(404))
          .isEqualTo(bob.get("/wallet/transactions/" + UUID.randomUUID()).expect(404));
      assertThat(bob.post("/wallet/withdrawals/" + id + "/cancel", null).expect(404))
          .isEqualTo(
              bob.post("/wallet/withdrawals/" + UUID.randomUUID() + "/cancel", null).expect(404));
    }
  }

  @Test
  void ofAHundredWithdrawalsAtOnceThoseAreAcceptedThatTheBalanceCovers() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor ada = gateway.verified("ada", "100");
      List<Callable<Integer>> requests = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String key = "parallel " + i;
        Visitor same = ada.copy();
        requests.add(() -> withdraw(same, "7", key).status());
      }
      List<Integer> statuses = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Integer> request : threads.invokeAll(requests)) {
          statuses.add(request.get());
        }
      }
      assertThat(statuses).containsOnly(201, 422);
      await()
          .atMost(PATIENCE)
          .until(() -> available(ada.get("/wallet").expect(200)).equals("2.00"));
      await()
          .atMost(PATIENCE)
          .until(() -> count(gateway, "PAID") == 14 && count(gateway, "FAILED") == 86);
    }
  }

  @Test
  void whatCannotBePaidOutComesBack() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withoutCallbacks()) {
      Visitor ada = gateway.person("ada");
      String in = deposit(ada, "100", "monday").expect(202).getString("transaction_id");
      tell(gateway, "deposit_paid", in, "100.00");
      ada.post("/kyc", MoneyGateway.documents("ada")).expect(201);
      Visitor staff = gateway.staff();
      staff
          .get("/admin/identity")
          .expect(200)
          .getJsonArray("items")
          .forEach(
              item ->
                  staff
                      .post(
                          "/admin/identity/"
                              + ((JsonObject) item).getString("item_id")
                              + "/approve",
                          null)
                      .expect(200));
      String out = withdraw(ada, "60", "tuesday").expect(201).getString("withdrawal_id");
      await().atMost(PATIENCE).until(() -> state(ada, out).equals("paying"));
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("40.00");
      tell(gateway, "payout_failed", out, "60.00");
      await().atMost(PATIENCE).until(() -> state(ada, out).equals("returned"));
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("100.00");
      assertThat(steps(ada, out)).isEqualTo("taking paying returning returned");
    }
  }

  @Test
  void staffDecideAboutLargeOnesAndItIsWrittenDown() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor ada = gateway.verified("ada", "2000");
      String approved = withdraw(ada, "501", "one").expect(201).getString("withdrawal_id");
      String rejected = withdraw(ada, "502", "two").expect(201).getString("withdrawal_id");
      withdraw(ada, "498", "three").expect(422, "limit_exceeded");
      assertThat(state(ada, approved)).isEqualTo("waiting_approval");
      assertThat(available(ada.get("/wallet").expect(200))).isEqualTo("997.00");
      assertThat(ada.get("/wallet").expect(200).getString("under_way")).isEqualTo("1003.00");
      Visitor staff = gateway.staff();
      assertThat(staff.get("/admin/withdrawals").expect(200).getJsonArray("items")).hasSize(2);
      staff
          .post("/admin/withdrawals/" + approved + "/approve", null)
          .expect(403, "second_person_needed"); // who verified ada
      assertThat(state(ada, approved)).isEqualTo("waiting_approval");
      JsonObject decided =
          gateway
              .staff(InMemoryStaff.SECOND)
              .post("/admin/withdrawals/" + approved + "/approve", null)
              .expect(200);
      assertThat(decided.getString("decided_by")).isEqualTo("2");
      staff
          .post(
              "/admin/withdrawals/" + rejected + "/reject",
              new JsonObject().put("reason", "the name differs"))
          .expect(200);
      await().atMost(PATIENCE).until(() -> state(ada, approved).equals("paid"));
      assertThat(state(ada, rejected)).isEqualTo("rejected");
      await()
          .atMost(PATIENCE)
          .until(() -> available(ada.get("/wallet").expect(200)).equals("1499.00"));
      assertThat(ada.get("/wallet").expect(200).getString("under_way")).isEqualTo("0.00");
      ada.post("/wallet/withdrawals/" + approved + "/cancel", null).expect(409, "illegal_step");

      String item =
          staff
              .get("/admin/identity?status=verified")
              .expect(200)
              .getJsonArray("items")
              .getJsonObject(0)
              .getString("item_id");
      assertThat(staff.get("/admin/identity/" + item).expect(200).encode())
          .containsAnyOf("ABCPD", "ada@okbank");
      assertThat(gateway.audit.entries())
          .extracting(AuditEntry::operation)
          .contains("showIdentity", "approveIdentity", "approveWithdrawal", "rejectWithdrawal");
      assertThat(gateway.audit.entries().toString()).doesNotContain("ada@okbank", "Lovelace");
    }
  }

  @Test
  void whatCannotBeMovedWaitsForStaff() throws Exception {
    try (MoneyGateway gateway = MoneyGateway.withSandbox(folder, 0)) {
      Visitor ada = gateway.person("ada");
      deposit(ada, "1", "monday").expect(201);
      Movement taken =
          new Movement(
              Movement.idOf("a correction"),
              TransferKind.ADJUSTMENT,
              Accounts.FIRST_PERSON,
              Accounts.HOUSE,
              5_000_000,
              "a correction");
      gateway.database.jdbi().useTransaction(handle -> gateway.outbox.add(handle, taken));
      gateway.outbox.wake();
      Visitor staff = gateway.staff();
      await().atMost(PATIENCE).until(() -> deadLetters(staff).size() == 1);
      assertThat(deadLetters(staff).getJsonObject(0).getString("reason"))
          .isEqualTo("refused: insufficient_balance");
      deposit(ada, "10", "tuesday").expect(201);
      staff.post("/admin/dead_letters/" + taken.id() + "/retry", null).expect(200);
      await()
          .atMost(PATIENCE)
          .until(() -> available(ada.get("/wallet").expect(200)).equals("6.00"));
      staff
          .post("/admin/dead_letters/" + taken.id() + "/retry", null)
          .expect(404, "unknown_dead_letter");
      staff
          .post(
              "/admin/dead_letters/" + UUID.randomUUID() + "/discard",
              new JsonObject().put("reason", "paid by hand"))
          .expect(404, "unknown_dead_letter");
      assertThat(transactions(ada)).contains("adjustment -5.00 done");
    }
  }

  private static Visitor.Reply deposit(Visitor who, String amount, String key) {
    return who.with("Idempotency-Key", key)
        .post("/wallet/deposits", new JsonObject().put("amount", amount));
  }

  private static Visitor.Reply withdraw(Visitor who, String amount, String key) {
    return who.with("Idempotency-Key", key)
        .post("/wallet/withdrawals", new JsonObject().put("amount", amount));
  }

  private static JsonObject event(String id, String type, String payment, String amount) {
    return new JsonObject()
        .put("event_id", id)
        .put("type", type)
        .put("payment_id", payment)
        .put("amount", amount);
  }

  private static String signed(Instant at, JsonObject body) {
    return NobodyPays.SIGNATURE.sign(at, body.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static Visitor.Reply callback(
      Visitor provider, String name, String signature, JsonObject body) {
    return provider.with("Sibyl-Signature", signature).post("/payments/callbacks/" + name, body);
  }

  private static void tell(MoneyGateway gateway, String type, String payment, String amount) {
    JsonObject event = event(type + payment, type, payment, amount);
    callback(gateway.visitor(), "nobody", signed(Instant.now(), event), event).expect(204);
  }

  private static String available(JsonObject cash) {
    return cash.getString("available");
  }

  private static String state(Visitor who, String transaction) {
    return who.get("/wallet/transactions/" + transaction).expect(200).getString("state");
  }

  private static String steps(Visitor who, String transaction) {
    List<String> states = new ArrayList<>();
    who.get("/wallet/transactions/" + transaction)
        .expect(200)
        .getJsonArray("steps")
        .forEach(step -> states.add(((JsonObject) step).getString("state")));
    return String.join(" ", states);
  }

  private static List<String> transactions(Visitor who) {
    List<String> lines = new ArrayList<>();
    who.get("/wallet/transactions")
        .expect(200)
        .getJsonArray("items")
        .forEach(
            item -> {
              JsonObject entry = (JsonObject) item;
              lines.add(
                  entry.getString("kind")
                      + " "
                      + entry.getString("amount")
                      + " "
                      + entry.getString("state"));
            });
    return lines;
  }

  private static JsonArray deadLetters(Visitor staff) {
    return staff.get("/admin/dead_letters").expect(200).getJsonArray("items");
  }

  private static int count(MoneyGateway gateway, String state) {
    return Integer.parseInt(
        Rows.of(gateway.database, "SELECT count(*) FROM withdrawals WHERE state = '" + state + "'")
            .getFirst());
  }
}
