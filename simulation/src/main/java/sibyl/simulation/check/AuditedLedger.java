package sibyl.simulation.check;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.simulation.model.Balance;
import sibyl.simulation.model.Holder;

/** Balances as the postings tell them, with the checks on each posting and each command. */
final class AuditedLedger {
  private final Map<Holder, Balance> balances = new HashMap<>();
  private final Map<Long, Long> sums = new HashMap<>();
  private final Set<Holder> touched = new LinkedHashSet<>();

  Map<Holder, Balance> balances() {
    return balances;
  }

  Balance of(Holder holder) {
    return balances.getOrDefault(holder, Balance.NONE);
  }

  /** Whose balances were touched; the reader clears it. */
  Set<Holder> touched() {
    return touched;
  }

  void startCommand() {
    sums.clear();
  }

  void post(long account, long asset, long amount, long free, long held, Checks checks) {
    Holder holder = new Holder(account, asset);
    Balance before = of(holder);
    Balance after = new Balance(free, held);
    checks.require(
        before.total() + amount == after.total(),
        "posting chain",
        () -> holder + " had " + before + ", got " + amount + ", has " + after);
    boolean issuer = Accounts.isPool(account) && !Asset.isCash(asset);
    checks.require(
        held >= 0 && (free >= 0 || issuer || Accounts.mayOwe(account)),
        "I3 nothing negative",
        () -> holder + " has " + after);
    if (after.equals(Balance.NONE)) {
      balances.remove(holder);
    } else {
      balances.put(holder, after);
    }
    touched.add(holder);
    sums.merge(asset, amount, Long::sum);
  }

  void endCommand() {
    sums.forEach(
        (asset, sum) -> {
          if (sum != 0) {
            throw new Discrepancy("I1 postings sum to zero", "asset " + asset + " sums to " + sum);
          }
        });
  }
}
