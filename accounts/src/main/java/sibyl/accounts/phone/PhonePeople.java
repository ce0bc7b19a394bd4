package sibyl.accounts.phone;

import java.util.Optional;
import sibyl.accounts.signin.User;

/** People by their phone numbers. Thread-safe; blocks. */
public interface PhonePeople {
  /**
   * The person with this number, who is made if there is none: however many ask at the same time,
   * once. Whoever calls has made sure that the phone is theirs.
   */
  Arrival arrive(PhoneNumber number);

  /** The person with this number, if there is one. */
  Optional<User> find(PhoneNumber number);
}
