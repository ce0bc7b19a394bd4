package sibyl.gateway.exchange;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.client.CommandPublisher;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.gateway.read.Applied;
import sibyl.protocol.CommandEncoder;

/**
 * Sends commands and learns what became of them: the answer to a command is its events, recognised
 * by (origin, correlation) once the read model has applied them. So whoever gets an answer finds it
 * in the next read.
 *
 * <p>At most {@code pendingMax} commands are under way; one more is {@link NotSent}. Every command
 * has a deadline, after which it fails with {@link OutcomeUnknown}; {@link #expire} must be called
 * regularly to notice. Any thread may send; one encoder under a lock serves them all, since
 * encoding takes about a microsecond and the log has one way in anyway.
 */
public final class ExchangeClient {
  private final long origin;
  private final CommandPublisher link;
  private final int pendingMax;
  private final long deadlineNanos;
  private final ConcurrentHashMap<Long, Pending> pending = new ConcurrentHashMap<>();
  private final AtomicInteger pendingCount = new AtomicInteger();
  private final AtomicLong correlations;
  private final Lock encoding = new ReentrantLock();
  private final CommandEncoder encoder = new CommandEncoder();
  private final CommandHeader header = new CommandHeader();
  private volatile boolean stopping;

  private record Pending(CompletableFuture<Applied> answer, long deadlineNanos) {}

  /** Writes one command into {@code into}, with the given header. Must not keep either. */
  @FunctionalInterface
  public interface Command {
    void writeTo(CommandHandler into, CommandHeader header);
  }

  /**
   * @param origin this gateway's number
   * @param startMillis wall clock at the start; seeds the correlations, so that an old command in a
   *     replayed journal is never taken for the answer to a new one
   */
  public ExchangeClient(
      long origin, CommandPublisher link, int pendingMax, Duration deadline, long startMillis) {
    this.origin = origin;
    this.link = link;
    this.pendingMax = pendingMax;
    this.deadlineNanos = deadline.toNanos();
    this.correlations = new AtomicLong(startMillis << 20);
  }

  /**
   * Sends a command.
   *
   * @param actor the user on whose behalf
   * @param key under which the exchange carries it out once
   * @return completes on the journal's thread with what the command did (a refusal is a {@link
   *     sibyl.gateway.read.Change.Rejected} in it), or fails with {@link NotSent} or {@link
   *     OutcomeUnknown}
   * @throws IllegalArgumentException if a text of the command is too long or malformed
   */
  public CompletableFuture<Applied> send(long actor, IdempotencyKey key, Command command) {
    if (stopping) {
      return CompletableFuture.failedFuture(new NotSent(NotSent.Cause.STOPPING));
    }
    if (pendingCount.incrementAndGet() > pendingMax) {
      pendingCount.decrementAndGet();
      return CompletableFuture.failedFuture(new NotSent(NotSent.Cause.TOO_MANY_PENDING));
    }
    long correlation = correlations.incrementAndGet();
    CompletableFuture<Applied> answer = new CompletableFuture<>();
    pending.put(correlation, new Pending(answer, System.nanoTime() + deadlineNanos));
    boolean sent = false;
    try {
      sent = offer(actor, correlation, key, command);
    } finally {
      if (!sent) {
        forget(correlation);
      }
    }
    return sent ? answer : CompletableFuture.failedFuture(new NotSent(NotSent.Cause.LINK_BUSY));
  }

  private boolean offer(long actor, long correlation, IdempotencyKey key, Command command) {
    encoding.lock();
    try {
      key.writeTo(header.set(0, origin, correlation, actor));
      command.writeTo(encoder, header);
      return link.offer(encoder.buffer(), 0, encoder.length());
    } finally {
      encoding.unlock();
    }
  }

  /** Tells the sender what its command did; for the read model's listener. */
  public void onApplied(Applied applied) {
    if (applied.events().origin() != origin) {
      return;
    }
    Pending done = forget(applied.events().correlation());
    if (done != null) {
      done.answer.complete(applied);
    }
  }

  /** Fails the commands whose deadline has passed. */
  public void expire() {
    long now = System.nanoTime();
    for (Iterator<Long> keys = pending.keySet().iterator(); keys.hasNext(); ) {
      long correlation = keys.next();
      Pending waiting = pending.get(correlation);
      if (waiting != null && now - waiting.deadlineNanos > 0) {
        Pending expired = forget(correlation);
        if (expired != null) {
          expired.answer.completeExceptionally(new OutcomeUnknown());
        }
      }
    }
  }

  /** How many commands are under way. */
  public int pending() {
    return pendingCount.get();
  }

  /** Takes no more commands; those under way still get their answers. */
  public void stop() {
    stopping = true;
  }

  private @Nullable Pending forget(long correlation) {
    Pending removed = pending.remove(correlation);
    if (removed != null) {
      pendingCount.decrementAndGet();
    }
    return removed;
  }
}
