package sibyl.accounts.identity;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import sibyl.accounts.AccountsException;

/** What somebody submitted, checked for its form. Never printed whole. */
public sealed interface Document {
  /** The two things a withdrawal needs. */
  enum Kind {
    IDENTITY,
    PAYOUT
  }

  Kind kind();

  /** What no two people share. */
  String number();

  /** The number with all but its end hidden. */
  String masked();

  /** Its fields as one text, to be sealed; {@link #read} reads it. */
  String text();

  static Document read(Kind kind, String text) {
    List<String> fields = List.of(text.split("\n", -1));
    return switch (kind) {
      case IDENTITY ->
          new IdentityCard(fields.get(0), fields.get(1), LocalDate.parse(fields.get(2)));
      case PAYOUT ->
          fields.size() == 1
              ? new Upi(fields.get(0))
              : new BankAccount(fields.get(0), fields.get(1));
    };
  }

  private static String hidden(String number, int shown) {
    return "*".repeat(number.length() - shown) + number.substring(number.length() - shown);
  }

  /**
   * A permanent account number (PAN) and whose it is.
   *
   * @param pan five letters, four digits, a letter; the fourth says what kind of holder it has
   */
  record IdentityCard(String pan, String name, LocalDate dateOfBirth) implements Document {
    private static final Pattern PAN = Pattern.compile("[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z]");
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M} .'’-]{3,100}");
    private static final int AGE_MIN = 18;
    private static final int AGE_MAX = 130;

    /**
     * Checks what somebody wrote.
     *
     * @throws AccountsException INVALID_PAN, INVALID_NAME, INVALID_DATE_OF_BIRTH
     */
    public static IdentityCard of(String pan, String name, String dateOfBirth, LocalDate today) {
      String number = pan.strip().toUpperCase(Locale.ROOT);
      if (!PAN.matcher(number).matches()) {
        throw new AccountsException(
            AccountsException.Code.INVALID_PAN,
            "a PAN is five letters, four digits and a letter, like ABCPD1234E; its fourth letter is"
                + " one of A, B, C, F, G, H, J, L, P and T");
      }
      String whose = name.strip();
      if (!NAME.matcher(whose).matches()) {
        throw new AccountsException(
            AccountsException.Code.INVALID_NAME,
            "give the name as it is on the card, 3 to 100 letters");
      }
      return new IdentityCard(number, whose, birth(dateOfBirth, today));
    }

    private static LocalDate birth(String text, LocalDate today) {
      try {
        LocalDate date = LocalDate.parse(text);
        if (!date.isAfter(today.minusYears(AGE_MIN)) && date.isAfter(today.minusYears(AGE_MAX))) {
          return date;
        }
      } catch (DateTimeParseException e) {
        // said below, together with what would do
      }
      throw new AccountsException(
          AccountsException.Code.INVALID_DATE_OF_BIRTH,
          "give the date of birth as YYYY-MM-DD; one must be " + AGE_MIN + " years old");
    }

    /** What kind of holder the card has, by its fourth letter. */
    public String holder() {
      return switch (pan.charAt(3)) {
        case 'P' -> "individual";
        case 'C' -> "company";
        case 'H' -> "hindu_undivided_family";
        case 'F' -> "firm";
        case 'A' -> "association_of_persons";
        case 'B' -> "body_of_individuals";
        case 'G' -> "government";
        case 'J' -> "artificial_juridical_person";
        case 'L' -> "local_authority";
        case 'T' -> "trust";
        default -> throw new IllegalStateException("no PAN has this kind of holder");
      };
    }

    @Override
    public Kind kind() {
      return Kind.IDENTITY;
    }

    @Override
    public String number() {
      return pan;
    }

    @Override
    public String masked() {
      return hidden(pan, 4);
    }

    /** The first letter of each part of the name. */
    public String maskedName() {
      StringBuilder masked = new StringBuilder();
      for (String part : name.split(" +")) {
        masked.append(masked.isEmpty() ? "" : " ").append(part.substring(0, 1)).append("***");
      }
      return masked.toString();
    }

    @Override
    public String text() {
      return pan + "\n" + name + "\n" + dateOfBirth;
    }

    @Override
    public String toString() {
      return "IdentityCard[" + masked() + "]";
    }
  }

  /** Where somebody wants to be paid. */
  sealed interface PayoutMethod extends Document {
    @Override
    default Kind kind() {
      return Kind.PAYOUT;
    }
  }

  /** An address of the unified payments interface. */
  record Upi(String id) implements PayoutMethod {
    private static final Pattern FORM =
        Pattern.compile("[a-z0-9][a-z0-9._-]{1,254}@[a-z][a-z0-9]{1,63}");

    /**
     * Checks what somebody wrote.
     *
     * @throws AccountsException INVALID_PAYOUT_METHOD
     */
    public static Upi of(String text) {
      String id = text.strip().toLowerCase(Locale.ROOT);
      if (!FORM.matcher(id).matches()) {
        throw new AccountsException(
            AccountsException.Code.INVALID_PAYOUT_METHOD, "a UPI id looks like name@bank");
      }
      return new Upi(id);
    }

    @Override
    public String number() {
      return "upi " + id;
    }

    @Override
    public String masked() {
      int at = id.indexOf('@');
      return id.charAt(0) + "*".repeat(at - 1) + id.substring(at);
    }

    @Override
    public String text() {
      return id;
    }

    @Override
    public String toString() {
      return "Upi[" + masked() + "]";
    }
  }

  /**
   * A bank account.
   *
   * @param ifsc the branch, by the Indian financial system code
   */
  record BankAccount(String account, String ifsc) implements PayoutMethod {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{9,18}");
    private static final Pattern IFSC = Pattern.compile("[A-Z]{4}0[A-Z0-9]{6}");

    /**
     * Checks what somebody wrote.
     *
     * @throws AccountsException INVALID_PAYOUT_METHOD
     */
    public static BankAccount of(String account, String ifsc) {
      String number = account.strip();
      String branch = ifsc.strip().toUpperCase(Locale.ROOT);
      if (!ACCOUNT.matcher(number).matches() || !IFSC.matcher(branch).matches()) {
        throw new AccountsException(
            AccountsException.Code.INVALID_PAYOUT_METHOD,
            "an account number has 9 to 18 digits; an IFSC has four letters, a zero and six more"
                + " letters or digits, like HDFC0001234");
      }
      return new BankAccount(number, branch);
    }

    @Override
    public String number() {
      return "bank " + ifsc + " " + account;
    }

    @Override
    public String masked() {
      return hidden(account, 4);
    }

    @Override
    public String text() {
      return account + "\n" + ifsc;
    }

    @Override
    public String toString() {
      return "BankAccount[" + masked() + "]";
    }
  }
}
