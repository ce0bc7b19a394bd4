package sibyl.accounts.phone;

/** People by their phone numbers. Thread-safe; blocks. */
public interface PhonePeople {
  /**
   * The person with this number, who is made if there is none: however many ask at the same time,
   * once. Whoever calls has made sure that the phone is theirs.
   */
  Arrival arrive(PhoneNumber number);
}
