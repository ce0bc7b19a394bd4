package sibyl.gateway;

/** How the parts behind the gateway are doing. Quick, and from any thread. */
@FunctionalInterface
public interface SystemStatus {
  Snapshot now();

  /**
   * At one moment.
   *
   * @param node the state of this node, in lower case
   * @param leads whether it orders the commands
   * @param inputs commands applied since it started, those of the log's replay included
   * @param snapshots taken since it started
   * @param stateChecks comparisons of its state through the log since it started
   * @param stateChecksAgreed of these, those that found the same state
   * @param errors that did not stop it
   * @param tablesSeq the last event in the database's tables
   * @param tablesQueued events heard and not yet written there
   * @param tablesTrouble why they are not written; empty when all is well
   * @param databaseTrouble since when the database cannot be reached, and why; empty while it can
   * @param clockApartMs how far log time is ahead of the wall clock; negative while it is behind
   * @param diskFreeBytes of the fullest disk that is written to
   * @param diskReserveBytes with less free the exchange is cancel-only
   * @param restraint why the exchange restricted itself to cancel-only; empty if it did not
   */
  record Snapshot(
      String node,
      boolean leads,
      long inputs,
      long snapshots,
      long stateChecks,
      long stateChecksAgreed,
      long errors,
      long tablesSeq,
      long tablesQueued,
      String tablesTrouble,
      String databaseTrouble,
      long clockApartMs,
      long diskFreeBytes,
      long diskReserveBytes,
      String restraint) {}
}
