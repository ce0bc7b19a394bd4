package sibyl.protocol;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Text;
import sibyl.engine.event.EventHandler;

/** Makes arguments for the methods of a handler, leaf by leaf, whatever their types. */
abstract class Values {
  abstract long number(String name);

  abstract int smallNumber(String name);

  abstract boolean flag(String name);

  /** One of {@code values}, or null if {@code optional} and it pleases. */
  abstract Object choice(String name, Object[] values, boolean optional);

  /** A text of at most {@code most} characters. */
  abstract String text(String name, int most);

  /** How many entries a list has. */
  abstract int entries();

  /** Every command, in a stable order. */
  static List<Method> commands() {
    return methodsOf(CommandHandler.class);
  }

  /** Every event, without the brackets around those of a command. */
  static List<Method> events() {
    return methodsOf(EventHandler.class).stream()
        .filter(method -> !method.getName().startsWith("onCommand"))
        .toList();
  }

  private static List<Method> methodsOf(Class<?> handler) {
    return Arrays.stream(handler.getMethods())
        .sorted((one, other) -> one.getName().compareTo(other.getName()))
        .toList();
  }

  /** Arguments for {@code method}; the number of an event is the caller's to give. */
  Object[] arguments(Method method) {
    Parameter[] parameters = method.getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = value(parameters[i].getName(), parameters[i].getParameterizedType(), false);
    }
    return arguments;
  }

  private Object value(String name, Type generic, boolean optional) {
    if (generic instanceof ParameterizedType list) {
      List<Object> entries = new ArrayList<>();
      for (int i = entries(); i > 0; i--) {
        entries.add(value(name, list.getActualTypeArguments()[0], false));
      }
      return entries;
    }
    return value(name, (Class<?>) generic, optional);
  }

  private Object value(String name, Class<?> type, boolean optional) {
    if (type == long.class || type == Long.class) {
      return number(name);
    }
    if (type == int.class) {
      return smallNumber(name);
    }
    if (type == boolean.class) {
      return flag(name);
    }
    if (type == String.class) {
      return text(name, mostCharacters(name));
    }
    if (type == Text.class) {
      Text text = new Text(4 * mostCharacters(name));
      text.set(text(name, mostCharacters(name)));
      return text;
    }
    if (type.isEnum()) {
      return choice(name, type.getEnumConstants(), optional);
    }
    return type.isRecord() ? record(type) : object(type);
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values =
        Arrays.stream(components)
            .map(component -> value(component.getName(), component.getGenericType(), false))
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException unexpected) {
      throw new LinkageError(type.getName(), unexpected);
    }
  }

  private Object object(Class<?> type) {
    try {
      Object object = fill(type.getConstructor().newInstance());
      if (object instanceof PlaceOrders orders) {
        for (int i = entries(); i > 0; i--) {
          fill(orders.add());
        }
      }
      return object;
    } catch (ReflectiveOperationException unexpected) {
      throw new LinkageError(type.getName(), unexpected);
    }
  }

  private Object fill(Object object) {
    try {
      for (Field field : object.getClass().getFields()) {
        if (field.getType() == Text.class) {
          Text text = (Text) field.get(object);
          text.set(text(field.getName(), mostCharacters(field.getName())));
        } else if (field.getType() == OrderNumbers.class) {
          OrderNumbers orders = (OrderNumbers) field.get(object);
          for (int i = entries(); i > 0; i--) {
            orders.add(number(field.getName()));
          }
        } else if (!Modifier.isStatic(field.getModifiers())) {
          boolean optional = field.getName().equals("refusal");
          field.set(object, value(field.getName(), field.getType(), optional));
        }
      }
      return object;
    } catch (IllegalAccessException unexpected) {
      throw new LinkageError(object.getClass().getName(), unexpected);
    }
  }

  static int mostCharacters(String name) {
    return switch (name) {
      case "clientOrderId" -> PlaceOrder.CLIENT_ORDER_ID_MAX;
      case "message" -> PlaceOrder.MESSAGE_MAX;
      case "title" -> TextLimits.TITLE_MAX;
      case "description" -> TextLimits.DESCRIPTION_MAX;
      case "category" -> TextLimits.CATEGORY_MAX;
      case "rules" -> TextLimits.RULES_MAX;
      case "source" -> TextLimits.SOURCE_MAX;
      case "image" -> TextLimits.IMAGE_MAX;
      case "evidence" -> TextLimits.EVIDENCE_MAX;
      case "reason" -> TextLimits.CHALLENGE_MAX;
      default -> throw new AssertionError("no limit known for the text " + name);
    };
  }

  static void call(Object handler, Method method, Object... arguments) {
    try {
      method.invoke(handler, arguments);
    } catch (ReflectiveOperationException failure) {
      throw new AssertionError(method.getName(), failure.getCause());
    }
  }
}
