package sibyl.app.demo;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sibyl.app.client.Answer;
import sibyl.app.client.ApiClient;
import sibyl.app.client.Caller;

/**
 * The people of the demonstration, as accounts like any other: signed up once, always in the same
 * order, each with the same sandbox deposit; signed in when they first have something to do.
 */
final class Traders {
  private static final int CONFLICT = 409;

  private final ApiClient client;
  private final String deposit;
  private final Map<String, Caller> signedIn = new HashMap<>();

  /**
   * @param deposit what each starts with, in currency units
   */
  Traders(ApiClient client, String deposit) {
    this.client = client;
    this.deposit = deposit;
  }

  /**
   * Makes sure that all exist and have their money. They are made one after the other, so if the
   * last one has money they all have.
   */
  void ensure(List<String> usernames, Progress progress) {
    if (usernames.isEmpty() || isFunded(usernames.getLast())) {
      progress.advanceTo(usernames.size());
      return;
    }
    for (String username : usernames) {
      Caller caller = client.caller();
      Answer answer = caller.register(username, username + "@traders.example", password(username));
      if (answer.ok()) {
        signedIn.put(username, caller);
      } else if (answer.status() != CONFLICT) {
        answer.orThrow();
      }
      fund(username);
      progress.advance();
    }
  }

  private boolean isFunded(String username) {
    Caller caller = client.caller();
    if (!caller.logIn(username, password(username)).ok()) {
      return false;
    }
    signedIn.put(username, caller);
    return total(caller).signum() > 0;
  }

  private void fund(String username) {
    Caller caller = of(username);
    // The key makes a repeat harmless within the exchange's window, the balance does after it.
    if (total(caller).signum() == 0) {
      caller
          .post("/wallet/deposits", Map.of("amount", deposit), "demo-deposit-" + username)
          .orThrow();
    }
  }

  private static BigDecimal total(Caller caller) {
    return new BigDecimal(caller.get("/portfolio/balance").orThrow().text("total"));
  }

  /** The trader, signed in. */
  Caller of(String username) {
    return signedIn.computeIfAbsent(
        username,
        name -> {
          Caller caller = client.caller();
          caller.logIn(name, password(name)).orThrow();
          return caller;
        });
  }

  /** Not a secret: these accounts exist only to be looked at, by whoever runs the demonstration. */
  static String password(String username) {
    return "demo password of " + username;
  }
}
