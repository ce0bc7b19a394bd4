package sibyl.gateway.exchange;

import sibyl.engine.command.CommandHeader;

/**
 * Fingerprints of an idempotency key and of the request that came with it.
 *
 * @param high of the key; both halves 0 for none
 * @param low of the key
 * @param request what the same key must come with again
 */
public record IdempotencyKey(long high, long low, long request) {
  public static final IdempotencyKey NONE = new IdempotencyKey(0, 0, 0);

  /**
   * @param actor whose key it is: the same text of somebody else is another key
   * @param request everything that makes the request what it is, in one form
   */
  public static IdempotencyKey of(long actor, String key, String request) {
    Fingerprint whose = Fingerprint.of(actor + " " + key);
    return new IdempotencyKey(whose.high(), whose.low(), Fingerprint.of(request).high());
  }

  void writeTo(CommandHeader header) {
    header.key(high, low, request);
  }
}
