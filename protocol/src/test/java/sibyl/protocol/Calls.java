package sibyl.protocol;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OrderNumbers;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Text;
import sibyl.engine.event.EventHandler;

/**
 * Writes down the calls a handler gets, with every field of every argument. It knows the handlers
 * by reflection, so that whatever the engine adds is compared without a change here.
 */
final class Calls {
  private final List<String> calls = new ArrayList<>();

  CommandHandler commands() {
    return recorder(CommandHandler.class);
  }

  EventHandler events() {
    return recorder(EventHandler.class);
  }

  private <T> T recorder(Class<T> handler) {
    return handler.cast(
        Proxy.newProxyInstance(
            handler.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> {
              calls.add(describe(method, arguments));
              return null;
            }));
  }

  List<String> list() {
    return calls;
  }

  static String describe(Method method, Object... arguments) {
    StringBuilder text = new StringBuilder(method.getName());
    for (Object argument : arguments) {
      text.append(' ').append(describe(argument));
    }
    return text.toString();
  }

  private static String describe(Object value) {
    boolean ours = value != null && value.getClass().getName().startsWith("sibyl.engine");
    boolean tells =
        value instanceof Record
            || value instanceof Enum
            || value instanceof Text
            || value instanceof OrderNumbers;
    if (!ours || tells) {
      return String.valueOf(value);
    }
    StringBuilder text = new StringBuilder(value.getClass().getSimpleName());
    for (Field field : value.getClass().getFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !isLogTimeOfCommand(field)) {
        text.append(' ').append(field.getName()).append('=').append(describe(read(field, value)));
      }
    }
    if (value instanceof PlaceOrders orders) {
      for (int i = 0; i < orders.size(); i++) {
        text.append(", ").append(describe(orders.get(i)));
      }
    }
    return text.toString();
  }

  /** The log gives it: a command on the wire does not have it. */
  private static boolean isLogTimeOfCommand(Field field) {
    return field.getDeclaringClass() == CommandHeader.class && field.getName().equals("timeMs");
  }

  static Object read(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException notPublic) {
      throw new AssertionError(notPublic);
    }
  }
}
