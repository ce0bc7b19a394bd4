package sibyl.gateway.people;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sibyl.accounts.key.ApiKey;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.key.CreatedKey;
import sibyl.accounts.key.Scope;
import sibyl.accounts.recovery.EmailAddresses;
import sibyl.accounts.recovery.FreshProof;
import sibyl.accounts.session.Device;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.SessionView;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Attempt;
import sibyl.accounts.signin.KnownDevices;
import sibyl.accounts.signin.OwnPassword;
import sibyl.accounts.signin.Registration;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;
import sibyl.accounts.wallet.Deposit;
import sibyl.accounts.wallet.Deposits;

/** People as the accounts module knows them. */
public final class DatabasePeople implements People {
  private final Registration registration;
  private final SignIn signIn;
  private final OwnPassword ownPassword;
  private final FreshProof proof;
  private final EmailAddresses addresses;
  private final KnownDevices devices;
  private final Sessions sessions;
  private final ApiKeys keys;
  private final Deposits deposits;

  public DatabasePeople(
      Registration registration,
      SignIn signIn,
      OwnPassword ownPassword,
      FreshProof proof,
      EmailAddresses addresses,
      KnownDevices devices,
      Sessions sessions,
      ApiKeys keys,
      Deposits deposits) {
    this.registration = registration;
    this.signIn = signIn;
    this.ownPassword = ownPassword;
    this.proof = proof;
    this.addresses = addresses;
    this.devices = devices;
    this.sessions = sessions;
    this.keys = keys;
    this.deposits = deposits;
  }

  @Override
  public SignedIn register(String username, String email, String password, Device device) {
    User user = registration.register(username, email, password);
    addresses.welcome(user, device.address());
    return begin(user, device);
  }

  @Override
  public SignedIn login(Attempt attempt, Device device) {
    return begin(signIn.signIn(attempt), device);
  }

  @Override
  public SignedIn begin(User user, Device device) {
    String token = sessions.open(new SessionOwner.Person(user.account()), device).token();
    return new SignedIn(
        token,
        new Caller.Person(user.account()),
        user.username(),
        devices.issue(SignIn.brakeName(user.username())));
  }

  @Override
  public List<SessionView> sessions(long account, String token) {
    return sessions.list(new SessionOwner.Person(account), token);
  }

  @Override
  public void endSession(long account, UUID id) {
    sessions.end(new SessionOwner.Person(account), id);
  }

  @Override
  public void endSession(String token) {
    sessions.end(token);
  }

  @Override
  public void used(String token) {
    sessions.used(token);
  }

  @Override
  public void changePassword(long account, FreshProof.Given given, String next) {
    if (ownPassword.isSet(account)) {
      Attempt attempt = given.attempt();
      ownPassword.change(account, attempt.password(), next, given.token(), attempt.address());
    } else {
      User user = person(account);
      proof.requireWithSecond(user, given);
      ownPassword.setFirst(user, next, given.token());
    }
  }

  @Override
  public void requireFresh(long account, FreshProof.Given given) {
    proof.require(person(account), given);
  }

  @Override
  public void requireFreshWithSecond(long account, FreshProof.Given given) {
    proof.requireWithSecond(person(account), given);
  }

  @Override
  public void endSessions(long account) {
    sessions.endAll(new SessionOwner.Person(account));
  }

  @Override
  public Optional<Caller.Person> session(String token) {
    return sessions
        .owner(token)
        .filter(SessionOwner.Person.class::isInstance)
        .map(owner -> new Caller.Person(((SessionOwner.Person) owner).account()));
  }

  @Override
  public String username(long account) {
    return person(account).username();
  }

  @Override
  public User person(long account) {
    return signIn
        .user(account)
        .orElseThrow(() -> new IllegalStateException("a session without a user: " + account));
  }

  @Override
  public Optional<Caller.Program> key(String text) {
    return keys.verify(text).map(key -> new Caller.Program(key.account(), key.scopes()));
  }

  @Override
  public CreatedKey createKey(long account, String name, Set<Scope> scopes) {
    return keys.create(account, name, scopes);
  }

  @Override
  public List<ApiKey> keys(long account) {
    return keys.list(account);
  }

  @Override
  public void deleteKey(long account, String keyId) {
    keys.revoke(account, keyId);
  }

  @Override
  public Deposit deposit(long account, long amount, String idempotencyKey) {
    return deposits.request(account, amount, idempotencyKey);
  }

  @Override
  public Optional<Deposit> findDeposit(UUID id) {
    return deposits.find(id);
  }
}
