package sibyl.app.configuration;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, the stronger first: flags, environment, properties file, defaults. Each
 * value keeps its origin, so that a mistake can be pointed at.
 */
public final class Sources {
  /**
   * @param origin for messages: a flag, a variable, a file, "default"
   */
  record Value(String text, String origin) {}

  /** Variables that are ours and no settings: read before, and by, the launcher. */
  private static final Set<String> OTHERS = Set.of("SIBYL_CONFIG", "SIBYL_JAVA_OPTS");

  private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

  /**
   * @param flags what the command line said
   * @param environment usually {@link System#getenv()}
   * @param file a properties file, or null for none
   * @param defaults one value for every setting
   * @throws ConfigurationException for a file that cannot be read or a key that does not exist
   */
  public Sources(
      Map<Setting, String> flags,
      Map<String, String> environment,
      @Nullable Path file,
      Map<Setting, String> defaults) {
    Properties properties = read(file);
    for (Setting setting : Setting.values()) {
      values.put(setting, value(setting, flags, environment, file, properties, defaults));
    }
    rejectUnknownVariables(environment);
  }

  private static Value value(
      Setting setting,
      Map<Setting, String> flags,
      Map<String, String> environment,
      @Nullable Path file,
      Properties properties,
      Map<Setting, String> defaults) {
    String flag = flags.get(setting);
    if (flag != null) {
      return new Value(flag, setting.flag());
    }
    String variable = environment.get(setting.environmentVariable());
    if (variable != null) {
      return new Value(variable, setting.environmentVariable());
    }
    String property = properties.getProperty(setting.key());
    if (property != null) {
      return new Value(property.strip(), String.valueOf(file));
    }
    return new Value(defaults.getOrDefault(setting, ""), "default");
  }

  private static Properties read(@Nullable Path file) {
    Properties properties = new Properties();
    if (file == null) {
      return properties;
    }
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new ConfigurationException("cannot read the configuration file: " + e);
    }
    for (String key : properties.stringPropertyNames()) {
      if (Arrays.stream(Setting.values()).noneMatch(setting -> setting.key().equals(key))) {
        throw new ConfigurationException(file + " sets '" + key + "', which is not a setting");
      }
    }
    return properties;
  }

  /** A misspelt variable would otherwise be silently without effect. */
  private static void rejectUnknownVariables(Map<String, String> environment) {
    for (String name : environment.keySet()) {
      boolean ours = name.startsWith("SIBYL_") && !OTHERS.contains(name);
      if (ours
          && Arrays.stream(Setting.values())
              .noneMatch(setting -> setting.environmentVariable().equals(name))) {
        throw new ConfigurationException(
            "the environment sets " + name + ", which is not a setting");
      }
    }
  }

  String text(Setting setting) {
    return at(setting).text();
  }

  String origin(Setting setting) {
    return at(setting).origin();
  }

  private Value at(Setting setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new IllegalStateException("no value for " + setting);
    }
    return value;
  }
}
