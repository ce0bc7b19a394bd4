package sibyl.cluster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateAgreementTest {
  private static final StateAgreement.Stated GOOD = new StateAgreement.Stated(7, 1);
  private static final StateAgreement.Stated BAD = new StateAgreement.Stated(7, 2);
  private static final StateAgreement.Stated LATE = new StateAgreement.Stated(6, 1);
  private static final long AT = 4096;

  private final StateAgreement three = new StateAgreement(2, 3);
  private final StateAgreement alone = new StateAgreement(0, 1);

  @Test
  void oneOfThreeAgreesWithTheFirstOther() {
    three.onOwn(AT, 0, GOOD);
    three.onStatement(0, AT, GOOD);
    assertThat(three.agreed()).isEqualTo(1);
    three.onStatement(1, AT, GOOD);
    three.onStatement(2, AT, GOOD);
    assertThat(three.agreed()).isEqualTo(1);
  }

  @Test
  void oneAgainstTwoStops() {
    three.onOwn(AT, 0, BAD);
    three.onStatement(0, AT, GOOD);
    assertThatThrownBy(() -> three.onStatement(1, AT, GOOD))
        .isInstanceOf(StateDivergedException.class)
        .hasMessageContaining("hash 0000000000000002 after event 7")
        .hasMessageContaining("hash 0000000000000001 after event 7");
  }

  @Test
  void anotherNumberOfEventsIsAnotherState() {
    three.onOwn(AT, 0, LATE);
    three.onStatement(0, AT, GOOD);
    assertThatThrownBy(() -> three.onStatement(1, AT, GOOD))
        .isInstanceOf(StateDivergedException.class);
  }

  @Test
  void twoAgainstOneGoOn() {
    three.onOwn(AT, 0, GOOD);
    three.onStatement(0, AT, BAD);
    three.onStatement(1, AT, GOOD);
    assertThatCode(() -> three.onTime(Long.MAX_VALUE)).doesNotThrowAnyException();
    assertThat(three.agreed()).isEqualTo(1);
  }

  @Test
  void whatAMemberOfSeveralOnceSaidCountsNoMore() {
    three.onOwn(AT, 0, GOOD);
    three.onStatement(2, AT, BAD);
    three.onStatement(0, AT, GOOD);
    assertThat(three.agreed()).isEqualTo(1);
    assertThatCode(() -> three.onTime(Long.MAX_VALUE)).doesNotThrowAnyException();
  }

  @Test
  void twoThatDisagreeStopWhenNoThirdSettlesIt() {
    three.onOwn(AT, 100, GOOD);
    three.onStatement(0, AT, BAD);
    three.onTime(100 + StateAgreement.UNSETTLED_MS_MAX);
    assertThatThrownBy(() -> three.onTime(101 + StateAgreement.UNSETTLED_MS_MAX))
        .isInstanceOf(StateDivergedException.class)
        .hasMessageContaining("without a majority on either side");
  }

  @Test
  void threeThatAllDifferStop() {
    three.onOwn(AT, 100, GOOD);
    three.onStatement(0, AT, BAD);
    three.onStatement(1, AT, LATE);
    assertThatThrownBy(() -> three.onTime(101 + StateAgreement.UNSETTLED_MS_MAX))
        .isInstanceOf(StateDivergedException.class);
  }

  @Test
  void oneAloneIsHeldToWhatItSaid() {
    alone.onOwn(AT, 0, GOOD);
    alone.onStatement(0, AT, GOOD);
    assertThat(alone.agreed()).isEqualTo(1);
    alone.onOwn(2 * AT, 0, BAD);
    assertThatThrownBy(() -> alone.onStatement(0, 2 * AT, GOOD))
        .isInstanceOf(StateDivergedException.class)
        .hasMessageContaining("position " + 2 * AT);
  }

  @Test
  void whatCannotBeComparedIsPassedOver() {
    three.onOwn(AT, 0, GOOD);
    three.onStatement(0, AT - 32, BAD);
    three.onStatement(1, AT - 32, BAD);
    three.onStatement(3, AT, BAD);
    three.onStatement(-1, AT, BAD);
    three.onTime(Long.MAX_VALUE);
    assertThat(three.agreed()).isZero();
  }

  @Test
  void onlyTheLastChecksAreKept() {
    for (int i = 0; i < 100; i++) {
      three.onOwn(AT * i, 0, GOOD);
    }
    three.onStatement(0, 0, BAD);
    three.onStatement(1, 0, BAD);
    three.onStatement(0, AT * 99, GOOD);
    assertThat(three.agreed()).isEqualTo(1);
  }
}
