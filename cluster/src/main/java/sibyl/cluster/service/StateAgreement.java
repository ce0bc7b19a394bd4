package sibyl.cluster.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the members of a cluster say about their states at the same positions of the log, compared
 * with the state of this one. What is said stands in the log, so a member that applies it again,
 * later and alone, compares as well.
 *
 * <p>One of several stops when a majority of all has another state than it has. When they disagree
 * and no majority is of one mind within {@link #UNSETTLED_MS_MAX} of log time, each stops that
 * knows of it, since which is right cannot be known. A member that is alone compares what it said
 * when the log was written with what it comes to now. For the service's thread.
 */
final class StateAgreement {
  /** Log time for the statements of all to arrive. */
  static final long UNSETTLED_MS_MAX = 10_000;

  /** Older checks are forgotten. */
  private static final int KEPT = 8;

  private static final Logger LOG = LoggerFactory.getLogger(StateAgreement.class);

  /** What the state was after {@code seq} events. */
  record Stated(long seq, long hash) {
    @Override
    public String toString() {
      return String.format("hash %016x after event %d", hash, seq);
    }
  }

  /** One check. */
  private static final class Check {
    final long position;
    final long timeMs;
    final Stated own;
    final Map<Integer, Stated> byMember = new TreeMap<>();
    boolean settled;
    boolean disputed;

    Check(long position, long timeMs, Stated own) {
      this.position = position;
      this.timeMs = timeMs;
      this.own = own;
    }
  }

  private final int self;
  private final int members;
  private final Deque<Check> checks = new ArrayDeque<>();
  private int disputes;
  private long agreed;

  StateAgreement(int self, int members) {
    this.self = self;
    this.members = members;
  }

  /** The state of this member at a check, before any statement about it can be in the log. */
  void onOwn(long position, long timeMs, Stated own) {
    checks.addLast(new Check(position, timeMs, own));
    if (checks.size() > KEPT && checks.removeFirst().disputed) {
      disputes--;
    }
  }

  /**
   * A statement of the log, of this member or another.
   *
   * @throws StateDivergedException if by it this member is the one that differs
   */
  void onStatement(int member, long position, Stated stated) {
    Check check = find(position);
    if (check == null || member < 0 || member >= members) {
      return;
    }
    check.byMember.put(member, stated);
    Stated majority = majority(check);
    if (majority != null && !majority.equals(check.own)) {
      throw diverged(check, "the majority");
    }
    if (majority != null && !check.settled) {
      check.settled = true;
      agreed++;
    }
    if (!isOnlyOurs(member) && !stated.equals(check.own)) {
      LOG.error(
          "states differ: position={} member={} has {}, this member has {}",
          position,
          member,
          stated,
          check.own);
      if (!check.disputed) {
        check.disputed = true;
        disputes++;
      }
    }
  }

  /**
   * Log time goes on.
   *
   * @throws StateDivergedException if members disagree, and no majority has settled it for long
   */
  void onTime(long timeMs) {
    if (disputes == 0) {
      return;
    }
    for (Check check : checks) {
      if (check.disputed && !check.settled && timeMs - check.timeMs > UNSETTLED_MS_MAX) {
        throw diverged(check, "another, without a majority on either side,");
      }
    }
  }

  /** Checks at which a majority, this member among it, had one state. */
  long agreed() {
    return agreed;
  }

  /** Whether what this member says for itself counts as it comes to it now, not as it once said. */
  private boolean isOnlyOurs(int member) {
    return member == self && members > 1;
  }

  private @Nullable Check find(long position) {
    for (Check check : checks) {
      if (check.position == position) {
        return check;
      }
    }
    return null;
  }

  /** What more than half of all members have; null if that is not known. */
  private @Nullable Stated majority(Check check) {
    for (Stated candidate : check.byMember.values()) {
      int count = members > 1 && candidate.equals(check.own) ? 1 : 0;
      for (Map.Entry<Integer, Stated> entry : check.byMember.entrySet()) {
        if (!isOnlyOurs(entry.getKey()) && entry.getValue().equals(candidate)) {
          count++;
        }
      }
      if (2 * count > members) {
        return candidate;
      }
    }
    return null;
  }

  private StateDivergedException diverged(Check check, String whose) {
    if (members == 1) {
      return new StateDivergedException(
          "the log, applied again, comes to another state than when it was written: at position "
              + check.position
              + " it has "
              + check.own
              + ", it had "
              + check.byMember.get(self)
              + ". Another build or damaged memory does that. Start with the build that wrote the"
              + " log; if it says the same, restore the whole data directory from a backup");
    }
    return new StateDivergedException(
        "the state of member "
            + self
            + " differs from that of "
            + whose
            + " at position "
            + check.position
            + " of the log: it has "
            + check.own
            + ", stated are "
            + check.byMember
            + ". Do not start it with its files again: replace it by an empty one, which takes all"
            + " from the others");
  }
}
