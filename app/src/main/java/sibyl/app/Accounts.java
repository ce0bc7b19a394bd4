package sibyl.app;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.KeyedHash;
import sibyl.accounts.adjustment.Adjustments;
import sibyl.accounts.audit.AuditTrail;
import sibyl.accounts.broadcast.Broadcasts;
import sibyl.accounts.directory.UserDirectory;
import sibyl.accounts.event.EventDrafts;
import sibyl.accounts.event.MarketEvidence;
import sibyl.accounts.exchange.EngineAccounts;
import sibyl.accounts.exchange.Relay;
import sibyl.accounts.export.Exports;
import sibyl.accounts.factor.SecondFactors;
import sibyl.accounts.identity.FieldSeal;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.mail.MailFolder;
import sibyl.accounts.mail.MailLimits;
import sibyl.accounts.mail.MailOutbox;
import sibyl.accounts.mail.MailProofs;
import sibyl.accounts.mail.MailSender;
import sibyl.accounts.mail.MailServer;
import sibyl.accounts.mail.SmtpSender;
import sibyl.accounts.memory.LocalMemory;
import sibyl.accounts.memory.RedisMemory;
import sibyl.accounts.memory.SignInMemory;
import sibyl.accounts.message.OutgoingTexts;
import sibyl.accounts.message.SentMessages;
import sibyl.accounts.message.TextSender;
import sibyl.accounts.message.TwilioAccount;
import sibyl.accounts.message.TwilioSender;
import sibyl.accounts.outbox.Outbox;
import sibyl.accounts.outbox.OutboxHealth;
import sibyl.accounts.phone.CodeLimits;
import sibyl.accounts.phone.DatabasePhonePeople;
import sibyl.accounts.phone.PhoneNumbers;
import sibyl.accounts.phone.PhoneSignIn;
import sibyl.accounts.recovery.EmailAddresses;
import sibyl.accounts.recovery.FactorReleases;
import sibyl.accounts.recovery.FreshProof;
import sibyl.accounts.recovery.PasswordReset;
import sibyl.accounts.referral.DatabaseReferrals;
import sibyl.accounts.referral.ReferralTerms;
import sibyl.accounts.referral.Referrals;
import sibyl.accounts.right.Rights;
import sibyl.accounts.right.RightsFeed;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.AdminCredentials;
import sibyl.accounts.signin.AttemptBrake;
import sibyl.accounts.signin.KnownDevices;
import sibyl.accounts.signin.NewPeople;
import sibyl.accounts.signin.OwnPassword;
import sibyl.accounts.signin.Passwords;
import sibyl.accounts.signin.Registration;
import sibyl.accounts.signin.SecondStep;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.staff.HouseBudget;
import sibyl.accounts.staff.SecondPersons;
import sibyl.accounts.staff.StaffMembers;
import sibyl.accounts.staff.StaffSignIn;
import sibyl.app.configuration.Configuration;
import sibyl.app.configuration.JoiningSettings;
import sibyl.cluster.client.CommandPublisher;
import sibyl.gateway.FactorParts;
import sibyl.gateway.RecoveryParts;
import sibyl.gateway.StaffDesk;
import sibyl.gateway.SystemStatus;
import sibyl.gateway.people.DatabasePeople;
import sibyl.gateway.people.DatabaseStaff;
import sibyl.gateway.people.People;
import sibyl.gateway.people.Staff;
import sibyl.store.Database;

/**
 * People and staff, joined to the log by the relay that repeats the opening of accounts not yet
 * seen in the journal, and the desk that moves their money.
 */
record Accounts(
    People people,
    Staff staff,
    FactorParts factors,
    RecoveryParts recovery,
    Rights rights,
    AuditTrail audit,
    StaffDesk staffDesk,
    PhoneSignIn phones,
    SentMessages sentMessages,
    Referrals referrals,
    MoneyDesk desk) {
  /** How long after joining one may say who brought one. */
  private static final Duration NEW_FOR = Duration.ofDays(7);

  static Accounts start(
      Configuration configuration,
      Parts parts,
      Database database,
      CommandPublisher publisher,
      SystemStatus system)
      throws IOException {
    InstantSource clock = InstantSource.system();
    Rights rights = new Rights();
    parts.start("changes of rights", () -> RightsFeed.start(database, rights));
    Passwords passwords = new Passwords();
    SignInMemory memory = memory(configuration, parts, clock);
    KeyedHash hash = hash(configuration);
    KnownDevices devices =
        new KnownDevices(
            KeyedHash.derived(EncryptionKey.of(configuration), "sibyl known devices 1"));
    AttemptBrake brake =
        new AttemptBrake(memory, hash, devices, AttemptBrake.Limits.DEFAULT, clock);
    Sessions sessions =
        new Sessions(
            database,
            configuration.sessions().people(),
            configuration.sessions().staff(),
            rights,
            clock);
    SecondFactors factors =
        new SecondFactors(database, new FieldSeal(EncryptionKey.of(configuration)), rights, clock);
    SecondStep second = new SecondStep(factors, brake);
    AdminCredentials credentials =
        AdminCredentials.of(
            configuration.adminUsername(),
            configuration.adminPassword(),
            configuration.dev(),
            passwords);
    StaffMembers members =
        new StaffMembers(database, credentials, passwords, sessions, rights, clock);
    SecondPersons secondPersons =
        new SecondPersons(database, Duration.ofMinutes(configuration.staffApartMinutes()), clock);
    AccountCommands commands = new AccountCommands(publisher);
    EngineAccounts engineAccounts = new EngineAccounts(database, commands, clock);
    parts.start(
        "accounts to the log",
        () -> Relay.start("accounts-relay", List.of(engineAccounts), Relay.Pace.BACKING_OFF));
    MoneyDesk desk =
        MoneyDesk.start(configuration, parts, database, commands, secondPersons, clock);
    JoiningSettings joining = configuration.joining();
    NewPeople newPeople =
        new NewPeople(engineAccounts, desk.outbox(), joining.signupBonus(), clock);
    SentMessages sentMessages = new SentMessages();
    PhoneSignIn phones =
        new PhoneSignIn(
            new PhoneNumbers(joining.phoneRegion()),
            memory,
            hash,
            CodeLimits.DEFAULT,
            brake,
            second,
            texts(configuration, parts, sentMessages, clock),
            new DatabasePhonePeople(database, newPeople),
            clock);
    MailProofs proofs = new MailProofs(clock);
    MailOutbox mails = mails(configuration, parts, database, proofs, clock);
    EmailAddresses addresses = new EmailAddresses(database, mails, proofs, brake, clock);
    OwnPassword own = new OwnPassword(database, passwords, brake, sessions, clock);
    return new Accounts(
        new DatabasePeople(
            new Registration(database, passwords, newPeople, clock),
            new SignIn(database, passwords, brake, second),
            own,
            new FreshProof(own, phones, sessions, second, clock),
            addresses,
            devices,
            sessions,
            new ApiKeys(database, rights, clock),
            desk.deposits()),
        new DatabaseStaff(
            new StaffSignIn(credentials, members, passwords, brake, second),
            members,
            sessions,
            devices,
            factors,
            configuration.sessions().factorRequired()),
        new FactorParts(factors, second),
        new RecoveryParts(
            addresses,
            new PasswordReset(database, passwords, brake, second, sessions, mails, proofs, clock),
            new FactorReleases(database, secondPersons, sessions, mails, clock),
            mails,
            devices),
        rights,
        AuditFiles.trail(configuration, database),
        staffDesk(
            database,
            desk.outbox(),
            secondPersons,
            new HouseBudget(database, secondPersons, configuration.staffHouseAlone(), clock),
            system,
            clock),
        phones,
        sentMessages,
        new DatabaseReferrals(
            database,
            desk.outbox(),
            new ReferralTerms(joining.referralReward(), NEW_FOR, joining.afterVerification()),
            clock),
        desk);
  }

  private static SignInMemory memory(
      Configuration configuration, Parts parts, InstantSource clock) {
    String url = configuration.joining().redisUrl();
    return url.isEmpty()
        ? new LocalMemory(clock)
        : parts.start("memory of sign-in", () -> new RedisMemory(url));
  }

  /** All gateways of one exchange know its secret, so it is what they share a key by. */
  private static KeyedHash hash(Configuration configuration) {
    return configuration.joining().redisUrl().isEmpty()
        ? KeyedHash.ofThisProcess()
        : KeyedHash.derived(configuration.clusterSecret(), "sibyl sign-in memory 1");
  }

  /** Null where nothing can be sent. */
  private static @Nullable OutgoingTexts texts(
      Configuration configuration, Parts parts, SentMessages sentMessages, InstantSource clock) {
    JoiningSettings joining = configuration.joining();
    TextSender sender;
    if (joining.hasTwilio()) {
      TwilioAccount account =
          new TwilioAccount(joining.twilioSid(), joining.twilioToken(), joining.twilioFrom());
      sender = parts.start("Twilio's client", () -> new TwilioSender(account, TwilioSender.TWILIO));
    } else if (configuration.dev()) {
      sender = sentMessages;
    } else {
      return null;
    }
    return parts.start("text messages", () -> OutgoingTexts.start(sender, clock));
  }

  private static MailOutbox mails(
      Configuration configuration,
      Parts parts,
      Database database,
      MailProofs proofs,
      InstantSource clock)
      throws IOException {
    String key = EncryptionKey.of(configuration);
    MailOutbox mails =
        new MailOutbox(
            database,
            mailSender(configuration, clock),
            proofs,
            configuration.mail().site(),
            new FieldSeal(key),
            KeyedHash.derived(key, "sibyl mail addresses 1"),
            MailLimits.DEFAULT,
            clock);
    if (mails.isEnabled()) {
      parts.start("mails", () -> Relay.start("mails", List.of(mails), Relay.Pace.STEADY));
    }
    return mails;
  }

  /** Null where nothing can be sent. */
  private static @Nullable MailSender mailSender(Configuration configuration, InstantSource clock)
      throws IOException {
    MailServer server = configuration.mail().smtp();
    if (server != null) {
      return new SmtpSender(server, clock);
    }
    return configuration.dev()
        ? new MailFolder(configuration.data().resolve("mails"), clock)
        : null;
  }

  private static StaffDesk staffDesk(
      Database database,
      Outbox outbox,
      SecondPersons secondPersons,
      HouseBudget houseBudget,
      SystemStatus system,
      InstantSource clock) {
    return new StaffDesk(
        new EventDrafts(database, clock),
        new MarketEvidence(database, clock),
        new UserDirectory(database, clock),
        new Adjustments(database, outbox, secondPersons, clock),
        secondPersons,
        houseBudget,
        new Broadcasts(database, clock),
        new Exports(database),
        new OutboxHealth(database),
        system);
  }
}
