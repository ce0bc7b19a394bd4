package sibyl.gateway.http;

import io.vertx.core.Future;
import java.util.function.Supplier;
import sibyl.gateway.limit.FairShares;

/**
 * The requests that are being answered. One account, or one network of those that are not signed
 * in, has a share of them, and whatever a request waits for (the exchange, the database, an event
 * to be seen) it waits for once; so none of these can be used up by one party either.
 */
public final class UnderWay {
  private final FairShares shares;

  public UnderWay(FairShares shares) {
    this.shares = shares;
  }

  /** Does one thing for a holder; fails with 429 when too much is being done for it already. */
  <T> Future<T> call(Object holder, Supplier<Future<T>> request) {
    if (!shares.take(holder)) {
      return Future.failedFuture(Problems.tooManyUnderWay());
    }
    Future<T> answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) {
      shares.giveBack(holder);
      throw e;
    }
    return answer.onComplete(done -> shares.giveBack(holder));
  }
}
