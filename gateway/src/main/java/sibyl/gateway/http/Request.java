package sibyl.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.session.Device;
import sibyl.gateway.exchange.IdempotencyKey;
import sibyl.gateway.json.CanonicalJson;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Credential;

/** A request that has passed the contract: its parts, typed. */
public final class Request {
  private static final int KEY_LENGTH_MAX = 255;
  private static final int SUBJECT_LENGTH_MAX = 200;
  private static final List<String> NOT_FILTERS = List.of("limit", "cursor", "min_seq");

  private final RoutingContext context;
  private final RequestContract.Kept kept;
  private final Caller caller;
  private final long actingFor;

  Request(RoutingContext context, RequestContract.Kept kept, Caller caller) {
    this(context, kept, caller, ActingFor.ONESELF);
  }

  /**
   * @param actingFor the account of a team that the caller may act for, or {@link
   *     ActingFor#ONESELF}
   */
  Request(RoutingContext context, RequestContract.Kept kept, Caller caller, long actingFor) {
    this.context = context;
    this.kept = kept;
    this.caller = caller;
    this.actingFor = actingFor;
  }

  public Caller caller() {
    return caller;
  }

  /**
   * The account that the request is about: that of the team it is made for, else the caller's own.
   *
   * @throws Problem 401 for others, which the access table has seen to before
   */
  public long account() {
    return actingFor == ActingFor.ONESELF ? ownAccount() : actingFor;
  }

  /**
   * The account of the person or program that calls, whoever it acts for.
   *
   * @throws Problem 401 for others, which the access table has seen to before
   */
  public long ownAccount() {
    return switch (caller) {
      case Caller.Person person -> person.account();
      case Caller.Program program -> program.account();
      case Caller.Anonymous _, Caller.StaffMember _ -> throw Problems.unauthenticated();
    };
  }

  /** The member of staff that calls. */
  public Caller.StaffMember staff() {
    if (caller instanceof Caller.StaffMember member) {
      return member;
    }
    throw Problems.unauthenticated();
  }

  /** The body as stated; empty when there is none. */
  public JsonObject body() {
    return kept.body();
  }

  /** The body as it came, byte by byte; for what is signed over it. */
  public byte[] rawBody() {
    Buffer buffer = context.body().buffer();
    return buffer == null ? new byte[0] : buffer.getBytes();
  }

  boolean isByStaff() {
    return caller instanceof Caller.StaffMember;
  }

  /** Whether the path, the query or a header has something by this name. */
  boolean names(String name) {
    return kept.path().containsKey(name)
        || kept.query().containsKey(name)
        || context.request().headers().contains(name);
  }

  public String path(String name) {
    return kept.path().getOrDefault(name, "");
  }

  /**
   * An id of the exchange.
   *
   * @return a number that no object has when the id is out of range
   */
  public long pathId(String name) {
    return Ids.parse(path(name));
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(kept.query().get(name));
  }

  public OptionalLong queryId(String name) {
    Optional<String> value = query(name);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Ids.parse(value.get()));
  }

  public int queryInt(String name, int otherwise) {
    return query(name).map(Integer::parseInt).orElse(otherwise);
  }

  public boolean queryFlag(String name) {
    return query(name).map(Boolean::parseBoolean).orElse(false);
  }

  public OptionalLong minSeq() {
    Optional<String> value = query("min_seq");
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.get()));
    } catch (NumberFormatException e) {
      throw Problems.malformed("min_seq", "min_seq is out of range.");
    }
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.request().getHeader(name));
  }

  /** Where the request came from. */
  public String address() {
    return ClientAddress.of(context);
  }

  /** What the request came from, for the owner of a session to recognise. */
  public Device device() {
    return new Device(address(), header("User-Agent").orElse(""));
  }

  /** What a cookie says; null when the request has none of this name. */
  public @Nullable String cookie(String name) {
    Cookie cookie = context.request().getCookie(name);
    return cookie == null ? null : cookie.getValue();
  }

  /** The credential the caller came with; empty for the anonymous. */
  public Optional<Credential> credential() {
    return Credentials.of(context);
  }

  /** The fields of the body. */
  public Fields fields() {
    return new Fields(body(), "");
  }

  // Doing it once.

  /** The name of this request, by which its log lines and audit entries are found. */
  public String id() {
    return RequestId.of(context);
  }

  /** What the path names, as {@code market_id=7}; for the audit log. */
  String subject() {
    String named =
        new TreeMap<>(context.pathParams())
            .entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(","));
    String printable = named.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= SUBJECT_LENGTH_MAX
        ? printable
        : printable.substring(0, SUBJECT_LENGTH_MAX);
  }

  /** What the query and the body say; empty when they say nothing. */
  Optional<JsonObject> stated() {
    JsonObject stated = new JsonObject();
    if (!kept.query().isEmpty()) {
      stated.put("query", new JsonObject(Map.copyOf(kept.query())));
    }
    if (!body().isEmpty()) {
      stated.put("body", body());
    }
    return stated.isEmpty() ? Optional.empty() : Optional.of(stated);
  }

  /** Who acts, for the audit trail and for idempotency keys: a person, or a member of staff. */
  public long actor() {
    return caller instanceof Caller.StaffMember member ? member.number() : ownAccount();
  }

  /** The idempotency key, if one was given. */
  public Optional<String> keyText() {
    return header("Idempotency-Key").or(() -> header("X-Idempotency-Key"));
  }

  /**
   * What the exchange knows a repeated request by; none when no key was given.
   *
   * @throws Problem 400 for a key that is empty or too long
   */
  public IdempotencyKey idempotencyKey() {
    Optional<String> key = keyText();
    if (key.isEmpty()) {
      return IdempotencyKey.NONE;
    }
    if (key.get().isBlank() || key.get().length() > KEY_LENGTH_MAX) {
      throw Problems.malformed(
          "Idempotency-Key", "Give a key of 1 to " + KEY_LENGTH_MAX + " characters.");
    }
    String request =
        "%s %s %s %s%s"
            .formatted(
                context.request().method(),
                context.request().path(),
                new TreeMap<>(kept.query()),
                CanonicalJson.of(body()),
                actingFor == ActingFor.ONESELF ? "" : " for " + actingFor);
    return IdempotencyKey.of(actor(), key.get(), request);
  }

  /** Marks the answer as one that was given before. */
  public void answeredAgain() {
    context.response().putHeader("Idempotency-Replayed", "true");
  }

  // Pages.

  /**
   * Who reads, for what is kept for each reader: the account or member of staff, or the address.
   */
  public String reader() {
    return switch (caller) {
      case Caller.Person person -> "account " + person.account();
      case Caller.Program program -> "account " + program.account();
      case Caller.StaffMember member -> "staff " + member.number();
      case Caller.Anonymous _ -> "address " + address();
    };
  }

  /**
   * The list that is walked: its path and what it is filtered and sorted by, without the place in
   * it and the length of a page.
   */
  public String walkedList() {
    Map<String, String> filters = new TreeMap<>(kept.query());
    NOT_FILTERS.forEach(filters::remove);
    return context.request().path() + filters;
  }
}
