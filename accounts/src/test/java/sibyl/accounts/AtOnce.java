package sibyl.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many calls at the same time. */
public final class AtOnce {
  private AtOnce() {}

  /** What each of a number of equal calls came to: its result, or the code of its refusal. */
  public static List<Object> times(int number, Callable<?> call) {
    List<Callable<?>> calls = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      calls.add(call);
    }
    return all(calls);
  }

  /** What each call came to: its result, or the code of its refusal. */
  public static List<Object> all(List<? extends Callable<?>> calls) {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> futures = new ArrayList<>();
      for (Callable<?> call : calls) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<Object> outcomes = new ArrayList<>();
      for (Future<Object> future : futures) {
        outcomes.add(outcome(future));
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Object outcome(Future<Object> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AccountsException refusal) {
        return refusal.code();
      }
      throw new AssertionError(e.getCause());
    }
  }
}
