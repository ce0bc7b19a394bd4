package sibyl.gateway.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.Decimals;
import sibyl.gateway.json.Names;
import sibyl.gateway.json.Times;

/** The fields of a JSON object that has passed the contract, typed. */
public final class Fields {
  private final JsonObject json;
  private final String pointer;

  /**
   * @param pointer where the object stands in the request, to name in problems
   */
  Fields(JsonObject json, String pointer) {
    this.json = json;
    this.pointer = pointer;
  }

  /** The fields of an object that was checked against the contract before. */
  public static Fields of(JsonObject checked) {
    return new Fields(checked, "");
  }

  public boolean has(String field) {
    return json.containsKey(field);
  }

  /** A JSON pointer to a field. */
  public String pointer(String field) {
    return pointer + "/" + field;
  }

  public Problem malformed(String field, String detail) {
    return Problems.malformed(pointer(field), detail);
  }

  public @Nullable Object value(String field) {
    return json.getValue(field);
  }

  public @Nullable String text(String field) {
    return json.getString(field);
  }

  public String text(String field, String otherwise) {
    return json.getString(field, otherwise);
  }

  public boolean flag(String field) {
    return flag(field, false);
  }

  public boolean flag(String field, boolean otherwise) {
    return json.getBoolean(field, otherwise);
  }

  public long number(String field, long otherwise) {
    return json.getLong(field, otherwise);
  }

  public <E extends Enum<E>> E constant(Class<E> type, String field, E otherwise) {
    String name = text(field);
    return name == null ? otherwise : Names.parse(type, name);
  }

  /** An id; 0 when it is not given. */
  public long id(String field) {
    String value = text(field);
    return value == null ? 0 : Ids.parse(value);
  }

  public List<Long> ids(String field) {
    List<Long> ids = new ArrayList<>();
    json.getJsonArray(field, new JsonArray()).forEach(id -> ids.add(Ids.parse((String) id)));
    return ids;
  }

  /** An object among the fields; empty when it is not given. */
  public Fields object(String field) {
    return new Fields(json.getJsonObject(field, new JsonObject()), pointer(field));
  }

  public List<Fields> objects(String field) {
    JsonArray array = json.getJsonArray(field, new JsonArray());
    List<Fields> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      objects.add(new Fields(array.getJsonObject(i), pointer(field) + "/" + i));
    }
    return objects;
  }

  public Optional<BigDecimal> decimal(String field) {
    Object value = json.getValue(field);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Decimals.parse(value));
    } catch (NumberFormatException e) {
      throw malformed(
          field,
          "Give "
              + field
              + " as a decimal like \"0.62\", with at most 12 digits before and 9 behind the point.");
    }
  }

  /** Money in millionths; 0 when it is not given. */
  public long money(String field) {
    Optional<BigDecimal> value = decimal(field);
    try {
      return value.isEmpty() ? 0 : Decimals.toMoney(value.get());
    } catch (ArithmeticException e) {
      throw malformed(field, "Money has at most six decimals.");
    }
  }

  /** A price in ten-thousandths. */
  public int price(String field, int otherwise) {
    Optional<BigDecimal> value = decimal(field);
    try {
      return value.isEmpty() ? otherwise : Decimals.toPrice(value.get());
    } catch (ArithmeticException e) {
      throw malformed(field, "Give it with at most four decimals.");
    }
  }

  /** A quantity in hundredths. */
  public long quantity(String field, long otherwise) {
    Optional<BigDecimal> value = decimal(field);
    try {
      return value.isEmpty() ? otherwise : Decimals.toQuantity(value.get());
    } catch (ArithmeticException e) {
      throw malformed(field, "Give it with at most two decimals.");
    }
  }

  /** A time in milliseconds; 0 when it is not given. */
  public long time(String field) {
    String value = text(field);
    try {
      return value == null ? 0 : Times.parse(value);
    } catch (DateTimeException e) {
      throw malformed(
          field, "Give " + field + " as an RFC 3339 time, like 2026-11-21T12:00:00.000Z.");
    }
  }
}
