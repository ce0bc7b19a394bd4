package sibyl.benchmarks;

/** What becomes of the events while commands are measured. */
enum Hearing {
  /** Nobody listens. */
  UNHEARD,
  /** They are encoded into frames in a buffer. */
  ENCODED,
  /** Each frame also gets its checksum, as when the journal takes it. */
  SEALED
}
