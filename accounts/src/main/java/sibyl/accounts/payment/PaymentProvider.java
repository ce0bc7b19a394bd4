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
   * Asks it to collect a deposit; whether that worked is told by callback, or when asked for.
   *
   * @param amount millionths
   * @throws ProviderUnavailableException to be tried again
   */
  void collect(UUID id, long amount);

  /**
   * Asks it to pay somebody, or what became of that.
   *
   * @param amount millionths
   * @return never UNKNOWN
   * @throws ProviderUnavailableException to be tried again
   */
  Progress pay(UUID id, long amount, Document.PayoutMethod to);

  /**
   * What it knows of something it was asked for, for whom its callbacks do not reach.
   *
   * @throws ProviderUnavailableException to be tried again
   */
  Standing standing(UUID id);

  /**
   * How a payment stands.
   *
   * @param amount millionths; 0 if it is unknown
   */
  record Standing(Progress progress, long amount) {
    /** Of what it was never asked for. */
    public static final Standing UNKNOWN = new Standing(Progress.UNKNOWN, 0);
  }

  /** How far a payment is. */
  enum Progress {
    UNKNOWN,
    UNDER_WAY,
    PAID,
    /** For good: nothing was paid and nothing will be. */
    FAILED
  }
}
