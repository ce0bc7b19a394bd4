package sibyl.accounts.right;

import java.util.Optional;

/** Whose rights may be different now: what was remembered about the holder no longer counts. */
public sealed interface RightsChange {
  /** Those of a person: sessions, keys, memberships. */
  record OfPerson(long account) implements RightsChange {}

  /** Those of a member of staff: sessions, roles, or whether enabled. */
  record OfStaff(String username) implements RightsChange {}

  /** Anyone's: changes may have been missed. */
  record OfAnyone() implements RightsChange {}

  /** Reads what a trigger of the database writes, such as {@code person 64}. */
  static Optional<RightsChange> parse(String notice) {
    String[] words = notice.split(" ", 2);
    if (words.length != 2) {
      return Optional.empty();
    }
    return switch (words[0]) {
      case "person" ->
          words[1].matches("[0-9]{1,18}")
              ? Optional.of(new OfPerson(Long.parseLong(words[1])))
              : Optional.empty();
      case "staff" -> Optional.of(new OfStaff(words[1]));
      default -> Optional.empty();
    };
  }
}
