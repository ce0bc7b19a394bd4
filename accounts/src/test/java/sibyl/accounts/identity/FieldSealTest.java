package sibyl.accounts.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is sealed can be opened where it belongs, with the key, and nowhere else. */
class FieldSealTest {
  private static final UUID ROW = UUID.fromString("00000000-0000-0001-0000-000000000002");
  private final FieldSeal seal = new FieldSeal("k".repeat(32));

  @Test
  void opensWhatItSealed() {
    byte[] sealed = seal.seal(ROW, "ABCPD1234E");
    assertThat(seal.open(ROW, sealed)).isEqualTo("ABCPD1234E");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("ABCPD");
    assertThat(seal.seal(ROW, "ABCPD1234E")).as("no two seals are alike").isNotEqualTo(sealed);
  }

  @Test
  void opensNothingElse() {
    byte[] sealed = seal.seal(ROW, "ABCPD1234E");
    assertThatIllegalStateException().isThrownBy(() -> seal.open(new UUID(1, 3), sealed));
    assertThatIllegalStateException()
        .isThrownBy(() -> new FieldSeal("l".repeat(32)).open(ROW, sealed));
    assertThatIllegalStateException().isThrownBy(() -> seal.open(ROW, new byte[5]));
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThatIllegalStateException().isThrownBy(() -> seal.open(ROW, changed));
    }
  }

  @Test
  void equalTextsHashEquallyUnderOneKey() {
    assertThat(seal.hash("a")).isEqualTo(seal.hash("a")).isNotEqualTo(seal.hash("b"));
    assertThat(seal.hash("a")).isNotEqualTo(new FieldSeal("l".repeat(32)).hash("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> new FieldSeal("short"));
  }
}
