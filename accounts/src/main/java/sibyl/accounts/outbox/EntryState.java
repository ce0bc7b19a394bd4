package sibyl.accounts.outbox;

/**
 * Where an entry of the outbox is.
 *
 * <pre>
 *   WAITING ──► DONE                    its event was seen; from any other state too, for the
 *      │                                engine's word is the last
 *      ├──────► REFUSED                 by the exchange, where that is an answer
 *      └──────► DEAD ──► WAITING        a person has it tried again
 *                └─────► DISCARDED      or gives it up, saying why
 * </pre>
 */
public enum EntryState {
  WAITING,
  DONE,
  REFUSED,
  DEAD,
  DISCARDED
}
