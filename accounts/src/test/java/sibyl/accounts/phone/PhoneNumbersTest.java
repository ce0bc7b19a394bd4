package sibyl.accounts.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static sibyl.accounts.Refusals.assertRefused;

import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;

/** Many writings, one number. */
class PhoneNumbersTest {
  private final PhoneNumbers numbers = new PhoneNumbers("IN");

  @Test
  void allWritingsOfANumberAreOneNumber() {
    for (String writing :
        List.of(
            "+919876543210",
            "+91 98765 43210",
            "9876543210",
            "09876543210",
            "98765-43210",
            "(98765) 43210",
            "0091 9876543210",
            "+91.98765.43210",
            "tel:+91-98765-43210",
            "\uff0b\uff19\uff11 \uff19\uff18\uff17\uff16\uff15 \uff14\uff13\uff12\uff11\uff10",
            "+\u0669\u0661 \u0669\u0668\u0667\u0666\u0665\u0664\u0663\u0662\u0661\u0660",
            "\u096f\u096e\u096d\u096c\u096b\u096a\u0969\u0968\u0967\u0966",
            "  +91 9876543210\u00a0")) {
      assertThat(numbers.parse(writing).e164()).as(writing).isEqualTo("+919876543210");
    }
  }

  @Test
  void aCountryCodeIsStrongerThanTheRegion() {
    assertThat(numbers.parse("+44 7400 123456").e164()).isEqualTo("+447400123456");
    assertThat(new PhoneNumbers("GB").parse("07400 123456").e164()).isEqualTo("+447400123456");
    assertThat(numbers.parse("+1 201 555 0123").e164()).isEqualTo("+12015550123");
  }

  @Test
  void whatNoMessageCanReachIsRefused() {
    for (String text :
        List.of(
            "",
            "nonsense",
            "12345",
            "+91 12345 67890",
            "9876543210 ext. 5",
            "1800 123 4567",
            "+44 909 8790000",
            "011 2345 6789",
            "9".repeat(65),
            "+",
            "+9198765432100000")) {
      assertRefused(Code.INVALID_PHONE, () -> numbers.parse(text));
    }
  }

  @Test
  void aNumberIsPrintedWithoutItsMiddle() {
    assertThat(numbers.parse("9876543210").toString()).isEqualTo("+91******3210");
  }

  @Test
  void aRegionThatIsNoneStopsTheStart() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PhoneNumbers("India"));
    assertThat(PhoneNumbers.knows("IN")).isTrue();
    assertThat(PhoneNumbers.knows("in")).isFalse();
  }
}
