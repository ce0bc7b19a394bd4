package sibyl.cluster.service;

import java.time.Duration;
import org.agrona.collections.Long2LongCounterMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.protocol.CommandDecoder;

/**
 * Counts what sessions sent that is no command, or none of theirs. It changes nothing in the
 * engine, on any node; a session that goes on sending it is closed.
 */
final class MalformedInput {
  /** A session is closed after this many. */
  static final long PER_SESSION_MAX = 16;

  private static final Logger LOG = LoggerFactory.getLogger(MalformedInput.class);
  private static final long LOG_EVERY_NS = Duration.ofSeconds(1).toNanos();

  private final Long2LongCounterMap bySession = new Long2LongCounterMap(0);
  private long total;
  private long logged;
  private long loggedNs = System.nanoTime() - LOG_EVERY_NS;

  /**
   * @return whether the session has sent too much of it and should be closed
   */
  boolean onMalformed(long session, CommandDecoder decoder) {
    total++;
    long nowNs = System.nanoTime();
    if (nowNs - loggedNs >= LOG_EVERY_NS) {
      LOG.warn(
          "malformed command: session={} defect={} offset={} unloggedSinceLast={}",
          session,
          decoder.defect(),
          decoder.defectOffset(),
          total - logged - 1);
      logged = total;
      loggedNs = nowNs;
    }
    return bySession.incrementAndGet(session) == PER_SESSION_MAX;
  }

  /** A command that the session's role may not send. */
  void onForbidden(long session) {
    total++;
    LOG.warn("forbidden command: session={}", session);
  }

  void onSessionClosed(long session) {
    bySession.remove(session);
  }

  long total() {
    return total;
  }
}
