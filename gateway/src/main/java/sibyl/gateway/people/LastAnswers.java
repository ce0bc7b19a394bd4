package sibyl.gateway.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.DatabaseLoss;

/**
 * What the database answered last about each of a bounded number of keys.
 *
 * <ul>
 *   <li>A fresh answer is given at once, and looked up again in the background before it is old.
 *   <li>An old or {@link #doubtAll doubted} answer is looked up again first. While the database is
 *       away the last answer stands, for a longer but bounded time; a key without one fails as the
 *       database does.
 *   <li>What is {@link #forget forgotten} is gone at once, whether the database is there or not,
 *       and so is a look at it that was under way.
 * </ul>
 *
 * Thread-safe; never blocks but for an instant.
 */
final class LastAnswers<K, V> {
  /** How long an old answer waits for a new one before it is given: a database may be frozen. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** Between two looks at one key while the database is away. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  private final Function<K, V> lookUp;
  private final Executor threads;
  private final RememberedFor times;
  private final Function<K, Duration> idle;
  private final Cache<K, Answer<V>> answers;
  private final Map<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

  /** Guards what is stored and forgotten against looks that end meanwhile. */
  private final Object lock = new Object();

  private volatile boolean away;
  private volatile long doubts;

  /**
   * @param lookUp asks the database; blocks
   * @param idle for how long after its last use an answer may stand while the database is away
   * @param most keys remembered
   */
  LastAnswers(
      Function<K, V> lookUp,
      Executor threads,
      RememberedFor times,
      Function<K, Duration> idle,
      long most) {
    this.lookUp = lookUp;
    this.threads = threads;
    this.times = times;
    this.idle = idle;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(most)
            .expireAfterWrite(times.whileAway())
            .executor(threads)
            .build();
  }

  /** Fails as the database does, when there is no answer that may stand. */
  CompletableFuture<V> get(K key) {
    Answer<V> last = answers.getIfPresent(key);
    if (last != null && mayStand(key, last)) {
      last.usedNs = System.nanoTime();
    }
    return look(key, last);
  }

  /** The same, which is no use of the answer. */
  CompletableFuture<V> glance(K key) {
    return look(key, answers.getIfPresent(key));
  }

  private CompletableFuture<V> look(K key, @Nullable Answer<V> last) {
    long now = System.nanoTime();
    if (last == null) {
      return ask(key);
    }
    long ageNs = now - last.confirmedNs;
    boolean old = ageNs >= times.kept().toNanos();
    if (away && mayStand(key, last)) {
      askInBackground(key, last, now);
      return CompletableFuture.completedFuture(last.value);
    }
    if (!old && !last.doubted) {
      if (ageNs >= times.refreshed().toNanos()) {
        askInBackground(key, last, now);
      }
      return CompletableFuture.completedFuture(last.value);
    }
    CompletableFuture<V> next = ask(key);
    if (!last.doubted && mayStand(key, last)) {
      next = next.copy().completeOnTimeout(last.value, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return next.exceptionally(failure -> standing(key, last, failure));
  }

  /** The last answer, when only the database's absence keeps a new one away. */
  private V standing(K key, Answer<V> last, Throwable failure) {
    // It may have been forgotten while it was looked up.
    if (DatabaseLoss.in(failure).isPresent()
        && answers.getIfPresent(key) == last
        && mayStand(key, last)) {
      return last.value;
    }
    throw failure instanceof CompletionException wrapped
        ? wrapped
        : new CompletionException(failure);
  }

  private boolean mayStand(K key, Answer<V> last) {
    return System.nanoTime() - last.usedNs < idle.apply(key).toNanos();
  }

  private void askInBackground(K key, Answer<V> last, long nowNs) {
    if (nowNs - last.askedNs >= ASK_AGAIN.toNanos()) {
      last.askedNs = nowNs;
      CompletableFuture<V> _ = ask(key);
    }
  }

  /** Joins a look that is under way. */
  private CompletableFuture<V> ask(K key) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = underWay.putIfAbsent(key, mine);
    if (other != null) {
      return other;
    }
    long doubtsBefore = doubts;
    threads.execute(
        () -> {
          try {
            V value = lookUp.apply(key);
            answered(key, mine, value);
            mine.complete(value);
          } catch (Throwable failure) {
            failed(key, mine, failure, doubtsBefore);
            mine.completeExceptionally(failure);
          }
        });
    return mine;
  }

  private void answered(K key, CompletableFuture<V> look, V value) {
    away = false;
    synchronized (lock) {
      if (underWay.remove(key, look)) { // else it was forgotten: this may be from before
        answers.put(key, new Answer<>(value, System.nanoTime()));
      }
    }
  }

  private void failed(K key, CompletableFuture<V> look, Throwable failure, long doubtsBefore) {
    underWay.remove(key, look);
    Optional<DatabaseLoss> loss = DatabaseLoss.in(failure);
    if (loss.isPresent() && doubts == doubtsBefore) {
      away = true;
    }
  }

  /** Forgets every answer of which this is true, and what is being looked up. */
  void forget(Predicate<V> which) {
    synchronized (lock) {
      // What is still being looked up may have been read before the change.
      underWay.clear();
      answers.asMap().values().removeIf(answer -> which.test(answer.value));
    }
  }

  void forgetOf(K key) {
    synchronized (lock) {
      underWay.remove(key);
      answers.invalidate(key);
    }
  }

  /** Any answer may have changed, and the database can be asked. */
  void doubtAll() {
    synchronized (lock) {
      doubts++;
      away = false;
      underWay.clear();
      answers.asMap().values().forEach(answer -> answer.doubted = true);
    }
  }

  private static final class Answer<V> {
    final V value;
    final long confirmedNs;
    volatile long usedNs;
    volatile long askedNs;
    volatile boolean doubted;

    Answer(V value, long confirmedNs) {
      this.value = value;
      this.confirmedNs = confirmedNs;
      this.usedNs = confirmedNs;
      this.askedNs = confirmedNs;
    }
  }
}
