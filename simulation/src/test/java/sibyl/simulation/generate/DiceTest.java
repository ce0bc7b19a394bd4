package sibyl.simulation.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DiceTest {
  /** The reference implementation's first numbers for this seed. */
  @Test
  void numbersAreThoseOfSplitMix() {
    Dice dice = new Dice(1234567);

    assertThat(LongStream.generate(dice::nextLong).limit(5).mapToObj(Long::toUnsignedString))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  @Test
  void boundsAreKept() {
    Dice dice = new Dice(7);
    for (int i = 0; i < 10_000; i++) {
      assertThat(dice.between(-3, 3)).isBetween(-3, 3);
      assertThat(dice.weighted(0, 5, 0, 1)).isIn(1, 3);
    }
  }

  @Test
  void splitDiceAreIndependentOfWhatIsDrawnLater() {
    Dice one = new Dice(5);
    Dice two = new Dice(5);
    Dice splitOfOne = one.split();
    Dice splitOfTwo = two.split();
    one.nextLong();

    assertThat(splitOfOne.nextLong()).isEqualTo(splitOfTwo.nextLong());
  }
}
