package sibyl.gateway.stream;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.DatabaseLoss;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsChange;
import sibyl.accounts.trader.Notification;
import sibyl.gateway.GatewayConfig;
import sibyl.gateway.http.ApiMetrics;
import sibyl.gateway.http.ClientAddress;
import sibyl.gateway.http.Credentials;
import sibyl.gateway.http.Guards;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Stated;
import sibyl.gateway.limit.FairShares;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Credential;
import sibyl.gateway.read.Applied;
import sibyl.gateway.read.Change;
import sibyl.gateway.read.FillView;
import sibyl.gateway.read.OrderView;
import sibyl.gateway.read.ReadModel;

/**
 * All sockets of this gateway. Told of every command on the journal's thread, it offers it to the
 * subscriptions it concerns and wakes their sockets.
 */
public final class StreamHub {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final int WRITE_QUEUE_BYTES = 256 * 1024;
  private static final long NOBODY = 0;
  private static final short CLOSE_GOING_AWAY = 1001;
  private static final short CLOSE_TRY_LATER = 1013;

  private final Vertx vertx;
  private final GatewayConfig.Stream limits;
  private final ReadModel model;
  private final Guards guards;
  private final Rights rights;
  private final ApiMetrics metrics;
  private final Map<String, Channel> channels;
  private final Map<Topic, Map<Subscription, StreamSocket>> listeners = new ConcurrentHashMap<>();
  private final Set<StreamSocket> sockets = ConcurrentHashMap.newKeySet();
  private final FairShares socketsOf;
  private final FairShares socketsFrom;
  private final FairShares subscriptionsOf;

  public StreamHub(
      Vertx vertx,
      GatewayConfig.Stream limits,
      ReadModel model,
      Guards guards,
      Rights rights,
      ApiMetrics metrics) {
    this.vertx = vertx;
    this.limits = limits;
    this.model = model;
    this.guards = guards;
    this.rights = rights;
    this.metrics = metrics;
    socketsOf = new FairShares(limits.socketsMax(), limits.socketsPerAccountMax());
    socketsFrom = new FairShares(limits.socketsMax(), limits.socketsPerNetworkMax());
    subscriptionsOf =
        new FairShares(limits.subscriptionsMax(), limits.subscriptionsPerAccountMax());
    this.channels =
        Stream.of(
                new BookChannel(model, limits.queuedMessagesMax()),
                new TradesChannel(model, limits.queuedMessagesMax()),
                new AccountChannel(model, limits.queuedMessagesMax()))
            .collect(Collectors.toUnmodifiableMap(Channel::name, Function.identity()));
    metrics.gauge("sibyl.stream.sockets", "Open sockets.", sockets::size);
  }

  /** Begins to listen to the read model and to look after the sockets. */
  public void start() {
    model.onApplied(this::onApplied);
    vertx.setPeriodic(
        HEARTBEAT.toMillis(), tick -> sockets.forEach(socket -> socket.heartbeat(model.seq())));
    vertx.setPeriodic(limits.recheck().toMillis(), tick -> sockets.forEach(this::recheck));
    rights.onChange(this::onRightsChanged);
    model.onApplied(this::onSuspended);
  }

  /** Tells every client to come back elsewhere. */
  public void stop() {
    sockets.forEach(socket -> socket.close(CLOSE_GOING_AWAY, "this server is being stopped"));
  }

  /** Answers a request to open a socket. */
  public void upgrade(RoutingContext route) {
    HttpServerRequest request = route.request();
    Stated.nothing(route);
    Stated.headers(request, Set.of());
    request.pause();
    Optional<Credential> credential = Credentials.pick(request, guards.cookies(), false);
    String network = ClientAddress.networkOf(route);
    Context context = vertx.getOrCreateContext();
    Future.fromCompletionStage(
            credential
                .map(guards.callers()::of)
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())),
            context)
        .compose(
            found ->
                teams(found.orElseGet(Caller.Anonymous::new))
                    .recover(StreamHub::noTeamsWhileAway)
                    .map(
                        teams ->
                            new Subscriber(admitted(request, network, found, credential), teams)))
        .compose(
            who ->
                request
                    .toWebSocket()
                    .onSuccess(socket -> opened(socket, context, network, who, credential))
                    .onFailure(failure -> release(who.caller(), network)))
        .onFailure(
            failure -> {
              request.resume();
              if (!route.response().ended()) {
                boolean known = failure instanceof Problem || DatabaseLoss.in(failure).isPresent();
                route.fail(known ? failure : refused(failure));
              }
            });
  }

  private static Problem refused(Throwable failure) {
    return Problems.malformed("", "This address takes WebSockets only: " + failure.getMessage());
  }

  private Caller admitted(
      HttpServerRequest request,
      String network,
      Optional<Caller> found,
      Optional<Credential> credential) {
    guards.requireServing();
    if (!guards.origins().accepts(request)) {
      throw Problems.wrongOrigin();
    }
    if (found.isEmpty() && credential.isPresent()) {
      throw Problems.unauthenticated();
    }
    Caller caller = found.orElseGet(Caller.Anonymous::new);
    if (caller instanceof Caller.Program && guards.suspended().test(person(caller))) {
      throw Problems.keySuspended();
    }
    if (!acquire(caller, network)) {
      metrics.count("sibyl.stream.refused", "reason", "too_many_sockets");
      throw new Problem(
              503, "too_many_sockets", "Too many sockets are open. Close some, or come back later.")
          .retryAfterSeconds(5);
    }
    return caller;
  }

  private void opened(
      ServerWebSocket socket,
      Context context,
      String network,
      Subscriber who,
      Optional<Credential> credential) {
    socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
    StreamSocket client =
        new StreamSocket(socket, context, this, network, who, credential.orElse(null));
    sockets.add(client);
    client.open();
    recheck(client); // its rights may have ended between the look and the opening
  }

  private boolean acquire(Caller caller, String network) {
    Object holder = holder(caller, network);
    if (!socketsOf.take(holder)) {
      return false;
    }
    if (!socketsFrom.take(network)) {
      socketsOf.giveBack(holder);
      return false;
    }
    return true;
  }

  private void release(Caller caller, String network) {
    socketsOf.giveBack(holder(caller, network));
    socketsFrom.giveBack(network);
  }

  /** Sockets are counted for each account, for each network, and for each network's anonymous. */
  private static Object holder(Caller caller, String network) {
    return switch (caller) {
      case Caller.Person person -> person.account();
      case Caller.Program program -> program.account();
      case Caller.StaffMember member -> "staff " + member.number();
      case Caller.Anonymous _ -> network;
    };
  }

  private void recheck(StreamSocket socket) {
    Credential credential = socket.credential();
    if (credential != null) {
      Future.fromCompletionStage(guards.callers().still(credential))
          .onSuccess(
              found -> {
                if (found.isEmpty() && guards.suspended().test(person(socket.caller()))) {
                  closeSuspended(socket); // a suspension ends the sessions too
                } else if (found.isEmpty()) {
                  socket.close(StreamSocket.CLOSE_SESSION_ENDED, "the session or key has ended");
                } else if (!found.get().equals(socket.caller())) {
                  socket.close(
                      StreamSocket.CLOSE_RIGHTS_CHANGED, "your rights have changed: connect again");
                } else {
                  recheckTeams(socket);
                }
              })
          .onFailure(
              failure ->
                  socket.close(CLOSE_TRY_LATER, "the session cannot be looked up for too long"));
    }
  }

  private void recheckTeams(StreamSocket socket) {
    teams(socket.caller())
        .onSuccess(socket::teams)
        .onFailure(
            failure -> {
              if (socket.hasTeams()) {
                socket.close(CLOSE_TRY_LATER, "the teams cannot be looked up for too long");
              }
            });
  }

  /** Who is known but not for which teams hears of none until they can be looked up. */
  private static Future<Set<Long>> noTeamsWhileAway(Throwable failure) {
    return DatabaseLoss.in(failure).isPresent()
        ? Future.succeededFuture(Set.of())
        : Future.failedFuture(failure);
  }

  private void onRightsChanged(RightsChange change) {
    for (StreamSocket socket : sockets) {
      boolean concerned =
          switch (change) {
            case RightsChange.OfPerson(long account) -> person(socket.caller()) == account;
            case RightsChange.OfStaff(String username) ->
                socket.caller() instanceof Caller.StaffMember member
                    && member.username().equals(username);
            case RightsChange.OfAnyone _ -> true;
          };
      if (concerned) {
        recheck(socket);
      }
    }
  }

  /** Every gateway hears of a suspension from the journal. */
  private void onSuspended(Applied applied) {
    for (Change.AccountChanged change : applied.all(Change.AccountChanged.class)) {
      if (change.suspended()) {
        for (StreamSocket socket : sockets) {
          if (person(socket.caller()) == change.account()) {
            closeSuspended(socket);
          }
        }
      }
    }
  }

  private static void closeSuspended(StreamSocket socket) {
    socket.close(StreamSocket.CLOSE_RIGHTS_CHANGED, "this account is suspended");
  }

  /** The teams that a caller is in; none for staff and the anonymous. */
  private Future<Set<Long>> teams(Caller caller) {
    long person = person(caller);
    return person == NOBODY || guards.suspended().test(person)
        ? Future.succeededFuture(Set.of())
        : Future.fromCompletionStage(guards.memberships().of(person), vertx.getOrCreateContext());
  }

  private static long person(Caller caller) {
    return switch (caller) {
      case Caller.Person person -> person.account();
      case Caller.Program program -> program.account();
      case Caller.StaffMember _, Caller.Anonymous _ -> NOBODY;
    };
  }

  private void onApplied(Applied applied) {
    if (listeners.isEmpty()) {
      return;
    }
    Set<Topic> touched = new LinkedHashSet<>();
    applied.markets().forEach(market -> touched.add(new Topic.Market(market)));
    applied.synthetic().forEach(market -> touched.add(new Topic.Market(market)));
    applied.accounts().forEach(account -> touched.add(new Topic.Account(account)));
    for (OrderView order : applied.orders()) {
      touched.add(new Topic.Account(order.account()));
    }
    for (FillView fill : applied.fills()) {
      touched.add(new Topic.Account(fill.account()));
    }
    applied.groups().forEach(account -> touched.add(new Topic.Account(account)));
    if (!applied.goods().isEmpty()) {
      // Whoever could deliver is told of what is wanted.
      listeners.keySet().stream().filter(Topic.Account.class::isInstance).forEach(touched::add);
    }
    for (Topic topic : touched) {
      listeners
          .getOrDefault(topic, Map.of())
          .forEach(
              (subscription, socket) -> {
                if (subscription.offer(applied)) {
                  socket.wake();
                }
              });
    }
  }

  // For the notifications, on a thread of theirs.

  /** The accounts that somebody hears of. */
  Set<Long> accountsHeardOf() {
    return listeners.keySet().stream()
        .filter(Topic.Account.class::isInstance)
        .map(topic -> ((Topic.Account) topic).account())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Tells whoever listens to an account of their own. */
  void tell(long account, Notification told) {
    listeners
        .getOrDefault(new Topic.Account(account), Map.of())
        .forEach(
            (subscription, socket) -> {
              if (subscription.offer(told)) {
                socket.wake();
              }
            });
  }

  // For the sockets.

  long seq() {
    return model.seq();
  }

  int subscriptionsMax() {
    return limits.subscriptionsPerSocketMax();
  }

  boolean mayAsk(String network) {
    return guards.networks().take(network, System.nanoTime()).granted();
  }

  Channel channel(String name) {
    @Nullable Channel channel = channels.get(name);
    if (channel == null) {
      throw new StreamProblem(
          "unknown_channel", "There are these channels: " + List.copyOf(channels.keySet()) + ".");
    }
    return channel;
  }

  /** Takes a place for one more subscription, to be given back by {@link #remove}. */
  void reserveSubscription(StreamSocket socket) {
    if (!subscriptionsOf.take(holder(socket.caller(), socket.network()))) {
      throw new StreamProblem(
          "limit_exceeded", "Your sockets have all the subscriptions they can have together.");
    }
  }

  void giveBackSubscription(StreamSocket socket) {
    subscriptionsOf.giveBack(holder(socket.caller(), socket.network()));
  }

  void add(Subscription subscription, StreamSocket socket) {
    listeners.compute(
        subscription.topic(),
        (topic, before) -> {
          Map<Subscription, StreamSocket> after =
              before == null ? new ConcurrentHashMap<>() : before;
          after.put(subscription, socket);
          return after;
        });
  }

  void remove(Subscription subscription, StreamSocket socket) {
    giveBackSubscription(socket);
    listeners.computeIfPresent(
        subscription.topic(),
        (topic, subscriptions) -> {
          subscriptions.remove(subscription);
          return subscriptions.isEmpty() ? null : subscriptions;
        });
  }

  void closed(StreamSocket socket) {
    if (sockets.remove(socket)) {
      release(socket.caller(), socket.network());
    }
  }

  void droppedSlowReader() {
    metrics.count("sibyl.stream.dropped", "reason", "slow_reader");
  }
}
