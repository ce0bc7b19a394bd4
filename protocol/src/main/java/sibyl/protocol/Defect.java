package sibyl.protocol;

/** What makes bytes no message of this protocol. */
public enum Defect {
  /** They end before the message does. */
  TRUNCATED,
  /** They go on after the message has ended. */
  TRAILING_BYTES,
  /** More bytes than a message may have. */
  TOO_LONG,
  OTHER_SCHEMA,
  /** Written by a build with another version of the schema than this one understands. */
  OTHER_VERSION,
  UNKNOWN_TEMPLATE,
  /** The fixed part is not as long as the schema says. */
  WRONG_BLOCK_LENGTH,
  /** A code stands for no value. */
  UNKNOWN_CODE,
  /** A flag is set that means nothing. */
  UNKNOWN_FLAG,
  TEXT_TOO_LONG,
  /** A text is not well-formed UTF-8, or has the character U+0000, which databases refuse. */
  ILL_FORMED_TEXT,
  /** A group has more entries than it may have. */
  TOO_MANY_ENTRIES,
  /** The bytes are not those that were written. */
  WRONG_CHECKSUM,
  /** The numbers of a frame's events do not make sense. */
  WRONG_SEQUENCE
}
