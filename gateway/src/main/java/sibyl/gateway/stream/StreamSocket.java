package sibyl.gateway.stream;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Credential;

/**
 * One client. Lives on its event loop; only {@link #wake} may be called from elsewhere. It writes
 * while the socket takes it and stops when its write queue is full, so what waits, waits in the
 * subscriptions.
 */
final class StreamSocket {
  /** Close codes of our own, beside the protocol's. */
  static final short CLOSE_SESSION_ENDED = 4001;

  static final short CLOSE_RIGHTS_CHANGED = 4003;

  static final short CLOSE_SLOW_READER = 4008;

  /** How long a full write queue may stay full. */
  private static final long STUCK_NANOS_MAX = 30_000_000_000L;

  private final ServerWebSocket socket;
  private final Context context;
  private final StreamHub hub;
  private final String network;
  private final @Nullable Credential credential;
  private volatile Subscriber who;
  private final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private int lastSid;
  private long fullSinceNanos;
  private boolean closed;

  StreamSocket(
      ServerWebSocket socket,
      Context context,
      StreamHub hub,
      String network,
      Subscriber who,
      @Nullable Credential credential) {
    this.socket = socket;
    this.context = context;
    this.hub = hub;
    this.network = network;
    this.who = who;
    this.credential = credential;
  }

  void open() {
    socket.textMessageHandler(this::onText);
    socket.binaryMessageHandler(
        ignored -> error(null, "malformed", "Send text messages: one JSON object in each."));
    socket.closeHandler(gone -> onClosed());
    socket.exceptionHandler(failure -> socket.close());
    socket.drainHandler(drained -> send());
  }

  Caller caller() {
    return who.caller();
  }

  /** The caller's teams are these now: who has left one hears no more of it. From any thread. */
  void teams(Set<Long> now) {
    who = new Subscriber(who.caller(), now);
    context.runOnContext(
        looked -> {
          boolean left =
              subscriptions.values().stream()
                  .map(Subscription::topic)
                  .anyMatch(
                      topic ->
                          topic instanceof Topic.Account(long account) && !who.mayHearOf(account));
          if (left) {
            socket.close(CLOSE_RIGHTS_CHANGED, "you are not in that team any more");
          }
        });
  }

  boolean hasTeams() {
    return !who.teams().isEmpty();
  }

  @Nullable Credential credential() {
    return credential;
  }

  String network() {
    return network;
  }

  /** There is something to send. From any thread. */
  void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(now -> send());
    }
  }

  /** From any thread. */
  void close(short code, String reason) {
    context.runOnContext(now -> socket.close(code, reason));
  }

  /** Says that the socket lives, and where each subscription is. */
  void heartbeat(long asOfSeq) {
    context.runOnContext(
        now -> {
          if (closed) {
            return;
          }
          if (isFull()) {
            if (System.nanoTime() - fullSinceNanos > STUCK_NANOS_MAX) {
              drop("slow reader: nothing was read for too long");
            }
            return;
          }
          JsonArray channels = new JsonArray();
          subscriptions
              .values()
              .forEach(s -> channels.add(new JsonObject().put("sid", s.sid()).put("seq", s.seq())));
          write(
              new JsonObject()
                  .put("type", "heartbeat")
                  .put("as_of_seq", asOfSeq)
                  .put("subscriptions", channels));
        });
  }

  private void onText(String text) {
    Object id = null;
    try {
      if (!hub.mayAsk(network())) {
        throw new StreamProblem("too_many_requests", "Slow down.");
      }
      JsonObject request = StreamRequests.read(text);
      id = StreamRequests.id(request);
      answer(id, request);
    } catch (StreamProblem problem) {
      error(id, problem.code(), String.valueOf(problem.getMessage()));
    }
  }

  private void answer(@Nullable Object id, JsonObject request) {
    String op = request.getValue("op") instanceof String name ? name : "";
    StreamRequests.requireOnly(request, op);
    switch (op) {
      case "subscribe" -> subscribe(id, request);
      case "unsubscribe" -> unsubscribe(id, request);
      case "ping" ->
          write(new JsonObject().put("id", id).put("type", "pong").put("as_of_seq", hub.seq()));
      default -> throw StreamRequests.unknownOp();
    }
  }

  private void subscribe(@Nullable Object id, JsonObject request) {
    if (subscriptions.size() >= hub.subscriptionsMax()) {
      throw new StreamProblem(
          "limit_exceeded",
          "This socket has all the subscriptions it can have: " + hub.subscriptionsMax() + ".");
    }
    String channel = request.getValue("channel") instanceof String name ? name : "";
    Channel chosen = hub.channel(channel);
    StreamRequests.requireOnly(request, chosen.members());
    hub.reserveSubscription(this);
    Subscription subscription;
    try {
      subscription = chosen.subscribe(lastSid + 1, request, who);
    } catch (RuntimeException e) {
      hub.giveBackSubscription(this);
      throw e;
    }
    lastSid++;
    subscriptions.put(subscription.sid(), subscription);
    write(
        new JsonObject()
            .put("id", id)
            .put("type", "subscribed")
            .put("sid", subscription.sid())
            .put("channel", channel));
    hub.add(subscription, this);
    send();
  }

  private void unsubscribe(@Nullable Object id, JsonObject request) {
    Subscription gone =
        request.getValue("sid") instanceof Integer sid ? subscriptions.remove(sid) : null;
    if (gone == null) {
      throw new StreamProblem("unknown_sid", "Give the sid that 'subscribed' told you.");
    }
    hub.remove(gone, this);
    write(new JsonObject().put("id", id).put("type", "unsubscribed").put("sid", gone.sid()));
  }

  private void send() {
    woken.set(false);
    if (closed) {
      return;
    }
    if (subscriptions.values().stream().anyMatch(Subscription::isOverrun)) {
      drop("slow reader: too many private messages wait; subscribe again for a snapshot");
      return;
    }
    List<Subscription> ready = new ArrayList<>(subscriptions.values());
    while (!ready.isEmpty()) {
      for (Subscription subscription : List.copyOf(ready)) {
        if (socket.isClosed() || isFull()) {
          return; // The close handler or the drain handler goes on.
        }
        JsonObject message = subscription.poll();
        if (message == null) {
          ready.remove(subscription);
        } else {
          write(message);
        }
      }
    }
  }

  /** Notes since when the write queue has been full. */
  private boolean isFull() {
    if (!socket.writeQueueFull()) {
      fullSinceNanos = 0;
      return false;
    }
    if (fullSinceNanos == 0) {
      fullSinceNanos = System.nanoTime();
    }
    return true;
  }

  private void drop(String reason) {
    hub.droppedSlowReader();
    closed = true;
    socket.close(CLOSE_SLOW_READER, reason);
  }

  private void error(@Nullable Object id, String code, String detail) {
    write(
        new JsonObject()
            .put("id", id)
            .put("type", "error")
            .put("code", code)
            .put("detail", detail));
  }

  private void write(JsonObject message) {
    if (!closed) {
      socket.writeTextMessage(message.encode());
    }
  }

  private void onClosed() {
    closed = true;
    subscriptions.values().forEach(gone -> hub.remove(gone, this));
    subscriptions.clear();
    hub.closed(this);
  }
}
