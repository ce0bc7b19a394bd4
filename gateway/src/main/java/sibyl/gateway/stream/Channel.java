package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import java.util.Set;

/** One kind of subscription. */
interface Channel {
  String name();

  /** What a subscription can say beyond which channel it is for. */
  Set<String> members();

  /**
   * Makes a subscription; it is told of commands from now on and begins with a snapshot where the
   * channel has one.
   *
   * @param sid the subscription's number on its socket
   * @param request as the client sent it
   * @throws StreamProblem if the caller may not or the request makes no sense
   */
  Subscription subscribe(int sid, JsonObject request, Subscriber who);
}
