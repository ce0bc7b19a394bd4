package sibyl.cluster;

import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Makes the threads of a node's parts, and hears of their ends. Aeron tells its error handlers of a
 * failure only after it has noted it in a mapped file and a counter; when that fails as well, as on
 * a full disk, the thread ends without a word. Nothing can end one of these unnoticed.
 */
final class WatchedThreads implements ThreadFactory {
  private final BooleanSupplier mayEnd;
  private final Consumer<Throwable> onFailure;

  /**
   * @param mayEnd whether the node is being stopped
   * @param onFailure told why a thread has ended when it may not, on that thread
   */
  WatchedThreads(BooleanSupplier mayEnd, Consumer<Throwable> onFailure) {
    this.mayEnd = mayEnd;
    this.onFailure = onFailure;
  }

  @Override
  public Thread newThread(Runnable work) {
    return Thread.ofPlatform().unstarted(() -> run(work));
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (Throwable failure) {
      onFailure.accept(failure);
      return;
    }
    if (!mayEnd.getAsBoolean()) {
      onFailure.accept(
          new IllegalStateException(
              "the thread " + Thread.currentThread().getName() + " has ended"));
    }
  }
}
