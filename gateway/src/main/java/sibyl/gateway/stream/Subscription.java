package sibyl.gateway.stream;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.trader.Notification;
import sibyl.gateway.read.Applied;

/**
 * One subscription of one socket. The journal's thread offers what happened, the socket's event
 * loop polls what to send; each implementation keeps what waits between the two, within a bound,
 * under its own monitor.
 */
abstract class Subscription {
  private final int sid;
  private final Topic topic;
  private long seq;

  Subscription(int sid, Topic topic) {
    this.sid = sid;
    this.topic = topic;
  }

  final int sid() {
    return sid;
  }

  final Topic topic() {
    return topic;
  }

  /** The number of the last message sent. */
  final synchronized long seq() {
    return seq;
  }

  /**
   * Takes from a command what concerns this subscription.
   *
   * @return whether there is something to send
   */
  abstract boolean offer(Applied applied);

  /**
   * Takes what a person is told beside the exchange's events.
   *
   * @return whether there is something to send
   */
  boolean offer(Notification told) {
    return false;
  }

  /** The next message, or null when there is none. */
  abstract @Nullable JsonObject poll();

  /** Whether the reader is so slow that the socket must be closed. */
  boolean isOverrun() {
    return false;
  }

  /** A message with the next number of this subscription. */
  final synchronized JsonObject message(String type, long asOfSeq) {
    seq++;
    return new JsonObject()
        .put("type", type)
        .put("sid", sid)
        .put("seq", seq)
        .put("as_of_seq", asOfSeq);
  }

  /** A message that says what the reader will not get. */
  final JsonObject gap(String reason, long asOfSeq) {
    return message("gap", asOfSeq).put("reason", reason);
  }
}
