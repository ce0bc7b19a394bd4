package sibyl.accounts.message;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages in the background, so that nobody waits for a provider and nobody learns from how
 * long it takes. At most {@link #WAITING_MAX} wait; one more is refused. A message that a provider
 * does not take is tried again a few times, less and less often; what fails for good or comes too
 * late is counted and forgotten, since its receiver can ask for another.
 */
public final class OutgoingTexts implements AutoCloseable {
  /** Most messages that wait for their turn. */
  public static final int WAITING_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(OutgoingTexts.class);
  private static final int SENDERS = 4;
  private static final int TRIES_MAX = 3;
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final TextSender sender;
  private final InstantSource clock;
  private final Duration firstPause;
  private final BlockingQueue<TextMessage> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder sent = new LongAdder();
  private final LongAdder failedTries = new LongAdder();
  private final LongAdder lost = new LongAdder();

  private OutgoingTexts(TextSender sender, InstantSource clock, Duration firstPause) {
    this.sender = sender;
    this.clock = clock;
    this.firstPause = firstPause;
  }

  public static OutgoingTexts start(TextSender sender, InstantSource clock) {
    return start(sender, clock, Duration.ofMillis(500));
  }

  /**
   * @param firstPause before a message is tried again; doubles
   */
  static OutgoingTexts start(TextSender sender, InstantSource clock, Duration firstPause) {
    OutgoingTexts texts = new OutgoingTexts(sender, clock, firstPause);
    for (int i = 0; i < SENDERS; i++) {
      texts.threads.add(Thread.ofVirtual().name("texts-" + i).start(texts::run));
    }
    return texts;
  }

  /**
   * Takes a message to be sent soon.
   *
   * @return false if too many wait already
   */
  public boolean offer(TextMessage message) {
    return waiting.offer(message);
  }

  /** Messages that a provider has taken. */
  public long sent() {
    return sent.sum();
  }

  /** Tries that failed, also those that a later one made good. */
  public long failedTries() {
    return failedTries.sum();
  }

  /** Messages given up: nobody took them, or they came too late. */
  public long lost() {
    return lost.sum();
  }

  /** Messages that wait for their turn. */
  public int waiting() {
    return waiting.size();
  }

  /** Stops; what waits is forgotten. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        deliver(waiting.take());
      }
    } catch (InterruptedException e) {
      // closed
    }
  }

  private void deliver(TextMessage message) throws InterruptedException {
    Duration pause = firstPause;
    for (int tries = 1; clock.instant().isBefore(message.uselessAt()); tries++) {
      try {
        sender.send(message);
        sent.increment();
        return;
      } catch (TextFailedException e) {
        failedTries.increment();
        LOG.warn("a text message was not taken, try {}: {}", tries, e.getMessage());
        if (e.isLasting() || tries == TRIES_MAX) {
          break;
        }
      } catch (RuntimeException e) {
        failedTries.increment();
        LOG.error("a text message could not be sent", e);
        break;
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
    }
    lost.increment();
  }
}
