package sibyl.accounts.signin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names that a person cannot have because others would take them for staff or for the exchange. A
 * name is compared in the form that look-alikes share: case, separators and digits that stand for
 * letters make no difference. Names have plain letters only ({@link Username}), so letters of other
 * scripts are refused before this.
 */
final class ReservedNames {
  private static final Pattern SEPARATORS = Pattern.compile("[._-]+");
  private static final Pattern LAST_DIGITS = Pattern.compile("[0-9]+$");

  /** What may stand neither at the beginning nor at the end of a name. */
  private static final List<String> TELLING =
      skeletons("sibyl", "admin", "administrator", "moderator", "support", "official");

  /** What may be neither a name nor one of its words, alone or joined. */
  private static final Set<String> WORDS =
      Set.copyOf(
          skeletons(
              "sibyl",
              "admin",
              "admins",
              "administrator",
              "administration",
              "moderator",
              "mod",
              "mods",
              "support",
              "helpdesk",
              "official",
              "staff",
              "team",
              "operator",
              "settler",
              "auditor",
              "compliance",
              "security",
              "system",
              "sysadmin",
              "root",
              "postmaster",
              "webmaster",
              "abuse",
              "noreply",
              "exchange",
              "customer",
              "service",
              "customerservice",
              "help",
              "billing",
              "payments"));

  private ReservedNames() {}

  static boolean contains(String username) {
    String lower = username.toLowerCase(Locale.ROOT);
    return isReserved(lower) || isReserved(LAST_DIGITS.matcher(lower).replaceFirst(""));
  }

  private static boolean isReserved(String name) {
    String whole = skeleton(name);
    if (whole.isEmpty()) {
      return false; // digits alone
    }
    return TELLING.stream().anyMatch(word -> whole.startsWith(word) || whole.endsWith(word))
        || WORDS.contains(whole)
        || SEPARATORS
            .splitAsStream(name)
            .map(ReservedNames::skeleton)
            .filter(part -> !part.isEmpty())
            .allMatch(WORDS::contains);
  }

  /** The same for names that look alike. */
  private static String skeleton(String text) {
    StringBuilder skeleton = new StringBuilder();
    for (char letter : SEPARATORS.matcher(text).replaceAll("").toCharArray()) {
      skeleton.append(
          switch (letter) {
            case '0' -> 'o';
            case '1', 'i', '!' -> 'l';
            case '3' -> 'e';
            case '4' -> 'a';
            case '5' -> 's';
            case '7' -> 't';
            case '8' -> 'b';
            case '9' -> 'g';
            default -> letter;
          });
    }
    return skeleton.toString().replace("rn", "m").replace("vv", "w").replace("cl", "d");
  }

  private static List<String> skeletons(String... words) {
    return Arrays.stream(words).map(ReservedNames::skeleton).toList();
  }
}
