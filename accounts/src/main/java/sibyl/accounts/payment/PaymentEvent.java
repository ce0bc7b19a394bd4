package sibyl.accounts.payment;

import java.util.UUID;

/**
 * What a provider tells.
 *
 * @param eventId the provider's own; telling again carries the same
 * @param subject the id it was asked under
 * @param amount millionths
 */
public record PaymentEvent(String provider, String eventId, Type type, UUID subject, long amount) {
  /** What happened. */
  public enum Type {
    DEPOSIT_PAID,
    DEPOSIT_FAILED,
    PAYOUT_PAID,
    PAYOUT_FAILED
  }
}
