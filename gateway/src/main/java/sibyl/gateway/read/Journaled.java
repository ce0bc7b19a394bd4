package sibyl.gateway.read;

/** What an event of the journal made; later ones have larger numbers. */
interface Journaled {
  /** The number of the event. */
  long seq();
}
