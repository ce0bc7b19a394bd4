package sibyl.cluster.service;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.CommandPublisher;
import sibyl.engine.Engine;
import sibyl.engine.snapshot.StateHash;
import sibyl.protocol.StateMessageDecoder;
import sibyl.protocol.StateMessageEncoder;
import sibyl.protocol.StateMessageHandler;

/**
 * Compares the states of the members through the log. Every so often the one that leads puts a
 * check into it; there every member hashes its state, and states the hash in the log, where all
 * compare it with their own.
 *
 * <pre>
 *   leader ─ StateCheck ─► log ─► every member: hash ─ StateStatement ─► log ─► every member: compare
 * </pre>
 *
 * <p>When a check is due the leader decides by its own clock; that every member makes it at the
 * same place the log sees to. For the service's thread.
 */
final class StateChecks {
  /** Of the time, the part that hashing may take is one in so many. */
  private static final long REST_FACTOR = 1_000;

  /** A statement that did not come back out of the log is made again after this long. */
  private static final long RETRY_NS = Duration.ofSeconds(1).toNanos();

  private final int self;
  private final CommandPublisher log;
  private final InputSchedule schedule;
  private final StateAgreement agreement;
  private final StateMessageDecoder decoder = new StateMessageDecoder();
  private final StateMessageEncoder encoder = new StateMessageEncoder();
  private final AtomicLong made = new AtomicLong();
  private volatile long agreed;
  private volatile long lastTookNs;

  // What this member has not seen itself state in the log.
  private StateAgreement.@Nullable Stated unstated;
  private long unstatedPosition;
  private boolean sent;
  private long sentNs;

  /**
   * @param log where messages to all members go; false when there is no way to it now
   */
  StateChecks(int self, int members, InputSchedule schedule, CommandPublisher log) {
    this.self = self;
    this.schedule = schedule;
    this.log = log;
    this.agreement = new StateAgreement(self, members);
  }

  /** A command or timer was applied. */
  void onInput(long timeMs) {
    schedule.onInput();
    agreement.onTime(timeMs);
  }

  /**
   * Takes a message of a member out of the log.
   *
   * @param position of the message in the log
   * @return false if it is no such message
   * @throws StateDivergedException if this member is to stop
   */
  boolean onMessage(
      DirectBuffer buffer, int offset, int length, long position, long timeMs, Engine engine) {
    return decoder.decode(
        buffer,
        offset,
        length,
        new StateMessageHandler() {
          @Override
          public void onStateCheck(int member) {
            check(position, timeMs, engine);
          }

          @Override
          public void onStateStatement(int member, long at, long seq, long hash) {
            compare(member, at, new StateAgreement.Stated(seq, hash));
            agreement.onTime(timeMs);
          }
        });
  }

  private void check(long position, long timeMs, Engine engine) {
    long startNs = System.nanoTime();
    var own = new StateAgreement.Stated(engine.lastSeq(), hash(engine));
    long nowNs = System.nanoTime();
    lastTookNs = nowNs - startNs;
    schedule.onDone(nowNs, REST_FACTOR * lastTookNs);
    agreement.onOwn(position, timeMs, own);
    unstated = own;
    unstatedPosition = position;
    sent = false;
    made.incrementAndGet();
  }

  private void compare(int member, long position, StateAgreement.Stated stated) {
    if (member == self && position == unstatedPosition) {
      unstated = null;
    }
    agreement.onStatement(member, position, stated);
    agreed = agreement.agreed();
  }

  /** Between two inputs: says what is to be said. */
  int work(long nowNs, boolean leads) {
    StateAgreement.Stated own = unstated;
    if (own != null && (!sent || nowNs - sentNs > RETRY_NS)) {
      sent = true;
      sentNs = nowNs;
      encoder.onStateStatement(self, unstatedPosition, own.seq(), own.hash());
      sent = log.offer(encoder.buffer(), 0, encoder.length());
      return sent ? 1 : 0;
    }
    if (leads && schedule.request(nowNs)) {
      encoder.onStateCheck(self);
      return log.offer(encoder.buffer(), 0, encoder.length()) ? 1 : 0;
    }
    return 0;
  }

  /** Checks made in this run, those replayed at its start included. From any thread. */
  long made() {
    return made.get();
  }

  /** Of these, those at which a majority had the state that this member had. From any thread. */
  long agreed() {
    return agreed;
  }

  /** How long the exchange stood still for the last one, nanoseconds. From any thread. */
  long lastTookNs() {
    return lastTookNs;
  }

  /** Of all that a snapshot of the engine would hold, clock times and event numbers included. */
  static long hash(Engine engine) {
    var hash = new StateHash();
    engine.writeSnapshot(hash);
    return hash.value();
  }
}
