package sibyl.accounts.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.identity.Document.IdentityCard;
import sibyl.accounts.identity.Document.Upi;
import sibyl.accounts.referral.ReferralRewards;
import sibyl.store.Rows;

/** From a submission to a decision, and again. */
@Timeout(120)
class IdentityChecksIT {
  private static final IdentityCard CARD =
      IdentityCard.of("ABCPD1234E", "Ada Lovelace", "1990-01-01", LocalDate.of(2026, 6, 1));
  private static final Upi UPI = Upi.of("ada@okbank");

  private People people;
  private IdentityChecks checks;
  private long ada;
  private long bob;

  @BeforeEach
  void open() {
    people = new People();
    checks =
        new IdentityChecks(
            people.database,
            new FieldSeal("k".repeat(32)),
            new ReferralRewards(people.outbox),
            people.clock);
    ada = people.person("ada");
    bob = people.person("bob");
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void verifiedIdentityAndPayoutMethodAllowWithdrawals() {
    assertRefused(Code.IDENTITY_NOT_VERIFIED, () -> payoutMethod(ada));
    List<IdentityItem> items = checks.submit(ada, List.of(CARD, UPI));
    assertRefused(Code.IDENTITY_NOT_VERIFIED, () -> payoutMethod(ada));
    checks.approve(items.get(0).id(), "staff");
    assertRefused(Code.PAYOUT_METHOD_MISSING, () -> payoutMethod(ada));
    checks.approve(items.get(1).id(), "staff");
    assertThat(payoutMethod(ada)).isEqualTo(items.get(1).id());
    assertRefused(Code.IDENTITY_NOT_VERIFIED, () -> payoutMethod(bob));
    assertRefused(Code.ALREADY_VERIFIED, () -> checks.submit(ada, List.of(CARD)));
  }

  @Test
  void aRejectionSaysWhyAndMayBeAnsweredByAnotherSubmission() {
    UUID first = checks.submit(ada, List.of(CARD)).getFirst().id();
    assertRefused(Code.ALREADY_PENDING, () -> checks.submit(ada, List.of(CARD)));
    assertRefused(Code.INVALID_REASON, () -> checks.reject(first, "staff", " "));
    people.clock.forward(Duration.ofHours(1));
    checks.reject(first, "staff", "the name is blurred");
    assertRefused(Code.ILLEGAL_STEP, () -> checks.approve(first, "staff"));
    people.clock.forward(Duration.ofHours(1));
    UUID second = checks.submit(ada, List.of(CARD)).getFirst().id();
    assertThat(checks.history(ada))
        .extracting(item -> item.id() + " " + item.state() + " " + item.remark())
        .containsExactly(second + " PENDING null", first + " REJECTED the name is blurred");
    assertThat(checks.history(ada).getFirst().document()).isEqualTo(CARD);
  }

  @Test
  void aNumberBelongsToOneAccount() {
    UUID adas = checks.submit(ada, List.of(CARD)).getFirst().id();
    assertRefused(Code.DOCUMENT_TAKEN, () -> checks.submit(bob, List.of(UPI, CARD)));
    assertThat(checks.history(bob)).as("all or none").isEmpty();
    checks.reject(adas, "staff", "not hers");
    checks.submit(bob, List.of(CARD));
    assertRefused(Code.DOCUMENT_TAKEN, () -> checks.submit(ada, List.of(CARD)));
  }

  @Test
  void ofManyWhoSubmitOneNumberAtOnceOneHasIt() throws Exception {
    List<Callable<Boolean>> submissions = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long account = people.person("person" + i);
      submissions.add(
          () -> {
            try {
              checks.submit(account, List.of(CARD));
              return true;
            } catch (AccountsException e) {
              assertThat(e.code()).isEqualTo(Code.DOCUMENT_TAKEN);
              return false;
            }
          });
    }
    int taken = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> submission : threads.invokeAll(submissions)) {
        taken += submission.get() ? 1 : 0;
      }
    }
    assertThat(taken).isEqualTo(1);
  }

  @Test
  void aPayoutMethodHoldsUntilTheNewOneIsVerified() {
    List<IdentityItem> items = checks.submit(ada, List.of(CARD, UPI));
    items.forEach(item -> checks.approve(item.id(), "staff"));
    UUID next = checks.submit(ada, List.of(Upi.of("ada@otherbank"))).getFirst().id();
    assertThat(payoutMethod(ada)).isEqualTo(items.get(1).id());
    checks.approve(next, "staff");
    assertThat(payoutMethod(ada)).isEqualTo(next);
    assertThat(checks.find(items.get(1).id()).orElseThrow().state())
        .isEqualTo(IdentityState.REPLACED);
    checks.submit(bob, List.of(UPI)); // which ada has given up
  }

  @Test
  void theQueueComesInPagesTheOldestFirst() {
    List<UUID> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      people.clock.forward(Duration.ofMinutes(1));
      submitted.add(
          checks
              .submit(people.person("person" + i), List.of(Upi.of("p" + i + "@okbank")))
              .getFirst()
              .id());
    }
    List<UUID> seen = new ArrayList<>();
    List<IdentityItem> page = checks.list(IdentityState.PENDING, null, 2);
    while (!page.isEmpty()) {
      page.forEach(item -> seen.add(item.id()));
      page = checks.list(IdentityState.PENDING, seen.getLast(), 2);
    }
    assertThat(seen).isEqualTo(submitted);
  }

  @Test
  void theTableHoldsNothingReadable() {
    checks.submit(ada, List.of(CARD, UPI));
    assertThat(String.join(" ", Rows.of(people.database, "SELECT t::text FROM identity_items t")))
        .doesNotContain("ABCPD", "Lovelace", "1990-01-01", "ada@")
        .doesNotContain(hex("ABCPD1234E"), hex("Lovelace"), hex("ada@"));
  }

  private UUID payoutMethod(long account) {
    return people
        .database
        .jdbi()
        .inTransaction(handle -> checks.requirePayoutMethod(handle, account));
  }

  /** As PostgreSQL prints bytes. */
  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
