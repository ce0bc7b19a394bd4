package sibyl.accounts;

import java.time.Duration;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.accounts.factor.SecondFactors;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.memory.LocalMemory;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.right.Rights;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.NewPeople;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.Registration;
import sibyl.accounts.signin.SecondStep;
import sibyl.store.Database;
import sibyl.store.DatabaseAddress;
import sibyl.store.TestServer;

/** A database of its own and what registers people in it. */
public final class People implements AutoCloseable {
  /** Of who owns the tables. */
  public final DatabaseAddress owner = TestServer.emptyDatabase();

  public final Database database = Database.open(owner, 8);
  public final RecordedExchange exchange = new RecordedExchange();
  public final SettableClock clock = new SettableClock();
  public final Passwords passwords = new Passwords(2, Duration.ofSeconds(60));
  public final EngineAccounts engineAccounts = new EngineAccounts(database, exchange, clock);
  public final Outbox outbox = new Outbox(database, exchange, clock);
  public final Rights rights = new Rights();
  public final LocalMemory memory = new LocalMemory(clock);
  public final KeyedHash hash = KeyedHash.ofThisProcess();
  public final SecondFactors factors =
      new SecondFactors(database, new FieldSeal("k".repeat(32)), rights, clock);
  public final NewPeople newPeople;
  public final Registration registration;

  /** People get no bonus. */
  public People() {
    this(0);
  }

  /**
   * @param bonus that people get when they join, millionths
   */
  public People(long bonus) {
    this.newPeople = new NewPeople(engineAccounts, outbox, bonus, clock);
    this.registration = new Registration(database, passwords, newPeople, clock);
  }

  /** The second step of signing in, counting wrong codes by a brake. */
  public SecondStep secondStep(AttemptBrake brake) {
    return new SecondStep(factors, brake);
  }

  /** Registers somebody and returns the account number. */
  public long person(String username) {
    return registration.register(username, null, "correct horse").account();
  }

  @Override
  public void close() {
    database.close();
  }
}
