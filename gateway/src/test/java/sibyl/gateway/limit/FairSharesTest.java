package sibyl.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FairSharesTest {
  @Test
  void thousandHoldersThatTakeAllTheyCanLeaveSomeForTheNext() {
    FairShares shares = new FairShares(10_000, 500);
    assertThat(taken(shares, 0)).isBetween(400, 500);
    for (int holder = 1; holder < 1_000; holder++) {
      assertThat(taken(shares, holder)).isPositive();
    }
    assertThat(shares.taken()).isLessThan(9_500);
    assertThat(shares.take("another")).isTrue();
  }

  @Test
  void holdersGetBackWhatTheyGaveBackAndNeverMoreThanTheirOwnMost() {
    FairShares shares = new FairShares(1_000, 3);
    assertThat(taken(shares, "ada")).isEqualTo(3);
    shares.giveBack("ada");
    assertThat(taken(shares, "ada")).isEqualTo(1);
    assertThat(shares.taken()).isEqualTo(3);
    assertThatThrownBy(() -> shares.giveBack("bob")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastOnesGoToThoseThatHaveNone() {
    FairShares shares = new FairShares(3, 3);
    assertThat(taken(shares, "ada")).isEqualTo(1);
    assertThat(taken(shares, "bob")).isEqualTo(1);
    assertThat(taken(shares, "cat")).isEqualTo(1);
    assertThat(shares.take("dan")).isFalse();
  }

  private static int taken(FairShares shares, Object holder) {
    int taken = 0;
    while (shares.take(holder)) {
      taken++;
    }
    return taken;
  }
}
