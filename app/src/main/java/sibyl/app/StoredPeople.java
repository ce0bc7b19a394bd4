package sibyl.app;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sibyl.accounts.AccountsException;
import sibyl.accounts.key.ApiKey;
import sibyl.accounts.key.ApiKeys;
import sibyl.accounts.key.CreatedKey;
import sibyl.accounts.session.SessionOwner;
import sibyl.accounts.session.Sessions;
import sibyl.accounts.signin.Registration;
import sibyl.accounts.signin.SignIn;
import sibyl.accounts.signin.User;
import sibyl.gateway.people.Caller;
import sibyl.gateway.people.People;
import sibyl.gateway.people.Scope;
import sibyl.gateway.people.SignUpRefused;

/** Answers the gateway's questions about people from the accounts module. */
final class StoredPeople implements People {
  private final Registration registration;
  private final SignIn signIn;
  private final Sessions sessions;
  private final ApiKeys keys;

  StoredPeople(Registration registration, SignIn signIn, Sessions sessions, ApiKeys keys) {
    this.registration = registration;
    this.signIn = signIn;
    this.sessions = sessions;
    this.keys = keys;
  }

  @Override
  public SignedIn register(String username, String email, String password) {
    try {
      return begin(registration.register(username, email, password));
    } catch (AccountsException e) {
      throw refusal(e);
    }
  }

  private static RuntimeException refusal(AccountsException e) {
    String detail = String.valueOf(e.getMessage());
    return switch (e.code()) {
      case USERNAME_TAKEN -> new SignUpRefused(SignUpRefused.Cause.USERNAME_TAKEN, detail);
      case EMAIL_TAKEN -> new SignUpRefused(SignUpRefused.Cause.EMAIL_TAKEN, detail);
      case INVALID_USERNAME, INVALID_EMAIL, INVALID_PASSWORD ->
          new SignUpRefused(SignUpRefused.Cause.NOT_ACCEPTABLE, detail);
      default -> Refusals.of(e);
    };
  }

  @Override
  public Optional<SignedIn> login(String username, String password) {
    try {
      // The gateway counts attempts per address; here they count per name.
      return Optional.of(begin(signIn.signIn(username, password, username)));
    } catch (AccountsException e) {
      if (e.code() == AccountsException.Code.WRONG_CREDENTIALS) {
        return Optional.empty();
      }
      throw Refusals.of(e);
    }
  }

  private SignedIn begin(User user) {
    String token = sessions.open(new SessionOwner.Person(user.account())).token();
    return new SignedIn(token, new Caller.Person(user.account(), user.username()));
  }

  @Override
  public void endSession(String token) {
    sessions.end(token);
  }

  @Override
  public Optional<Caller.Person> session(String token) {
    return sessions
        .owner(token)
        .flatMap(
            owner ->
                switch (owner) {
                  case SessionOwner.Person person -> signIn.user(person.account());
                  case SessionOwner.Staff staff -> Optional.empty();
                })
        .map(user -> new Caller.Person(user.account(), user.username()));
  }

  @Override
  public Optional<Caller.Program> key(String secret) {
    return keys.verify(secret)
        .flatMap(
            key ->
                signIn
                    .user(key.account())
                    .map(
                        user ->
                            new Caller.Program(
                                key.account(), user.username(), scopes(key.scopes()))));
  }

  @Override
  public NewKey createKey(long account, String name, Set<Scope> scopes) {
    Set<sibyl.accounts.key.Scope> wanted = EnumSet.noneOf(sibyl.accounts.key.Scope.class);
    scopes.forEach(scope -> wanted.add(sibyl.accounts.key.Scope.valueOf(scope.name())));
    CreatedKey created = keys.create(account, name, wanted);
    return new NewKey(view(created.key()), created.text());
  }

  @Override
  public List<Key> keys(long account) {
    return keys.list(account).stream().map(StoredPeople::view).toList();
  }

  @Override
  public boolean deleteKey(long account, String keyId) {
    try {
      keys.revoke(account, keyId);
      return true;
    } catch (AccountsException e) {
      if (e.code() == AccountsException.Code.UNKNOWN_KEY) {
        return false;
      }
      throw e;
    }
  }

  private static Key view(ApiKey key) {
    return new Key(key.id(), key.name(), scopes(key.scopes()), key.createdAt().toEpochMilli(), 0);
  }

  private static Set<Scope> scopes(Set<sibyl.accounts.key.Scope> scopes) {
    Set<Scope> same = EnumSet.noneOf(Scope.class);
    scopes.forEach(scope -> same.add(Scope.valueOf(scope.name())));
    return same;
  }
}
