package sibyl.protocol.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PositionCostTest {
  @Test
  void sharesLeaveAtTheAverageCostOfThoseHeld() {
    PositionCost position = PositionCost.NONE.acquire(100, 400_000).acquire(300, 2_000_000);

    PositionCost after = position.dispose(100, 700_000);

    assertThat(after).isEqualTo(new PositionCost(300, 1_800_000, 100_000));
  }

  @Test
  void lastShareTakesWhatRoundingLeft() {
    PositionCost position = PositionCost.NONE.acquire(3, 100);

    position = position.dispose(1, 50);
    assertThat(position).isEqualTo(new PositionCost(2, 67, 17));
    position = position.dispose(1, 50);
    assertThat(position).isEqualTo(new PositionCost(1, 34, 34));
    position = position.dispose(1, 50);
    assertThat(position).isEqualTo(new PositionCost(0, 0, 50));
  }

  @Test
  void lossShowsAsNegativeProfit() {
    assertThat(PositionCost.NONE.acquire(100, 600_000).dispose(100, 0))
        .isEqualTo(new PositionCost(0, 0, -600_000));
  }

  @Test
  void productOfCostAndSharesMayExceedLong() {
    PositionCost position =
        PositionCost.NONE.acquire(4_000_000_000_000L, 4_000_000_000_000_000_000L);

    assertThat(position.costOf(1_000_000_000_000L)).isEqualTo(1_000_000_000_000_000_000L);
  }

  @Test
  void moreThanIsHeldCannotLeave() {
    assertThatThrownBy(() -> PositionCost.NONE.acquire(100, 1).dispose(101, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dispose of 101 of 100");
  }

  @Test
  void numberOfSharesThatMoveIsNeverNegative() {
    assertThatThrownBy(() -> PositionCost.NONE.acquire(-1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PositionCost.NONE.acquire(5, 1).dispose(-1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * What was paid and not yet received back is cost, or is profit or loss; not a millionth less.
   */
  @Test
  void costAndProfitConserveMoney() {
    Random random = new Random(20_261_121);
    for (int run = 0; run < 2_000; run++) {
      PositionCost position = PositionCost.NONE;
      long paid = 0;
      long received = 0;
      for (int step = 0; step < 100; step++) {
        long money = random.nextLong(1_000_000_000_000L);
        if (random.nextBoolean()) {
          position = position.acquire(random.nextLong(1, 1_000_000), money);
          paid += money;
        } else if (position.quantity() > 0) {
          boolean all = random.nextInt(5) == 0;
          long shares = all ? position.quantity() : random.nextLong(position.quantity() + 1);
          position = position.dispose(shares, money);
          received += money;
        }
        assertThat(position.cost() - position.realized()).isEqualTo(paid - received);
        assertThat(position.cost()).isNotNegative();
        if (position.quantity() == 0) {
          assertThat(position.cost()).isZero();
        }
      }
    }
  }
}
