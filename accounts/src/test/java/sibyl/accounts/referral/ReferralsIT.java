package sibyl.accounts.referral;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.AtOnce;
import sibyl.accounts.People;
import sibyl.accounts.identity.Document.IdentityCard;
import sibyl.accounts.identity.Document.Upi;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.identity.IdentityChecks;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;
import sibyl.store.Rows;

/** Who brought whom. */
@Timeout(180)
class ReferralsIT {
  private static final long TWENTY = 20_000_000;
  private static final Duration WEEK = Duration.ofDays(7);

  private People people;
  private Referrals referrals;
  private long ann;
  private long bob;

  @BeforeEach
  void open() {
    people = new People();
    referrals = referrals(TWENTY);
    ann = people.person("ann");
    bob = people.person("bob");
    people.exchange.drain();
  }

  @AfterEach
  void close() {
    people.close();
  }

  private Referrals referrals(long reward) {
    return new DatabaseReferrals(
        people.database, people.outbox, new ReferralTerms(reward, WEEK, false), people.clock);
  }

  private String codeOf(long account) {
    return referrals.of(account, Long.MAX_VALUE, 1).code();
  }

  private List<String> outbox() {
    return Rows.of(
        people.database, "SELECT kind, from_account, to_account, amount, reference FROM outbox");
  }

  @Test
  void theRewardWaitsForTheNewPersonsVerification() {
    referrals =
        new DatabaseReferrals(
            people.database, people.outbox, new ReferralTerms(TWENTY, WEEK, true), people.clock);
    ReferralRewards rewards = new ReferralRewards(people.outbox);
    IdentityChecks checks =
        new IdentityChecks(people.database, new FieldSeal("k".repeat(32)), rewards, people.clock);
    referrals.claim(bob, codeOf(ann));
    assertThat(outbox()).isEmpty();
    assertThat(referrals.of(ann, Long.MAX_VALUE, 10).earned()).isZero();
    assertThat(referrals.of(ann, Long.MAX_VALUE, 10).invitedCount()).isOne();
    assertThat(referrals.of(ann, Long.MAX_VALUE, 10).invited().getFirst().reward()).isZero();

    var items =
        checks.submit(
            bob,
            List.of(
                IdentityCard.of("ABCPD1234E", "Bob Brown", "1990-01-01", LocalDate.of(2026, 6, 1)),
                Upi.of("bob@okbank")));
    checks.approve(items.getLast().id(), "staff"); // a payout method proves no identity
    assertThat(outbox()).isEmpty();
    checks.approve(items.getFirst().id(), "staff");
    assertThat(outbox()).containsExactly("REFERRAL 3 " + ann + " 20000000 referral reward");
    assertThat(referrals.of(ann, Long.MAX_VALUE, 10).earned()).isEqualTo(TWENTY);

    long carl = people.person("carl");
    verify(checks, carl);
    referrals.claim(carl, codeOf(ann)); // verified already, so nothing waits
    assertThat(outbox()).hasSize(2);
  }

  private static void verify(IdentityChecks checks, long account) {
    checks
        .submit(
            account,
            List.of(
                IdentityCard.of("ABCPD9999E", "Carl Cox", "1990-01-01", LocalDate.of(2026, 6, 1))))
        .forEach(item -> checks.approve(item.id(), "staff"));
  }

  @Test
  void aClaimRewardsTheOwnerOfTheCodeOnce() {
    referrals.claim(bob, codeOf(ann));
    assertThat(outbox()).containsExactly("REFERRAL 3 " + ann + " 20000000 referral reward");
    people.outbox.repeat();
    assertThat(people.exchange.drain())
        .singleElement()
        .isInstanceOfSatisfying(
            Transfer.class,
            transfer -> {
              assertThat(transfer.from()).isEqualTo(Accounts.BONUS);
              assertThat(transfer.to()).isEqualTo(ann);
              assertThat(transfer.amount()).isEqualTo(TWENTY);
              assertThat(transfer.kind()).isEqualTo(TransferKind.REFERRAL);
            });
    String code = codeOf(ann);
    assertRefused(Code.REFERRAL_DECIDED, () -> referrals.claim(bob, code));
    assertThat(outbox()).hasSize(1);
    ReferralSummary anns = referrals.of(ann, Long.MAX_VALUE, 10);
    assertThat(anns.earned()).isEqualTo(TWENTY);
    assertThat(anns.invitedCount()).isEqualTo(1);
    assertThat(anns.invited()).extracting(Invited::name).containsExactly("b***");
    assertThat(anns.open()).as("Ann was brought by nobody yet").isTrue();
    assertThat(referrals.of(bob, Long.MAX_VALUE, 10).open()).isFalse();
  }

  @Test
  void aCodeMayBeTypedCarelessly() {
    String code = codeOf(ann).toLowerCase(Locale.ROOT).replace('0', 'o').replace('1', 'l');
    referrals.claim(bob, " " + code.substring(0, 4) + "-" + code.substring(4) + " ");
    assertThat(referrals.of(ann, Long.MAX_VALUE, 10).invitedCount()).isEqualTo(1);
  }

  @Test
  void nobodyBringsThemselvesNorWhoWasThereBefore() {
    String anns = codeOf(ann);
    String bobs = codeOf(bob);
    assertRefused(Code.OWN_REFERRAL_CODE, () -> referrals.claim(ann, anns));
    assertRefused(Code.REFERRER_JOINED_LATER, () -> referrals.claim(ann, bobs));
    assertRefused(Code.UNKNOWN_REFERRAL_CODE, () -> referrals.claim(bob, "ZZZZZZZZ"));
    assertRefused(Code.UNKNOWN_REFERRAL_CODE, () -> referrals.claim(bob, "' OR 1=1 --"));
    assertThat(outbox()).isEmpty();
    referrals.claim(bob, anns);
  }

  @Test
  void ofAHundredClaimsAtOnceOneCounts() {
    String code = codeOf(ann);
    List<Object> outcomes =
        AtOnce.times(
            100,
            () -> {
              referrals.claim(bob, code);
              return "claimed";
            });
    assertThat(outcomes).filteredOn("claimed"::equals).hasSize(1);
    assertThat(outcomes)
        .filteredOn(outcome -> !outcome.equals("claimed"))
        .hasSize(99)
        .containsOnly(Code.REFERRAL_DECIDED);
    assertThat(outbox()).hasSize(1);
    assertThat(referrals.of(ann, Long.MAX_VALUE, 10).earned()).isEqualTo(TWENTY);
  }

  @Test
  void aHundredClaimsOfOwnAndOthersCodesAtOnceComeToOne() {
    long carl = people.person("carl");
    List<String> codes = List.of(codeOf(ann), codeOf(bob), codeOf(carl));
    List<Callable<?>> claims = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String code = codes.get(i % codes.size());
      claims.add(
          () -> {
            referrals.claim(carl, code);
            return "claimed";
          });
    }
    List<Object> outcomes = AtOnce.all(claims);
    assertThat(outcomes).filteredOn("claimed"::equals).hasSize(1);
    assertThat(outbox()).hasSize(1);
    assertThat(outcomes).filteredOn(Code.OWN_REFERRAL_CODE::equals).hasSize(33);
  }

  @Test
  void oneIsNewForAWeek() {
    String code = codeOf(ann);
    people.clock.forward(WEEK);
    long late = people.person("late");
    assertThat(referrals.of(bob, Long.MAX_VALUE, 1).open()).isTrue();
    people.clock.forward(Duration.ofMillis(1));
    assertThat(referrals.of(bob, Long.MAX_VALUE, 1).open()).isFalse();
    assertRefused(Code.REFERRAL_TOO_LATE, () -> referrals.claim(bob, code));
    referrals.claim(late, code);
  }

  @Test
  void skippingIsForGoodAndMayBeRepeated() {
    String code = codeOf(ann);
    referrals.skip(bob);
    referrals.skip(bob);
    assertThat(referrals.of(bob, Long.MAX_VALUE, 1).open()).isFalse();
    assertRefused(Code.REFERRAL_DECIDED, () -> referrals.claim(bob, code));
    assertThat(outbox()).isEmpty();
    long carl = people.person("carl");
    referrals.claim(carl, code);
    assertRefused(Code.REFERRAL_DECIDED, () -> referrals.skip(carl));
  }

  @Test
  void claimingAndSkippingAtOnceComeToOneOfThem() {
    String code = codeOf(ann);
    List<Callable<?>> both = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      both.add(
          () -> {
            referrals.claim(bob, code);
            return "claimed";
          });
      both.add(
          () -> {
            referrals.skip(bob);
            return "skipped";
          });
    }
    List<Object> outcomes = AtOnce.all(both);
    boolean claimed = outcomes.contains("claimed");
    assertThat(outcomes).filteredOn("claimed"::equals).hasSize(claimed ? 1 : 0);
    assertThat(outcomes).filteredOn("skipped"::equals).hasSize(claimed ? 0 : 50);
    assertThat(outbox()).hasSize(claimed ? 1 : 0);
  }

  @Test
  void theListHasPagesAndTheLeaderboardTheBest() {
    String anns = codeOf(ann);
    String bobs = codeOf(bob);
    for (int i = 0; i < 5; i++) {
      referrals.claim(people.person("guest" + i), i == 0 ? bobs : anns);
    }
    List<Invited> first = referrals.of(ann, Long.MAX_VALUE, 3).invited();
    assertThat(first)
        .hasSize(3)
        .extracting(Invited::number)
        .isSortedAccordingTo((a, b) -> b > a ? 1 : -1);
    List<Invited> rest = referrals.of(ann, first.getLast().number(), 3).invited();
    assertThat(rest).hasSize(1);
    assertThat(referrals.leaderboard())
        .containsExactly(new Leader("a***", 4, 4 * TWENTY), new Leader("b***", 1, TWENTY));
    referrals.claim(people.person("another"), bobs);
    assertThat(referrals.leaderboard().getLast().invitedCount()).isEqualTo(1);
    people.clock.forward(Duration.ofMinutes(1));
    assertThat(referrals.leaderboard().getLast().invitedCount()).isEqualTo(2);
  }

  @Test
  void withoutARewardThereIsNothingToMove() {
    Referrals free = referrals(0);
    free.claim(bob, codeOf(ann));
    assertThat(outbox()).isEmpty();
    assertThat(free.of(ann, Long.MAX_VALUE, 10).invitedCount()).isEqualTo(1);
  }
}
