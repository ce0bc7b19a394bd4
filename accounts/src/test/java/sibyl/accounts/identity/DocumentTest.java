package sibyl.accounts.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.identity.Document.BankAccount;
import sibyl.accounts.identity.Document.IdentityCard;
import sibyl.accounts.identity.Document.Upi;

/** What documents must look like, and what of them is shown. */
class DocumentTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 6, 1);

  @Test
  void aPanIsFiveLettersFourDigitsAndALetterOfWhichTheFourthSaysWhose() {
    assertThat(card(" abcpd1234e ").pan()).isEqualTo("ABCPD1234E");
    assertThat(card("ABCPD1234E").holder()).isEqualTo("individual");
    assertThat(card("ABCCD1234E").holder()).isEqualTo("company");
    assertThat(card("ABCTD1234E").holder()).isEqualTo("trust");
    for (String letter : List.of("A", "B", "C", "F", "G", "H", "J", "L", "P", "T")) {
      assertThat(card("ABC" + letter + "D1234E").holder()).isNotEmpty();
    }
    for (String wrong :
        List.of(
            "",
            "ABCPD1234",
            "ABCPD12345",
            "ABCPD1234EE",
            "ABCXD1234E",
            "1BCPD1234E",
            "ABCPD123AE",
            "ABCPD1234é",
            "ABCPD 1234E",
            "ABCPD1234E\n5")) {
      assertRefused(Code.INVALID_PAN, () -> card(wrong));
    }
  }

  @Test
  void onlyGrownUpsWithANameAreTaken() {
    for (String wrong : List.of("", "Al", "Ada\nLovelace", "A".repeat(101), "Ada <b>")) {
      assertRefused(
          Code.INVALID_NAME, () -> IdentityCard.of("ABCPD1234E", wrong, "1990-01-01", TODAY));
    }
    for (String wrong :
        List.of("", "01.01.1990", "1990-02-30", "2008-06-02", "2030-01-01", "1890-01-01")) {
      assertRefused(
          Code.INVALID_DATE_OF_BIRTH,
          () -> IdentityCard.of("ABCPD1234E", "Ada Lovelace", wrong, TODAY));
    }
    assertThat(IdentityCard.of("ABCPD1234E", "Áda O'Löve", "2008-06-01", TODAY).name())
        .isEqualTo("Áda O'Löve");
  }

  @Test
  void aPayoutMethodHasTheFormOfOne() {
    assertThat(Upi.of("Ada.L@OkBank").id()).isEqualTo("ada.l@okbank");
    for (String wrong : List.of("", "ada", "@bank", "ada@", "a@b@c", "ada@1bank", "a d@bank")) {
      assertRefused(Code.INVALID_PAYOUT_METHOD, () -> Upi.of(wrong));
    }
    assertThat(BankAccount.of("123456789", "hdfc0001234").ifsc()).isEqualTo("HDFC0001234");
    for (String wrong : List.of("", "12345678", "1234567890123456789", "12345678a")) {
      assertRefused(Code.INVALID_PAYOUT_METHOD, () -> BankAccount.of(wrong, "HDFC0001234"));
    }
    for (String wrong : List.of("", "HDFC1001234", "HDF00001234", "HDFC000123", "HDFC0001234X")) {
      assertRefused(Code.INVALID_PAYOUT_METHOD, () -> BankAccount.of("123456789", wrong));
    }
  }

  @Test
  void whatIsShownHidesWhatIsNot() {
    IdentityCard card = card("ABCPD1234E");
    assertThat(card.masked()).isEqualTo("******234E");
    assertThat(card.maskedName()).isEqualTo("A*** L***");
    assertThat(card.toString()).doesNotContain("ABCPD", "Lovelace", "1990");
    assertThat(Upi.of("ada@okbank").masked()).isEqualTo("a**@okbank");
    assertThat(Upi.of("ada@okbank").toString()).doesNotContain("ada");
    BankAccount account = BankAccount.of("123456789", "HDFC0001234");
    assertThat(account.masked()).isEqualTo("*****6789");
    assertThat(account.toString()).doesNotContain("12345");
  }

  @Test
  void itsTextIsReadAgain() {
    for (Document document :
        List.of(
            card("ABCPD1234E"), Upi.of("ada@okbank"), BankAccount.of("123456789", "HDFC0001234"))) {
      assertThat(Document.read(document.kind(), document.text())).isEqualTo(document);
    }
  }

  private static IdentityCard card(String pan) {
    return IdentityCard.of(pan, "Ada Lovelace", "1990-01-01", TODAY);
  }
}
