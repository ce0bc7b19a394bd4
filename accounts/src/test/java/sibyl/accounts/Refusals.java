package sibyl.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that something is refused, and why. */
public final class Refusals {
  private Refusals() {}

  public static void assertRefused(AccountsException.Code code, ThrowingCallable call) {
    assertThatExceptionOfType(AccountsException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
