package sibyl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SideTest {
  @Test
  void buyAndSellKeepTheirPlacesBecauseMessagesAndSnapshotsCarryThem() {
    assertThat(Side.values()).containsExactly(Side.BUY, Side.SELL);
  }
}
