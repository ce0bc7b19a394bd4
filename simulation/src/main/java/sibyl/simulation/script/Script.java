package sibyl.simulation.script;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text form of steps: the verb is the name of the record, then {@code name=value} for each
 * component that is not zero, false or the first of its enum; a list of records stands in brackets,
 * separated by bars. {@code #} starts a comment.
 *
 * <pre>
 *   place order=7 account=16 market=1 side=sell price=4200 quantity=300
 * </pre>
 */
public final class Script {
  private static final Map<String, Class<?>> VERBS =
      Arrays.stream(Step.class.getPermittedSubclasses())
          .collect(Collectors.toUnmodifiableMap(Script::verb, type -> type));

  private Script() {}

  public static String write(List<Step> steps) {
    return steps.stream().map(Script::write).collect(Collectors.joining("\n", "", "\n"));
  }

  public static String write(Step step) {
    StringBuilder line = new StringBuilder(verb(step.getClass()));
    writeComponents((Record) step, line);
    return line.toString();
  }

  /**
   * @throws IllegalArgumentException naming the line that is not understood
   */
  public static List<Step> read(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .map(Script::readLine)
        .toList();
  }

  private static Step readLine(String line) {
    String verb = line.split(" ", 2)[0];
    Class<?> type = VERBS.get(verb);
    if (type == null) {
      throw new IllegalArgumentException("no such verb: " + line);
    }
    try {
      return (Step) readRecord(type, fields(line.substring(verb.length())));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException("cannot read: " + line, e);
    }
  }

  private static String verb(Class<?> type) {
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static void writeComponents(Record value, StringBuilder line) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = read(component, value);
      switch (part) {
        case Record inner -> writeComponents(inner, line);
        case List<?> list ->
            line.append(' ')
                .append(component.getName())
                .append("=[")
                .append(list.stream().map(Script::inner).collect(Collectors.joining(" |")))
                .append(" ]");
        default -> {
          if (!isDefault(part)) {
            line.append(' ').append(component.getName()).append('=').append(plain(part));
          }
        }
      }
    }
  }

  private static String inner(Object value) {
    StringBuilder text = new StringBuilder();
    writeComponents((Record) value, text);
    return text.toString();
  }

  private static boolean isDefault(Object value) {
    return switch (value) {
      case Number number -> number.longValue() == 0;
      case Boolean flag -> !flag;
      case Enum<?> constant -> constant == constant.getDeclaringClass().getEnumConstants()[0];
      default -> throw new IllegalArgumentException("no text form: " + value);
    };
  }

  private static String plain(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT)
        : value.toString();
  }

  /** The fields of a line: names to texts; a bracketed list keeps its brackets. */
  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    String rest = text.strip();
    while (!rest.isEmpty()) {
      int equals = rest.indexOf('=');
      boolean list = rest.startsWith("[", equals + 1);
      int end = list ? rest.indexOf(']', equals) + 1 : rest.indexOf(' ', equals);
      end = end < 0 ? rest.length() : end;
      fields.put(rest.substring(0, equals).strip(), rest.substring(equals + 1, end));
      rest = rest.substring(end).strip();
    }
    return fields;
  }

  private static Object readRecord(Class<?> type, Map<String, String> fields)
      throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Class<?> wanted = components[i].getType();
      if (wanted.isRecord()) {
        values[i] = readRecord(wanted, fields);
      } else if (wanted == List.class) {
        values[i] = readList(components[i], fields.getOrDefault(components[i].getName(), "[]"));
      } else {
        values[i] = readPlain(wanted, fields.getOrDefault(components[i].getName(), ""));
      }
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    return constructor.newInstance(values);
  }

  private static List<Object> readList(RecordComponent component, String text)
      throws ReflectiveOperationException {
    ParameterizedType listOf = (ParameterizedType) component.getGenericType();
    Class<?> element = (Class<?>) listOf.getActualTypeArguments()[0];
    String items = text.substring(1, text.length() - 1).strip();
    List<Object> list = new ArrayList<>();
    if (!items.isEmpty()) {
      for (String item : items.split("\\|")) {
        list.add(readRecord(element, fields(item)));
      }
    }
    return list;
  }

  private static Object readPlain(Class<?> type, String text) {
    if (type == boolean.class) {
      return Boolean.parseBoolean(text);
    }
    if (type.isEnum()) {
      return text.isEmpty()
          ? type.getEnumConstants()[0]
          : constant(type, text.toUpperCase(Locale.ROOT));
    }
    long number = text.isEmpty() ? 0 : Long.parseLong(text);
    if (type == int.class) {
      return Math.toIntExact(number);
    }
    return number;
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(name + " is no " + type.getSimpleName());
  }

  private static Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("record component " + component, e);
    }
  }
}
