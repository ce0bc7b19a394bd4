package sibyl.accounts.bonus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** How much of bonus money is locked. */
class BonusStandingTest {
  private static final BonusRules TWICE = new BonusRules(2, 0);

  @Test
  void nothingIsUnlockedBeforeVerificationAndTrading() {
    BonusStanding fresh = BonusStanding.of(TWICE, 15, 15, 0, 0, 0, true);
    assertThat(fresh.locked()).isEqualTo(15);
    assertThat(fresh.toTrade()).isEqualTo(30);
    assertThat(BonusStanding.of(TWICE, 15, 15, 0, 30, 0, false).locked()).isEqualTo(15);
    assertThat(BonusStanding.of(TWICE, 15, 15, 0, 30, 0, true).locked()).isZero();
    assertThat(BonusStanding.of(TWICE, 15, 15, 0, 20, 0, true).locked()).isEqualTo(5);
  }

  @Test
  void tradingUnlocksNoMoreThanWasGrantedHoweverMuchItIs() {
    BonusStanding rich = BonusStanding.of(TWICE, 15, 100, 0, 1_000_000, 0, true);
    assertThat(rich.locked()).isEqualTo(85);
    assertThat(rich.beyondTrading()).isEqualTo(85);
    assertThat(rich.toTrade()).isZero();
    assertThat(BonusStanding.of(TWICE, 15, 100, 0, 1_000_000, 15, true).locked()).isEqualTo(100);
    assertThat(BonusStanding.of(new BonusRules(2, 50), 15, 100, 0, 1_000_000, 0, true).locked())
        .isEqualTo(35);
  }

  @Test
  void aMultipleOfZeroLocksNothing() {
    assertThat(BonusStanding.of(BonusRules.OFF, 15, 15, 0, 0, 0, false).locked()).isZero();
  }

  @Test
  void afterWhatIsToBeTradedOnlyThatIsLockedWhichStaffUnlock() {
    Random dice = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      BonusRules rules = new BonusRules(dice.nextInt(1, 5), dice.nextInt(20));
      long granted = dice.nextInt(50);
      long inCash = dice.nextInt(100);
      long traded = dice.nextInt(200);
      long released = Math.min(granted, traded / rules.multiple());
      BonusStanding now = BonusStanding.of(rules, granted, inCash, 0, traded, released, true);
      BonusStanding then =
          BonusStanding.of(rules, granted, inCash, 0, traded + now.toTrade(), released, true);
      assertThat(then.locked()).isEqualTo(now.beyondTrading());
      assertThat(now.locked()).isBetween(now.beyondTrading(), inCash);
      assertThat(now.toTrade() == 0).isEqualTo(now.locked() == now.beyondTrading());
    }
  }
}
