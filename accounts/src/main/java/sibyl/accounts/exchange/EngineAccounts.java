package sibyl.accounts.exchange;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.engine.command.OpenAccount;
import sibyl.store.Database;

/**
 * Makes the exchange know everybody who has signed up: once right away, and again by the relay
 * until the projection has seen the account opened. The exchange refuses an account it knows, so
 * once too often does no harm.
 */
public final class EngineAccounts implements Relay.Work {
  private static final Logger LOG = LoggerFactory.getLogger(EngineAccounts.class);
  private static final int AT_A_TIME = 1_000;

  /** How long the first submission may take to show before the relay repeats it. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Database database;
  private final ExchangeCommands exchange;
  private final InstantSource clock;

  public EngineAccounts(Database database, ExchangeCommands exchange, InstantSource clock) {
    this.database = database;
    this.exchange = exchange;
    this.clock = clock;
  }

  /** Submits an account once; whatever comes of it, the caller goes on. */
  public void submit(long account) {
    try {
      if (!exchange.openAccount(new OpenAccount(account, true))) {
        LOG.debug("the exchange was busy: account {} will be opened by the relay", account);
      }
    } catch (RuntimeException e) {
      LOG.warn("account {} will be opened by the relay: {}", account, e.toString());
    }
  }

  @Override
  public int repeat() {
    List<Long> missing =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            """
                            SELECT account_id FROM users
                            WHERE opened_seq IS NULL AND created_at < :before
                            ORDER BY account_id LIMIT :most
                            """)
                        .bind("before", clock.instant().minus(GRACE).atOffset(ZoneOffset.UTC))
                        .bind("most", AT_A_TIME)
                        .mapTo(Long.class)
                        .list());
    int submitted = 0;
    for (long account : missing) {
      if (!exchange.openAccount(new OpenAccount(account, true))) {
        break;
      }
      submitted++;
    }
    return submitted;
  }
}
