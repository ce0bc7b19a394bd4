package sibyl.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database's tables say what the engine says. A few accounts and markets are compared
 * all the time, all of them on demand. From any thread; quick.
 */
public interface TableAudit {
  Standing now();

  /** Begins to compare everything, unless that is being done. */
  void compareAll();

  /**
   * What is known.
   *
   * @param rows compared since the start of the program
   * @param seq the event as of which the last few were compared
   * @param differing accounts and markets that differed when they were last looked at
   * @param differences the first of them, a line each
   * @param trouble why nothing can be compared now; empty when it can
   * @param full the comparison of everything that is under way, or the last one; null if there was
   *     none
   */
  record Standing(
      long rows,
      long seq,
      int differing,
      List<String> differences,
      String trouble,
      @Nullable Full full) {
    public Standing {
      differences = List.copyOf(differences);
    }
  }

  /**
   * A comparison of everything.
   *
   * @param endedMs 0 while it is under way
   * @param seq the event as of which its last rows were compared
   * @param rows compared so far
   * @param accounts looked at so far
   * @param markets looked at so far
   * @param differing rows
   * @param differences the first of them
   * @param trouble why it ended early; empty if it did not
   */
  record Full(
      long startedMs,
      long endedMs,
      long seq,
      long rows,
      long accounts,
      long markets,
      long differing,
      List<String> differences,
      String trouble) {
    public Full {
      differences = List.copyOf(differences);
    }
  }
}
