package sibyl.accounts.payment;

import java.util.UUID;
import sibyl.accounts.identity.Document;

/**
 * Whoever moves money between people's banks and ours. Every request has an id, and repeating a
 * request under its id changes nothing. Implementations are thread-safe and may block.
 */
public interface PaymentProvider {
  /** What it is called in addresses and rows. */
  String name();

  /** What its callbacks are signed with. */
  CallbackSignature signature();

  /**
   * @throws sibyl.accounts.AccountsException PAYMENTS_UNAVAILABLE if it takes no requests at all
   */
  default void requireOpen() {}

  /**
   * Asks it to collect a deposit; whether that worked is told by callback only.
   *
   * @param amount millionths
   * @throws ProviderUnavailableException to be tried again
   */
  void collect(UUID id, long amount);

  /**
   * Asks it to pay somebody, or what became of that.
   *
   * @param amount millionths
   * @throws ProviderUnavailableException to be tried again
   */
  Payout pay(UUID id, long amount, Document.PayoutMethod to);

  /** What became of a payment to somebody. */
  enum Payout {
    UNDER_WAY,
    PAID,
    /** For good: nothing was paid and nothing will be. */
    FAILED
  }
}
