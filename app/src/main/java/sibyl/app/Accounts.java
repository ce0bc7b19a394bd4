package sibyl.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import sibyl.accounts.audit.AuditTrail;
import sibyl.accounts.audit.DatabaseAuditTrail;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.Registration;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.staff.StaffMembers;
import sibyl.accounts.staff.StaffSignIn;
import sibyl.accounts.wallet.DepositLimits;
import sibyl.accounts.wallet.WalletDeposits;
import sibyl.app.configuration.Configuration;
import sibyl.cluster.client.CommandPublisher;
import sibyl.gateway.people.DatabasePeople;
import sibyl.gateway.people.DatabaseStaff;
import sibyl.gateway.people.People;
import sibyl.gateway.people.Staff;
import sibyl.store.Database;

/**
 * People and staff, joined to the log by the relay that repeats what was decided about them and not
 * yet seen in the journal: accounts to open, deposits to book.
 */
record Accounts(People people, Staff staff, AuditTrail audit) {
  private static final Duration SESSION = Duration.ofDays(7);

  static Accounts start(
      Configuration configuration, Parts parts, Database database, CommandPublisher publisher) {
    InstantSource clock = InstantSource.system();
    Passwords passwords = new Passwords();
    AttemptBrake brake = new AttemptBrake();
    Sessions sessions = new Sessions(database, SESSION, clock);
    AdminCredentials credentials =
        AdminCredentials.of(
            configuration.adminUsername(),
            configuration.adminPassword(),
            configuration.dev(),
            passwords);
    StaffMembers members = new StaffMembers(database, credentials, passwords, sessions, clock);
    AccountCommands commands = new AccountCommands(publisher);
    EngineAccounts engineAccounts = new EngineAccounts(database, commands, clock);
    Outbox outbox = new Outbox(database, commands, clock);
    WalletDeposits deposits = new WalletDeposits(database, outbox, DepositLimits.DEFAULT);
    parts.start(
        "accounts to the log",
        () -> Relay.start("accounts-relay", List.of(engineAccounts), Relay.Pace.BACKING_OFF));
    parts.start(
        "money to the log", () -> Relay.start("money-relay", List.of(outbox), Relay.Pace.STEADY));
    return new Accounts(
        new DatabasePeople(
            new Registration(database, passwords, engineAccounts, clock),
            new SignIn(database, passwords, brake),
            sessions,
            new ApiKeys(database, clock),
            deposits),
        new DatabaseStaff(
            new StaffSignIn(credentials, members, passwords, brake), members, sessions),
        new DatabaseAuditTrail(database, clock));
  }
}
