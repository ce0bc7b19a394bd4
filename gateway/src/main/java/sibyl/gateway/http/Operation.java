package sibyl.gateway.http;

import io.vertx.core.Future;

/** What stands behind one operation of the contract. Called on an event loop: must not block. */
@FunctionalInterface
public interface Operation {
  /** Answers, or fails with a {@link Problem} or one of the exchange client's failures. */
  Future<Answer> handle(Request request);
}
