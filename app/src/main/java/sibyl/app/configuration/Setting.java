package sibyl.app.configuration;

import java.util.Locale;

/**
 * Everything that can be set. Each setting has one key in a properties file ({@code http.port}),
 * one environment variable ({@code SIBYL_HTTP_PORT}) and one flag ({@code --http-port}).
 */
public enum Setting {
  MODE("mode", "dev or production. Production wants every secret set and cookies over TLS only."),
  DATA("data", "Directory that keeps everything: log, journal, database, logs."),
  HTTP_HOST("http.host", "Address to listen on."),
  HTTP_PORT("http.port", "Port to listen on; 0 takes a free one."),
  HTTP_ORIGINS(
      "http.origins",
      "Origins a browser may send changes from, comma-separated; empty: the server's own."),
  HTTP_PROXIES(
      "http.proxies",
      "Addresses of proxies in front, comma-separated: their X-Forwarded-For tells who calls."),
  HTTP_HOSTS(
      "http.hosts",
      "Names the server is reached by, comma-separated; empty: those of http.origins and its own."),
  HTTP_IDLE_SECONDS("http.idle_seconds", "After so long a connection without traffic is closed."),
  HTTP_HEAD_SECONDS("http.head_seconds", "Longest time a request's headers may take to arrive."),
  HTTP_BODY_SECONDS("http.body_seconds", "Longest time a request's body may take to arrive."),
  HTTP_CONNECTIONS("http.connections", "Most open connections."),
  HTTP_CONNECTIONS_PER_NETWORK(
      "http.connections_per_network", "Most open connections from one network."),
  METRICS_PORT(
      "metrics.port",
      "Port for /metrics and /health apart from the public one; in dev mode they are on that."),
  DATABASE_URL(
      "database.url",
      "A PostgreSQL to use, postgresql://user:password@host:port/database; empty: an embedded one."),
  ADMIN_USERNAME("admin.username", "Name of the first member of staff."),
  ADMIN_PASSWORD("admin.password", "Their password.", true),
  STAFF_SECOND_FACTOR(
      "staff.second_factor",
      "required or optional; empty: required in production, optional in dev mode."),
  STAFF_SESSION_HOURS("staff.session_hours", "Longest time a session of staff lasts."),
  STAFF_IDLE_MINUTES("staff.idle_minutes", "After so long without a request one of staff ends."),
  PEOPLE_SESSION_DAYS("people.session_days", "Longest time a session of a person lasts."),
  PHONE_REGION(
      "phone.region", "Whose phone numbers may be written without a country code: two letters."),
  TWILIO_SID("twilio.sid", "Twilio account that sends codes; empty: nobody can sign in by phone."),
  TWILIO_TOKEN("twilio.token", "Its secret.", true),
  TWILIO_FROM("twilio.from", "The number codes come from, or a messaging service (MG...)."),
  MAIL_HOST(
      "mail.host",
      "SMTP server that sends mails; empty: none are sent, and in dev mode they are written to"
          + " mails/ in the data directory."),
  MAIL_PORT("mail.port", "Its port."),
  MAIL_SECURITY(
      "mail.security",
      "starttls, tls or none (on this machine only); empty: starttls, or none on this machine."),
  MAIL_USER("mail.user", "The user to sign in as; empty: no sign-in."),
  MAIL_PASSWORD("mail.password", "Their password.", true),
  MAIL_FROM("mail.from", "The address mails come from."),
  MAIL_SITE(
      "mail.site",
      "Where the exchange's pages are, https://…, for links in mails; empty: mails hold tokens only."),
  REDIS_URL(
      "redis.url",
      "A Redis or Valkey that several gateways share for codes and brakes, redis://host:port; empty:"
          + " memory."),
  BONUS_SIGNUP("bonus.signup", "What everybody gets for joining; 0 for nothing."),
  BONUS_REFERRAL("bonus.referral", "What the owner of a referral code gets; 0 for nothing."),
  BONUS_AFTER_VERIFICATION(
      "bonus.after_verification",
      "true lets a referral's reward wait until the new person is verified; empty: in production."),
  BONUS_MULTIPLE(
      "bonus.multiple",
      "How many times bonus money must be traded before it can be withdrawn; 0 locks nothing."),
  BONUS_WINNINGS_MAX(
      "bonus.winnings_max",
      "How much won from others' bonus money one person may unlock by trading; beyond it staff can."),
  CLUSTER_SECRET(
      "cluster.secret",
      "Proves the right to open a session at the log; in dev mode made anew at each start.",
      true),
  CLUSTER_SYNC(
      "cluster.sync",
      "An acknowledged order has survived 0: the end of the process, 1: loss of power (data flushed),"
          + " 2: the same with the files' metadata."),
  DISK_RESERVE_MB(
      "disk.reserve_mb",
      "With less free disk the exchange takes cancellations only; 0: it never does by itself."),
  HOUSE_ORDERS(
      "house.orders",
      "true lets staff trade for the house, for sandboxes; empty: in dev mode only."),
  STAFF_APART_MINUTES(
      "staff.apart_minutes",
      "How long a member of staff and the one who made or changed it count as one person; empty: 60"
          + " in production, 0 in dev mode."),
  STAFF_HOUSE_ALONE(
      "staff.house_alone",
      "The most of the house's money that one member of staff gives to market makers and the"
          + " house's account within 24 hours without a second person; empty: 10000 in production,"
          + " no limit in dev mode."),
  SNAPSHOT_MINUTES("snapshot.minutes", "Minutes between snapshots of the engine."),
  STATE_CHECK_SECONDS(
      "state_check.seconds",
      "Seconds between comparisons of the engine's state, by its hash, through the log."),
  AUDIT_ACCOUNTS_PER_SECOND(
      "audit.accounts_per_second",
      "How many accounts, and markets, the tables are compared with the engine for in a second; 0:"
          + " none."),
  PEOPLE_ENCRYPTION_KEY(
      "people.encryption_key",
      "Seals what people submit about themselves; whoever loses it cannot read that again.",
      true),
  PAYMENTS_PROVIDER(
      "payments.provider",
      "Who moves money in and out: sandbox or none; empty: sandbox in dev mode, else none."),
  PAYMENTS_SANDBOX_DELAY_MS(
      "payments.sandbox.delay_ms", "Longest time the sandbox takes to decide a payment."),
  PAYMENTS_SANDBOX_FAILURE_PERCENT(
      "payments.sandbox.failure_percent", "Of the sandbox's payments, how many fail."),
  PAYMENTS_SANDBOX_DUPLICATE_PERCENT(
      "payments.sandbox.duplicate_percent", "Of the sandbox's callbacks, how many come twice."),
  PAYMENTS_SANDBOX_LOST_PERCENT(
      "payments.sandbox.lost_percent", "Of the sandbox's payments, how many it never calls about."),
  PAYMENTS_SANDBOX_SEED("payments.sandbox.seed", "Which of the sandbox's payments those are."),
  DEPOSITS_HOURS("deposits.hours", "Hours after which a deposit that nobody has paid is given up."),
  WITHDRAWALS_MAX("withdrawals.max", "Most of one withdrawal, in whole currency units."),
  WITHDRAWALS_DAY_MAX(
      "withdrawals.day_max", "Most of one person's withdrawals within 24 hours, likewise."),
  WITHDRAWALS_APPROVAL_ABOVE(
      "withdrawals.approval_above", "A larger withdrawal waits for a member of staff."),
  LOG_LEVEL("log.level", "error, warn, info or debug."),
  LOG_FORMAT("log.format", "text or json; empty: text in dev mode, json in production."),
  LOG_TO("log.to", "file (logs/ in the data directory) or stdout.");

  private final String key;
  private final String meaning;
  private final boolean secret;

  Setting(String key, String meaning) {
    this(key, meaning, false);
  }

  Setting(String key, String meaning, boolean secret) {
    this.key = key;
    this.meaning = meaning;
    this.secret = secret;
  }

  public String key() {
    return key;
  }

  public String meaning() {
    return meaning;
  }

  /** Whether its value is never shown. */
  public boolean secret() {
    return secret;
  }

  public String environmentVariable() {
    return "SIBYL_" + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  public String flag() {
    return "--" + key.replace('.', '-').replace('_', '-');
  }
}
