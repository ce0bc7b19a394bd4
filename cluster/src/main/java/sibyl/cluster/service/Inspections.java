package sibyl.cluster.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import sibyl.engine.Engine;

/**
 * Questions about the engine's state from other threads, answered by the service between two
 * commands. While one is being answered no command is applied, so they must be short.
 */
final class Inspections {
  /** More than this many at once are turned away. */
  private static final int WAITING_MAX = 64;

  private final ManyToOneConcurrentArrayQueue<Inspection<?>> waiting =
      new ManyToOneConcurrentArrayQueue<>(WAITING_MAX);
  private volatile boolean closed;

  private record Inspection<T>(
      Function<? super Engine, ? extends T> question, CompletableFuture<T> answer) {
    /** Readers continue on a thread of their own, never on the service's. */
    void answer(Engine engine) {
      try {
        T result = question.apply(engine);
        var _ = answer.completeAsync(() -> result);
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      } catch (Error e) {
        answer.completeExceptionally(e);
        throw e;
      }
    }

    void refuse(String why) {
      answer.completeExceptionally(new RejectedExecutionException(why));
    }
  }

  /** From any thread. The future fails if the queue is full or the node stops first. */
  <T> CompletableFuture<T> ask(Function<? super Engine, ? extends T> question) {
    var inspection = new Inspection<T>(question, new CompletableFuture<>());
    if (closed) {
      inspection.refuse("the node has stopped");
    } else if (!waiting.offer(inspection)) {
      inspection.refuse(WAITING_MAX + " inspections are waiting already");
    } else if (closed) {
      close();
    }
    return inspection.answer();
  }

  /** From the service's thread: answers one question, if there is one. */
  int answerOne(Engine engine) {
    Inspection<?> inspection = waiting.poll();
    if (inspection == null) {
      return 0;
    }
    inspection.answer(engine);
    return 1;
  }

  /** Refuses what waits and what will come. From any thread; twice does no harm. */
  synchronized void close() {
    closed = true;
    for (Inspection<?> inspection = waiting.poll();
        inspection != null;
        inspection = waiting.poll()) {
      inspection.refuse("the node has stopped");
    }
  }
}
