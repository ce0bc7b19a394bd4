package sibyl.systemtests.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What is not as it was answered.
 *
 * @param lost acknowledged, and not there
 * @param doubled there more often than it was sent
 * @param wrong there with other figures, there though refused, or books that disagree
 */
record Findings(List<String> lost, List<String> doubled, List<String> wrong) {
  Findings() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  boolean none() {
    return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
  }

  void add(Findings more) {
    lost.addAll(more.lost);
    doubled.addAll(more.doubled);
    wrong.addAll(more.wrong);
  }

  /** The first few of each, for people. */
  @Override
  public String toString() {
    return "%s%s%s"
        .formatted(some("lost", lost), some("doubled", doubled), some("silently wrong", wrong));
  }

  private static String some(String what, List<String> all) {
    return all.isEmpty()
        ? ""
        : "%d %s: %s%n"
            .formatted(
                all.size(), what, String.join("; ", all.subList(0, Math.min(8, all.size()))));
  }
}
