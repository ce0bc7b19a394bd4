package sibyl.systemtests.faults;

/** Something that breaks. */
@FunctionalInterface
interface Fault {
  /**
   * Lets people trade, breaks something, and brings the exchange back, so that it serves and no one
   * trades when this returns.
   */
  void strike(Scene scene) throws Exception;
}
