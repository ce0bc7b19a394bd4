package sibyl.app.configuration;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The checked configuration of one program. Built by {@link #of}, which names the setting, where
 * its value came from and what it should be, when it cannot be used.
 *
 * @param databaseUrl empty for the embedded server
 * @param staffApartMinutes how long who made or changed a member of staff counts as that member
 * @param staffHouseAlone the most of the house's money that one member of staff gives within 24
 *     hours, millionths
 * @param peopleEncryptionKey empty in dev mode for one that the data directory keeps
 * @param origins extra origins besides the server's own
 */
public record Configuration(
    Mode mode,
    Path data,
    String httpHost,
    int httpPort,
    List<String> origins,
    List<String> proxies,
    int metricsPort,
    String databaseUrl,
    String adminUsername,
    String adminPassword,
    String clusterSecret,
    int clusterSync,
    int diskReserveMb,
    boolean houseOrders,
    int staffApartMinutes,
    long staffHouseAlone,
    int snapshotMinutes,
    int stateCheckSeconds,
    int auditAccountsPerSecond,
    String peopleEncryptionKey,
    Payments payments,
    String logLevel,
    String logFormat,
    String logTo,
    JoiningSettings joining,
    MailSettings mail,
    SessionSettings sessions,
    EdgeSettings edge,
    List<String> effective) {

  /** What the program may assume about its surroundings. */
  public enum Mode {
    /** A laptop: known passwords, cookies without TLS. */
    DEV,
    /** Anywhere else: no known password is accepted. */
    PRODUCTION
  }

  /**
   * How money enters and leaves. Amounts are whole currency units.
   *
   * @param sandbox whether the sandbox moves it; otherwise nobody does
   */
  public record Payments(
      boolean sandbox,
      int delayMs,
      int failurePercent,
      int duplicatePercent,
      int lostPercent,
      int seed,
      int depositHours,
      int withdrawalMax,
      int withdrawalDayMax,
      int approvalAbove) {}

  private static final int STAFF_APART_MINUTES_IN_PRODUCTION = 60;

  /** Ten thousand. */
  private static final long STAFF_HOUSE_ALONE_IN_PRODUCTION = 10_000_000_000L;

  private static final int STAFF_APART_MINUTES_MAX = 10_080;
  private static final String DEV_ADMIN_PASSWORD = "sibyl-dev";
  private static final String DEV_CLUSTER_SECRET = "sibyl-dev-cluster";
  private static final int ADMIN_PASSWORD_LENGTH_MIN = 12;
  private static final int CLUSTER_SECRET_LENGTH_MIN = 16;
  private static final int ENCRYPTION_KEY_LENGTH_MIN = 32;
  private static final int DELAY_MS_MAX = 60_000;
  private static final int DEPOSITS_HOURS_MAX = 30 * 24;
  private static final int AMOUNT_MAX = 1_000_000_000;
  private static final int PORT_MAX = 65_535;
  private static final int DISK_RESERVE_MB_MAX = 1_000_000;
  private static final int AUDIT_PER_SECOND_MAX = 10_000;
  private static final int SNAPSHOT_MINUTES_MAX = 24 * 60;
  private static final int STATE_CHECK_SECONDS_MAX = 3_600;

  /** What holds where nothing is set, in the given mode and data directory. */
  public static Map<Setting, String> defaults(Mode mode, String data) {
    Map<Setting, String> defaults = new EnumMap<>(Setting.class);
    defaults.put(Setting.MODE, mode.name().toLowerCase(Locale.ROOT));
    defaults.put(Setting.DATA, data);
    defaults.put(Setting.HTTP_HOST, "127.0.0.1");
    defaults.put(Setting.HTTP_PORT, "8080");
    defaults.put(Setting.HTTP_ORIGINS, "");
    defaults.put(Setting.HTTP_PROXIES, "");
    defaults.put(Setting.HTTP_HOSTS, "");
    defaults.put(Setting.HTTP_IDLE_SECONDS, "60");
    defaults.put(Setting.HTTP_HEAD_SECONDS, "10");
    defaults.put(Setting.HTTP_BODY_SECONDS, "20");
    defaults.put(Setting.HTTP_CONNECTIONS, "10000");
    defaults.put(Setting.HTTP_CONNECTIONS_PER_NETWORK, "500");
    defaults.put(Setting.METRICS_PORT, "9464");
    defaults.put(Setting.DATABASE_URL, "");
    defaults.put(Setting.ADMIN_USERNAME, "admin");
    defaults.put(Setting.ADMIN_PASSWORD, "");
    defaults.put(Setting.STAFF_SECOND_FACTOR, "");
    defaults.put(Setting.STAFF_SESSION_HOURS, "12");
    defaults.put(Setting.STAFF_IDLE_MINUTES, "30");
    defaults.put(Setting.PEOPLE_SESSION_DAYS, "7");
    defaults.put(Setting.PHONE_REGION, "IN");
    defaults.put(Setting.TWILIO_SID, "");
    defaults.put(Setting.TWILIO_TOKEN, "");
    defaults.put(Setting.TWILIO_FROM, "");
    defaults.put(Setting.MAIL_HOST, "");
    defaults.put(Setting.MAIL_PORT, "587");
    defaults.put(Setting.MAIL_SECURITY, "");
    defaults.put(Setting.MAIL_USER, "");
    defaults.put(Setting.MAIL_PASSWORD, "");
    defaults.put(Setting.MAIL_FROM, "");
    defaults.put(Setting.MAIL_SITE, "");
    defaults.put(Setting.REDIS_URL, "");
    defaults.put(Setting.BONUS_SIGNUP, "15.00");
    defaults.put(Setting.BONUS_REFERRAL, "20.00");
    defaults.put(Setting.BONUS_AFTER_VERIFICATION, "");
    defaults.put(Setting.BONUS_MULTIPLE, "1");
    defaults.put(Setting.BONUS_WINNINGS_MAX, "0");
    defaults.put(Setting.CLUSTER_SECRET, "");
    defaults.put(Setting.CLUSTER_SYNC, "1");
    defaults.put(Setting.DISK_RESERVE_MB, "512");
    defaults.put(Setting.HOUSE_ORDERS, "");
    defaults.put(Setting.STAFF_APART_MINUTES, "");
    defaults.put(Setting.STAFF_HOUSE_ALONE, "");
    defaults.put(Setting.SNAPSHOT_MINUTES, "10");
    defaults.put(Setting.STATE_CHECK_SECONDS, "10");
    defaults.put(Setting.AUDIT_ACCOUNTS_PER_SECOND, "20");
    defaults.put(Setting.PEOPLE_ENCRYPTION_KEY, "");
    defaults.put(Setting.PAYMENTS_PROVIDER, "");
    defaults.put(Setting.PAYMENTS_SANDBOX_DELAY_MS, "0");
    defaults.put(Setting.PAYMENTS_SANDBOX_FAILURE_PERCENT, "0");
    defaults.put(Setting.PAYMENTS_SANDBOX_DUPLICATE_PERCENT, "0");
    defaults.put(Setting.PAYMENTS_SANDBOX_LOST_PERCENT, "0");
    defaults.put(Setting.PAYMENTS_SANDBOX_SEED, "0");
    defaults.put(Setting.DEPOSITS_HOURS, "24");
    defaults.put(Setting.WITHDRAWALS_MAX, "100000");
    defaults.put(Setting.WITHDRAWALS_DAY_MAX, "200000");
    defaults.put(Setting.WITHDRAWALS_APPROVAL_ABOVE, "10000");
    defaults.put(Setting.LOG_LEVEL, "info");
    defaults.put(Setting.LOG_FORMAT, "");
    defaults.put(Setting.LOG_TO, "file");
    return defaults;
  }

  /**
   * @throws ConfigurationException naming the first setting that cannot be used
   */
  public static Configuration of(Sources sources) {
    var reader = new SettingReader(sources);
    Mode mode =
        reader.oneOf(Setting.MODE, "dev", "production").equals("dev") ? Mode.DEV : Mode.PRODUCTION;
    String houseOrders = reader.oneOf(Setting.HOUSE_ORDERS, "", "true", "false");
    String logFormat = reader.oneOf(Setting.LOG_FORMAT, "", "text", "json");
    return new Configuration(
        mode,
        Path.of(reader.present(Setting.DATA)).toAbsolutePath().normalize(),
        reader.present(Setting.HTTP_HOST),
        reader.number(Setting.HTTP_PORT, 0, PORT_MAX),
        reader.list(Setting.HTTP_ORIGINS),
        reader.addresses(Setting.HTTP_PROXIES),
        reader.number(Setting.METRICS_PORT, 0, PORT_MAX),
        reader.databaseUrl(Setting.DATABASE_URL),
        reader.present(Setting.ADMIN_USERNAME),
        secret(reader, mode, Setting.ADMIN_PASSWORD, ADMIN_PASSWORD_LENGTH_MIN, DEV_ADMIN_PASSWORD),
        secret(reader, mode, Setting.CLUSTER_SECRET, CLUSTER_SECRET_LENGTH_MIN, DEV_CLUSTER_SECRET),
        reader.number(Setting.CLUSTER_SYNC, 0, 2),
        reader.number(Setting.DISK_RESERVE_MB, 0, DISK_RESERVE_MB_MAX),
        houseOrders.isEmpty() ? mode == Mode.DEV : houseOrders.equals("true"),
        staffApartMinutes(reader, mode),
        staffHouseAlone(reader, mode),
        reader.number(Setting.SNAPSHOT_MINUTES, 1, SNAPSHOT_MINUTES_MAX),
        reader.number(Setting.STATE_CHECK_SECONDS, 1, STATE_CHECK_SECONDS_MAX),
        reader.number(Setting.AUDIT_ACCOUNTS_PER_SECOND, 0, AUDIT_PER_SECOND_MAX),
        secret(reader, mode, Setting.PEOPLE_ENCRYPTION_KEY, ENCRYPTION_KEY_LENGTH_MIN, ""),
        payments(reader, mode),
        reader.oneOf(Setting.LOG_LEVEL, "error", "warn", "info", "debug"),
        logFormat.isEmpty() ? (mode == Mode.DEV ? "text" : "json") : logFormat,
        reader.oneOf(Setting.LOG_TO, "file", "stdout"),
        JoiningSettings.of(reader, mode == Mode.PRODUCTION),
        MailSettings.of(reader),
        SessionSettings.of(reader, mode == Mode.DEV),
        EdgeSettings.of(reader),
        effective(sources));
  }

  private static int staffApartMinutes(SettingReader reader, Mode mode) {
    if (reader.sources().text(Setting.STAFF_APART_MINUTES).isEmpty()) {
      return mode == Mode.DEV ? 0 : STAFF_APART_MINUTES_IN_PRODUCTION;
    }
    return reader.number(Setting.STAFF_APART_MINUTES, 0, STAFF_APART_MINUTES_MAX);
  }

  private static long staffHouseAlone(SettingReader reader, Mode mode) {
    if (reader.sources().text(Setting.STAFF_HOUSE_ALONE).isEmpty()) {
      return mode == Mode.DEV ? Long.MAX_VALUE : STAFF_HOUSE_ALONE_IN_PRODUCTION;
    }
    return reader.money(Setting.STAFF_HOUSE_ALONE);
  }

  private static Payments payments(SettingReader reader, Mode mode) {
    String provider = reader.oneOf(Setting.PAYMENTS_PROVIDER, "", "sandbox", "none");
    return new Payments(
        provider.isEmpty() ? mode == Mode.DEV : provider.equals("sandbox"),
        reader.number(Setting.PAYMENTS_SANDBOX_DELAY_MS, 0, DELAY_MS_MAX),
        reader.number(Setting.PAYMENTS_SANDBOX_FAILURE_PERCENT, 0, 100),
        reader.number(Setting.PAYMENTS_SANDBOX_DUPLICATE_PERCENT, 0, 100),
        reader.number(Setting.PAYMENTS_SANDBOX_LOST_PERCENT, 0, 100),
        reader.number(Setting.PAYMENTS_SANDBOX_SEED, 0, Integer.MAX_VALUE),
        reader.number(Setting.DEPOSITS_HOURS, 1, DEPOSITS_HOURS_MAX),
        reader.number(Setting.WITHDRAWALS_MAX, 1, AMOUNT_MAX),
        reader.number(Setting.WITHDRAWALS_DAY_MAX, 1, AMOUNT_MAX),
        reader.number(Setting.WITHDRAWALS_APPROVAL_ABOVE, 0, AMOUNT_MAX));
  }

  private static String secret(
      SettingReader reader, Mode mode, Setting setting, int lengthMin, String inDev) {
    String value = reader.sources().text(setting);
    boolean published = value.equals(inDev);
    if (mode == Mode.DEV && (value.isEmpty() || published)) {
      return inDev;
    }
    if (published || value.length() < lengthMin) {
      throw new ConfigurationException(
          setting.key()
              + " must be at least "
              + lengthMin
              + " characters, and in production mode not a published default ("
              + setting.environmentVariable()
              + " or the configuration file; a flag would show in the process list)");
    }
    return value;
  }

  private static List<String> effective(Sources sources) {
    return Arrays.stream(Setting.values())
        .map(
            setting ->
                "%-18s %-28s (%s)"
                    .formatted(setting.key(), shown(sources, setting), sources.origin(setting)))
        .toList();
  }

  private static String shown(Sources sources, Setting setting) {
    String text = sources.text(setting);
    if (setting.secret()) {
      return text.isEmpty() ? "(not set)" : "********";
    }
    if (setting == Setting.DATABASE_URL) {
      return text.isEmpty()
          ? "(embedded)"
          : text.replaceAll("password=[^&]*", "password=********")
              .replaceAll("(://[^/:@]*):[^/@]*@", "$1:********@");
    }
    if (setting == Setting.REDIS_URL) {
      return text.isEmpty() ? "(memory)" : text.replaceAll("://[^/@]*@", "://********@");
    }
    return text;
  }

  /** Whether staff sign in with the password everybody knows. */
  public boolean publishedAdminPassword() {
    return adminPassword.equals(DEV_ADMIN_PASSWORD);
  }

  public boolean dev() {
    return mode == Mode.DEV;
  }

  /** Never with the secrets in it. */
  @Override
  public String toString() {
    return "Configuration" + effective;
  }
}
