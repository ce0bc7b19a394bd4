package sibyl.engine;

import org.jspecify.annotations.Nullable;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.ledger.AccountTable;
import sibyl.engine.limits.IdempotencyKeys;
import sibyl.engine.snapshot.StateReader;
import sibyl.engine.snapshot.StateWriter;

/**
 * What every command passes before it is looked at: has it been carried out before, does the
 * exchange take such commands now, may this account send them.
 */
final class Gate {
  private static final ExchangeState[] STATES = ExchangeState.values();

  /** Kinds of commands that accounts send; those of staff and transfers are never kept out. */
  enum Kind {
    /** Could trade, reserve or make something new. */
    TRADE,
    /** Rearranges what an account has open. */
    ARRANGE,
    /** Takes orders down. */
    CANCEL
  }

  private final AccountTable accounts;
  private final IdempotencyKeys keys;
  private final EventStream events;
  private ExchangeState state = ExchangeState.OPEN;

  Gate(AccountTable accounts, IdempotencyKeys keys, EventStream events) {
    this.accounts = accounts;
    this.keys = keys;
    this.events = events;
  }

  ExchangeState state() {
    return state;
  }

  /** Whether every command is taken from every account. */
  boolean isOpen() {
    return state == ExchangeState.OPEN && !accounts.anySuspended();
  }

  /** Why a kind of command is not taken from an account now, or null. */
  @Nullable Reason refusal(Kind kind, long account, Rejection rejection) {
    if (state == ExchangeState.HALTED) {
      return Reason.EXCHANGE_HALTED;
    }
    if (state == ExchangeState.CANCEL_ONLY && kind == Kind.TRADE) {
      return Reason.CANCEL_ONLY;
    }
    if (kind != Kind.CANCEL && accounts.anySuspended()) {
      int slot = accounts.find(account);
      if (slot != AccountTable.NONE && accounts.suspended(slot)) {
        rejection.account = account;
        return Reason.ACCOUNT_SUSPENDED;
      }
    }
    return null;
  }

  /** Whether the command's key has been used. */
  boolean isKnown(CommandHeader header, long nowMs) {
    return header.hasKey()
        && keys.find(header.actor, header.keyHigh, header.keyLow, nowMs) != IdempotencyKeys.NONE;
  }

  /** Whether the command's key has been used; if so, the answer is given here. */
  boolean isRepeat(CommandHeader header, long nowMs, Rejection rejection) {
    if (!header.hasKey()) {
      return false;
    }
    int known = keys.find(header.actor, header.keyHigh, header.keyLow, nowMs);
    if (known == IdempotencyKeys.NONE) {
      return false;
    }
    if (keys.bodyHash(known) == header.bodyHash) {
      events.repeated(keys.firstSeq(known), keys.lastSeq(known));
    } else {
      events.rejected(Reason.IDEMPOTENCY_CONFLICT, rejection);
    }
    return true;
  }

  /**
   * Remembers the key of a command that was carried out.
   *
   * @param firstSeq number of its first event, if it had any
   */
  void remember(CommandHeader header, long firstSeq, long nowMs) {
    if (header.hasKey()) {
      keys.add(
          header.actor,
          header.keyHigh,
          header.keyLow,
          header.bodyHash,
          firstSeq,
          events.lastSeq(),
          nowMs);
    }
  }

  void change(ExchangeState newState) {
    state = newState;
    events.exchangeStateChanged(newState);
  }

  void write(StateWriter out) {
    out.putEnum(state);
    keys.write(out);
  }

  void read(StateReader in) {
    state = in.getEnum(STATES);
    keys.read(in);
  }
}
