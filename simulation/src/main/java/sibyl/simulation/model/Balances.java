package sibyl.simulation.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who holds what. Remembers whom the current command touched. */
final class Balances {
  private final Map<Holder, Balance> balances = new HashMap<>();
  private final Set<Holder> touched = new LinkedHashSet<>();

  Balance of(long account, long asset) {
    return balances.getOrDefault(new Holder(account, asset), Balance.NONE);
  }

  long free(long account, long asset) {
    return of(account, asset).free();
  }

  void add(long account, long asset, long amount) {
    set(account, asset, of(account, asset).plus(amount));
  }

  /** One party's gain is the other's loss. */
  void move(long from, long to, long asset, long amount) {
    add(from, asset, -amount);
    add(to, asset, amount);
  }

  void hold(long account, long asset, long amount) {
    set(account, asset, of(account, asset).hold(amount));
  }

  void release(long account, long asset, long amount) {
    hold(account, asset, -amount);
  }

  private void set(long account, long asset, Balance balance) {
    Holder holder = new Holder(account, asset);
    touched.add(holder);
    if (balance.equals(Balance.NONE)) {
      balances.remove(holder);
    } else {
      balances.put(holder, balance);
    }
  }

  Map<Holder, Balance> all() {
    return balances;
  }

  /** Whose balances changed since this was asked last. */
  Set<Holder> takeTouched() {
    Set<Holder> taken = Set.copyOf(touched);
    touched.clear();
    return taken;
  }
}
