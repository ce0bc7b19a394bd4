package sibyl.accounts.staff;

/** What a member of staff is there for. Somebody may have several; what each may do, together. */
public enum Role {
  /** Runs the exchange and decides who else is staff. */
  ADMIN,
  /** Keeps events and markets, contests and queues going. */
  OPERATOR,
  /** Decides how markets end. */
  SETTLER,
  /** Helps people. */
  SUPPORT,
  /** Sees what the others did, and changes nothing. */
  AUDITOR
}
