package sibyl.accounts.message;

/** A way to send text messages. Thread-safe. */
public interface TextSender {
  /**
   * Hands a message over; blocks until that is done.
   *
   * @throws TextFailedException if it was not taken
   */
  void send(TextMessage message);
}
