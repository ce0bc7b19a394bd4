package sibyl.accounts;

import java.time.Duration;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.Registration;
import sibyl.store.Database;
import sibyl.store.TestServer;

/** A database of its own and what registers people in it. */
public final class People implements AutoCloseable {
  public final Database database = Database.open(TestServer.emptyDatabase(), 8);
  public final RecordedExchange exchange = new RecordedExchange();
  public final SettableClock clock = new SettableClock();
  public final Passwords passwords = new Passwords(2, Duration.ofSeconds(60));
  public final EngineAccounts engineAccounts = new EngineAccounts(database, exchange, clock);
  public final Registration registration =
      new Registration(database, passwords, engineAccounts, clock);

  /** Registers somebody and returns the account number. */
  public long person(String username) {
    return registration.register(username, null, "correct horse").account();
  }

  @Override
  public void close() {
    database.close();
  }
}
