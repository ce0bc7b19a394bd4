package sibyl.gateway.json;

import java.util.Locale;

/** Enum constants on the wire: their names in lower case. */
public final class Names {
  private Names() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if the type has no such constant
   */
  public static <E extends Enum<E>> E parse(Class<E> type, String name) {
    return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
  }
}
