package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskReserveTest {
  private static final long MB = 1L << 20;

  private long free = 1000 * MB;
  private final DiskReserve disk = new DiskReserve(() -> free, 400 * MB, "/data");

  @Test
  void belowTheReserveItComplainsUntilAQuarterMoreIsFree() {
    assertThat(disk.complaint()).isEmpty();
    free = 399 * MB;
    assertThat(disk.complaint()).hasValueSatisfying(text -> assertThat(text).contains("399 MB"));
    free = 499 * MB;
    assertThat(disk.complaint()).as("not to and fro at the brink").isPresent();
    free = 500 * MB;
    assertThat(disk.complaint()).isEmpty();
    free = 400 * MB;
    assertThat(disk.complaint()).isEmpty();
  }

  @Test
  void noReserveIsNeverShort() {
    free = 0;
    assertThat(new DiskReserve(() -> free, 0, "/data").complaint()).isEmpty();
  }
}
