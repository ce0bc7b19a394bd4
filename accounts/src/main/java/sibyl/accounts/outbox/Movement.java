package sibyl.accounts.outbox;

import java.nio.ByteBuffer;
import java.util.UUID;
import sibyl.accounts.Secret;
import sibyl.engine.TransferKind;
import sibyl.engine.command.Transfer;

/**
 * Money that is to move from one account to another, once.
 *
 * @param id names it for ever; see {@link #idOf}
 * @param amount millionths, more than 0
 * @param reference what it came from, in words that its owner and staff may read
 */
public record Movement(
    UUID id, TransferKind kind, long from, long to, long amount, String reference) {
  public Movement {
    if (amount <= 0 || from == to) {
      throw new IllegalArgumentException("not a movement of money: " + amount);
    }
  }

  /** The id of the one movement that is for this: 128 bits of a SHA-256. */
  public static UUID idOf(String what) {
    ByteBuffer hash = ByteBuffer.wrap(Secret.hash(what));
    return new UUID(hash.getLong(), hash.getLong());
  }

  /** The command that makes it happen. */
  public Transfer transfer() {
    return new Transfer(
        id.getMostSignificantBits(), id.getLeastSignificantBits(), from, to, amount, kind);
  }
}
