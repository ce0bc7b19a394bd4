package sibyl.app;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import sibyl.app.configuration.Configuration;
import sibyl.app.configuration.Setting;
import sibyl.app.configuration.Sources;

/** Gives a command one flag for every setting, and reads them back. */
final class ConfigurationOptions {
  private static final String FILE_FLAG = "--config";
  private static final String FILE_VARIABLE = "SIBYL_CONFIG";
  private static final String DEV_FLAG = "--dev";

  private ConfigurationOptions() {}

  static void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(FILE_FLAG)
            .type(Path.class)
            .paramLabel("FILE")
            .description("Properties file with settings (also " + FILE_VARIABLE + ").")
            .build());
    command.addOption(
        OptionSpec.builder(DEV_FLAG)
            .type(boolean.class)
            .arity("0")
            .description("Short for --mode dev.")
            .build());
    for (Setting setting : Setting.values()) {
      command.addOption(
          OptionSpec.builder(setting.flag())
              .type(String.class)
              .paramLabel(setting.secret() ? "SECRET" : "VALUE")
              .description(setting.meaning())
              .build());
    }
  }

  /**
   * @param defaults what holds unless set otherwise
   */
  static Configuration read(CommandSpec command, Map<Setting, String> defaults) {
    return read(command, defaults, Map.of());
  }

  /**
   * @param instead what holds whatever is set
   */
  static Configuration read(
      CommandSpec command, Map<Setting, String> defaults, Map<Setting, String> instead) {
    Map<Setting, String> flags = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = command.findOption(setting.flag()).getValue();
      if (value != null) {
        flags.put(setting, value);
      }
    }
    Boolean dev = command.findOption(DEV_FLAG).getValue();
    if (Boolean.TRUE.equals(dev)) {
      flags.putIfAbsent(Setting.MODE, "dev");
    }
    flags.putAll(instead);
    return Configuration.of(new Sources(flags, System.getenv(), file(command), defaults));
  }

  private static @Nullable Path file(CommandSpec command) {
    Path flag = command.findOption(FILE_FLAG).getValue();
    if (flag != null) {
      return flag;
    }
    String variable = System.getenv(FILE_VARIABLE);
    return variable == null || variable.isBlank() ? null : Path.of(variable);
  }
}
