package sibyl.engine.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientOrderIdsTest {
  private static final long ANN = 16;
  private static final long BOB = 17;

  @Test
  void anIdBelongsToItsAccount() {
    ClientOrderIds ids = new ClientOrderIds(limits(100, 1_000));
    ids.add(ANN, 1, 2, 77, 0);
    assertThat(ids.find(ANN, 1, 2, 0)).isEqualTo(77);
    assertThat(ids.find(BOB, 1, 2, 0)).isEqualTo(ClientOrderIds.NONE);
    assertThat(ids.find(ANN, 2, 1, 0)).isEqualTo(ClientOrderIds.NONE);
  }

  @Test
  void anIdIsForgottenWhenItsTimeIsOver() {
    ClientOrderIds ids = new ClientOrderIds(limits(100, 1_000));
    ids.add(ANN, 1, 2, 77, 5_000);
    assertThat(ids.find(ANN, 1, 2, 5_999)).isEqualTo(77);
    assertThat(ids.find(ANN, 1, 2, 6_000)).isEqualTo(ClientOrderIds.NONE);
    ids.add(ANN, 1, 2, 78, 6_000);
    assertThat(ids.find(ANN, 1, 2, 6_000)).isEqualTo(78);
    assertThat(ids.size()).isEqualTo(1);
  }

  @Test
  void atTheBoundTheOldestIsForgotten() {
    ClientOrderIds ids = new ClientOrderIds(limits(5_000, 1_000));
    for (int n = 1; n <= 20_000; n++) {
      ids.add(ANN, n, n, n, 0);
    }
    assertThat(ids.size()).isEqualTo(5_000);
    assertThat(ids.find(ANN, 15_000, 15_000, 0)).isEqualTo(ClientOrderIds.NONE);
    for (int n = 15_001; n <= 20_000; n++) {
      assertThat(ids.find(ANN, n, n, 0)).isEqualTo(n);
    }
  }

  @Test
  void accountThatUsesManyIdsForgetsItsOwnAndNotThoseOfOthers() {
    Limits limits = limits(100, 1_000).with(to -> to.clientOrderIdsPerAccount = 10);
    ClientOrderIds ids = new ClientOrderIds(limits);
    ids.add(BOB, 1, 1, 77, 0);
    for (int n = 1; n <= 20_000; n++) {
      ids.add(ANN, n, n, n, 0);
    }
    assertThat(ids.find(BOB, 1, 1, 0)).isEqualTo(77);
    assertThat(ids.size()).isEqualTo(11);
    assertThat(ids.find(ANN, 19_990, 19_990, 0)).isEqualTo(ClientOrderIds.NONE);
    assertThat(ids.find(ANN, 19_991, 19_991, 0)).isEqualTo(19_991);
  }

  private static Limits limits(int ids, long forMs) {
    return Limits.defaults()
        .with(
            to -> {
              to.clientOrderIds = ids;
              to.clientOrderIdsPerAccount = ids;
              to.clientOrderIdsForMs = forMs;
            });
  }
}
