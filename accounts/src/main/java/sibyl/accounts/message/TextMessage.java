package sibyl.accounts.message;

import java.time.Instant;

/**
 * A text message. Its text may hold a secret, so it is never printed.
 *
 * @param to a phone number as E.164 writes it
 * @param uselessAt when there is no more use in sending it
 */
public record TextMessage(String to, String text, Instant createdAt, Instant uselessAt) {
  @Override
  public String toString() {
    return "TextMessage[" + createdAt + "]";
  }
}
