package sibyl.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.Registration;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.StaffSignIn;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.client.CommandPublisher;
import sibyl.store.Database;

/** People and staff, joined to the log by the relay that opens the accounts of who signed up. */
record Accounts(StoredPeople people, StoredStaff staff) {
  private static final Duration SESSION = Duration.ofDays(7);

  static Accounts start(
      Configuration configuration, Parts parts, Database database, CommandPublisher publisher) {
    InstantSource clock = InstantSource.system();
    Passwords passwords = new Passwords();
    AttemptBrake brake = new AttemptBrake();
    Sessions sessions = new Sessions(database, SESSION, clock);
    EngineAccounts engineAccounts =
        new EngineAccounts(database, new AccountCommands(publisher), clock);
    AdminCredentials credentials =
        AdminCredentials.of(
            configuration.adminUsername(),
            configuration.adminPassword(),
            configuration.dev(),
            passwords);
    parts.start("accounts", () -> Relay.start(List.of(engineAccounts)));
    return new Accounts(
        new StoredPeople(
            new Registration(database, passwords, engineAccounts, clock),
            new SignIn(database, passwords, brake),
            sessions,
            new ApiKeys(database, clock)),
        new StoredStaff(new StaffSignIn(credentials, passwords, brake), sessions));
  }
}
