package sibyl.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Against digits published in tables of constants. */
class DecimalsTest {
  private static final BigDecimal TOLERANCE = new BigDecimal("1e-48");

  @Test
  void naturalLogarithmOfTwo() {
    assertClose(
        Decimals.logOfOnePlus(BigDecimal.ONE),
        "0.69314718055994530941723212145817656807550013436026");
  }

  @Test
  void oneOverE() {
    assertClose(
        Decimals.expOfMinus(BigDecimal.ONE),
        "0.36787944117144232159552377016146086744581113103177");
  }

  @Test
  void theyUndoEachOther() {
    BigDecimal third = Decimals.expOfMinus(new BigDecimal("1.0986122886681096913952452369225257"));

    assertThat(third.subtract(new BigDecimal("0.33333333333333333333333333333333333333")).abs())
        .isLessThan(new BigDecimal("1e-33"));
  }

  @Test
  void farAwayThereIsNothing() {
    assertThat(Decimals.expOfMinus(BigDecimal.valueOf(1_000))).isZero();
    assertThat(Decimals.expOfMinus(BigDecimal.ZERO)).isEqualByComparingTo(BigDecimal.ONE);
    assertThat(Decimals.logOfOnePlus(BigDecimal.ZERO)).isZero();
  }

  private static void assertClose(BigDecimal actual, String expected) {
    assertThat(actual.subtract(new BigDecimal(expected)).abs()).isLessThan(TOLERANCE);
  }
}
