package sibyl.accounts.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import sibyl.accounts.AccountsException;

/** Reads phone numbers as people write them, by the numbering plans of libphonenumber. */
public final class PhoneNumbers {
  private static final int LENGTH_MAX = 64;

  /** What a text message can reach; the last is all that some countries' numbers tell. */
  private static final Set<PhoneNumberType> MOBILE =
      EnumSet.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final String region;

  /**
   * @param region whose numbers may be written without a country code: two letters, such as IN
   * @throws IllegalArgumentException if there is no such region
   */
  public PhoneNumbers(String region) {
    if (!plans.getSupportedRegions().contains(region)) {
      throw new IllegalArgumentException("no numbering plan of a region '" + region + "' is known");
    }
    this.region = region;
  }

  /** Whether a region can be the default. */
  public static boolean knows(String region) {
    return PhoneNumberUtil.getInstance().getSupportedRegions().contains(region);
  }

  /**
   * The number that a text is a writing of: with or without country code, blanks, dashes and
   * brackets, in the digits of any script.
   *
   * @throws AccountsException INVALID_PHONE
   */
  public PhoneNumber parse(String text) {
    if (text.length() > LENGTH_MAX) {
      throw invalid();
    }
    Phonenumber.PhoneNumber number;
    try {
      number = plans.parse(text, region);
    } catch (NumberParseException e) {
      throw invalid();
    }
    if (number.hasExtension()
        || !plans.isValidNumber(number)
        || !MOBILE.contains(plans.getNumberType(number))) {
      throw invalid();
    }
    return new PhoneNumber(plans.format(number, PhoneNumberFormat.E164));
  }

  private AccountsException invalid() {
    String example =
        plans.format(
            plans.getExampleNumberForType(region, PhoneNumberType.MOBILE),
            PhoneNumberFormat.INTERNATIONAL);
    return new AccountsException(
        AccountsException.Code.INVALID_PHONE,
        String.format(
            Locale.ROOT, "this is not the number of a mobile phone, such as %s", example));
  }
}
