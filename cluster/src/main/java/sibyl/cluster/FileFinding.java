package sibyl.cluster;

import java.nio.file.Path;

/**
 * What a look at one file of a stopped program gave.
 *
 * @param where the position of what is wrong; empty if nothing is
 * @param advice what to do; empty if nothing is to be done
 */
public record FileFinding(Path file, Verdict verdict, String where, String advice) {
  /** How a file is. */
  public enum Verdict {
    GOOD,
    /**
     * Nothing is to be done: the end of what was being written at a crash, which was never
     * acknowledged, or something that a start does without.
     */
    HARMLESS,
    /**
     * Can be put right without losing anything, by {@code sibyl repair} or {@code sibyl rebuild}.
     */
    REPAIRABLE,
    /** What it held is nowhere else in this directory. */
    LOST
  }

  public static FileFinding good(Path file) {
    return new FileFinding(file, Verdict.GOOD, "", "");
  }
}
