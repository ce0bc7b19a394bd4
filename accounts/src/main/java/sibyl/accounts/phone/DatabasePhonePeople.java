package sibyl.accounts.phone;

import java.security.SecureRandom;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import sibyl.accounts.signin.NewPeople;
import sibyl.accounts.signin.User;
import sibyl.store.Database;

/** People by the phone numbers in their rows. */
public final class DatabasePhonePeople implements PhonePeople {
  private static final String LETTERS = "abcdefghjkmnpqrstvwxyz23456789";
  private static final int NAME_LETTERS = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;
  private final NewPeople newPeople;

  public DatabasePhonePeople(Database database, NewPeople newPeople) {
    this.database = database;
    this.newPeople = newPeople;
  }

  @Override
  public Arrival arrive(PhoneNumber number) {
    Optional<User> known = find(number);
    if (known.isPresent()) {
      return new Arrival(known.get(), false);
    }
    Arrival arrival = database.jdbi().inTransaction(handle -> join(handle, number));
    if (arrival.isNew()) {
      newPeople.tellExchange(arrival.user());
    }
    return arrival;
  }

  @Override
  public Optional<User> find(PhoneNumber number) {
    return database.jdbi().withHandle(handle -> find(handle, number));
  }

  private Arrival join(Handle handle, PhoneNumber number) {
    newPeople.takeTurn(handle);
    Optional<User> other = find(handle, number);
    return other.isPresent()
        ? new Arrival(other.get(), false)
        : new Arrival(newPeople.add(handle, freeName(handle), null, number.e164()), true);
  }

  private static String freeName(Handle handle) {
    String name;
    do {
      StringBuilder letters = new StringBuilder("trader-");
      for (int i = 0; i < NAME_LETTERS; i++) {
        letters.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
      }
      name = letters.toString();
    } while (NewPeople.isNameTaken(handle, name));
    return name;
  }

  private static Optional<User> find(Handle handle, PhoneNumber number) {
    return handle
        .createQuery(User.QUERY + " WHERE phone = :phone")
        .bind("phone", number.e164())
        .map((row, context) -> User.read(row))
        .findOne();
  }
}
