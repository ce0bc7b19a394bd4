package sibyl.app.configuration;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads single settings and says what is wrong with them. */
record SettingReader(Sources sources) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");
  private static final int MONEY_DECIMALS = 6;
  private static final BigDecimal MONEY_MAX = new BigDecimal("1000000");

  String present(Setting setting) {
    String text = sources.text(setting);
    if (text.isBlank()) {
      throw wrong(setting, "must not be empty");
    }
    return text;
  }

  int number(Setting setting, int min, int max) {
    String text = sources.text(setting);
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with what would do
    }
    throw wrong(setting, "must be a whole number from " + min + " to " + max);
  }

  String oneOf(Setting setting, String... allowed) {
    String text = sources.text(setting);
    if (Arrays.asList(allowed).contains(text)) {
      return text;
    }
    throw wrong(setting, "must be one of " + String.join(", ", allowed).replaceFirst("^, ", ""));
  }

  /**
   * Empty, or a URL; what is wrong with it is said without repeating it, for it may hold a
   * password.
   */
  String databaseUrl(Setting setting) {
    String text = sources.text(setting);
    if (text.isEmpty()
        || text.startsWith("jdbc:postgresql://")
        || text.startsWith("postgresql://")
        || text.startsWith("postgres://")) {
      return text;
    }
    throw new ConfigurationException(
        setting.key()
            + " must start with jdbc:postgresql:// or postgresql:// (from "
            + sources.origin(setting)
            + ")");
  }

  /** Texts parted by commas; empty for none. */
  List<String> list(Setting setting) {
    return Arrays.stream(sources.text(setting).split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** IP addresses parted by commas; empty for none. */
  List<String> addresses(Setting setting) {
    List<String> addresses = list(setting);
    for (String address : addresses) {
      try {
        InetAddress.ofLiteral(address);
      } catch (IllegalArgumentException e) {
        throw wrong(setting, "must be IP addresses, parted by commas");
      }
    }
    return addresses;
  }

  /** Names of hosts, without scheme and port, parted by commas; empty for none. */
  List<String> hosts(Setting setting) {
    List<String> hosts = list(setting);
    for (String host : hosts) {
      if (!HOST.matcher(host).matches()) {
        throw wrong(setting, "must be host names without scheme and port, parted by commas");
      }
    }
    return hosts;
  }

  /** Empty, or the URL of a Redis server; it may hold a password and is not repeated. */
  String redisUrl(Setting setting) {
    String text = sources.text(setting);
    if (text.isEmpty() || text.startsWith("redis://") || text.startsWith("rediss://")) {
      return text;
    }
    throw new ConfigurationException(
        setting.key()
            + " must start with redis:// or rediss:// (from "
            + sources.origin(setting)
            + ")");
  }

  /** An amount of money from 0 on, in millionths. */
  long money(Setting setting) {
    try {
      BigDecimal amount = new BigDecimal(sources.text(setting));
      if (amount.signum() >= 0 && amount.compareTo(MONEY_MAX) <= 0) {
        return amount.movePointRight(MONEY_DECIMALS).longValueExact();
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // said below, together with what would do
    }
    throw wrong(setting, "must be an amount from 0 to " + MONEY_MAX + " with at most six decimals");
  }

  private ConfigurationException wrong(Setting setting, String what) {
    String shown = setting.secret() ? "" : ", not '" + sources.text(setting) + "'";
    return new ConfigurationException(
        setting.key() + " " + what + shown + " (from " + sources.origin(setting) + ")");
  }
}
