package sibyl.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Calls what blocks (the database) on virtual threads, so many at a time; one more is refused at
 * once. The answer comes back on the caller's event loop.
 */
public final class Blocking implements AutoCloseable {
  private final Vertx vertx;
  private final Semaphore places;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-blocking-", 0).factory());

  public Blocking(Vertx vertx, int callsMax) {
    this.vertx = vertx;
    this.places = new Semaphore(callsMax);
  }

  /** Fails with {@link Problems#databaseBusy()} when there is no place. */
  public <T> Future<T> call(Callable<T> task) {
    if (!places.tryAcquire()) {
      return Future.failedFuture(Problems.databaseBusy());
    }
    Promise<T> promise = Promise.promise();
    var context = vertx.getOrCreateContext();
    threads.execute(
        () -> {
          try {
            T value = task.call();
            context.runOnContext(done -> promise.complete(value));
          } catch (Throwable failure) {
            context.runOnContext(failed -> promise.fail(failure));
          } finally {
            places.release();
          }
        });
    return promise.future();
  }

  /** For caches that load in the background. */
  public ExecutorService threads() {
    return threads;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
