package sibyl.gateway.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.Credential;

/** A request that has passed the contract: its parts, typed. */
public final class Request {
  private final RoutingContext context;
  private final RequestContract.Kept kept;
  private final Caller caller;

  Request(RoutingContext context, RequestContract.Kept kept, Caller caller) {
    this.context = context;
    this.kept = kept;
    this.caller = caller;
  }

  public Caller caller() {
    return caller;
  }

  /**
   * The account of the person or program that calls.
   *
   * @throws Problem 401 for others, which the access table has seen to before
   */
  public long account() {
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

  public String path(String name) {
    return kept.path().getOrDefault(name, "");
  }

  /**
   * An id of the exchange.
   *
   * @return a number that no object has when the id is out of range
   */
  public long pathId(String name) {
    return id(path(name));
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(kept.query().get(name));
  }

  public OptionalLong queryId(String name) {
    Optional<String> value = query(name);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(id(value.get()));
  }

  public int queryInt(String name, int otherwise) {
    return query(name).map(Integer::parseInt).orElse(otherwise);
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
    return context.request().remoteAddress().hostAddress();
  }

  /** The credential the caller came with; empty for the anonymous. */
  public Optional<Credential> credential() {
    return Credentials.of(context);
  }

  // Fields of the body.

  public @Nullable String text(String field) {
    return body().getString(field);
  }

  public String text(String field, String otherwise) {
    return body().getString(field, otherwise);
  }

  public boolean flag(String field) {
    return body().getBoolean(field, false);
  }

  public <E extends Enum<E>> E constant(Class<E> type, String field, E otherwise) {
    String name = text(field);
    return name == null ? otherwise : Names.parse(type, name);
  }

  /** An id in the body; 0 when it is not given. */
  public long bodyId(String field) {
    String value = text(field);
    return value == null ? 0 : id(value);
  }

  public Optional<BigDecimal> decimal(String field) {
    return decimal(body(), field, "/" + field);
  }

  /**
   * @param pointer to name in the problem
   */
  public static Optional<BigDecimal> decimal(JsonObject of, String field, String pointer) {
    Object value = of.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Decimals.parse(value));
    } catch (NumberFormatException e) {
      throw Problems.malformed(
          pointer, "Give " + field + " as a decimal string of sensible size, like \"0.62\".");
    }
  }

  /** Money in millionths; 0 when it is not given. */
  public long money(String field) {
    Optional<BigDecimal> value = decimal(field);
    try {
      return value.isEmpty() ? 0 : Decimals.toMoney(value.get());
    } catch (ArithmeticException e) {
      throw Problems.malformed("/" + field, "Money has at most six decimals.");
    }
  }

  /** A time in milliseconds; 0 when it is not given. */
  public long time(String field) {
    String value = text(field);
    try {
      return value == null ? 0 : Times.parse(value);
    } catch (DateTimeException e) {
      throw Problems.malformed(
          "/" + field, "Give " + field + " as an RFC 3339 time, like 2026-11-21T12:00:00.000Z.");
    }
  }

  // Pages.

  public int limit() {
    return queryInt("limit", 50);
  }

  /** Lists by a number that grows: only what is older than this. */
  public long before() {
    Optional<String> cursor = query("cursor");
    if (cursor.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(openCursor(cursor.get()));
    } catch (NumberFormatException e) {
      throw badCursor();
    }
  }

  /** Makes a cursor nobody is tempted to compute with. */
  public static String cursor(String content) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws Problem 400 if we cannot have made it
   */
  public static String openCursor(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badCursor();
    }
  }

  public static Problem badCursor() {
    return Problems.malformed("cursor", "Take the cursor from next_cursor of the page before.");
  }

  private static long id(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
