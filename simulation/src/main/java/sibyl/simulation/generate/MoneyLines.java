package sibyl.simulation.generate;

import java.util.List;
import sibyl.engine.Accounts;
import sibyl.engine.ExchangeState;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.simulation.script.Step;

/** Lines about accounts, their money, and what the exchange as a whole accepts. */
final class MoneyLines {
  private final Scene scene;
  private final Dice dice;
  private long transfers;

  MoneyLines(Scene scene) {
    this.scene = scene;
    this.dice = scene.dice;
  }

  /** Somebody comes, and brings money. */
  List<Step> newPerson() {
    long account = Scene.account(scene.people++);
    boolean realMoney = Accounts.segment(account) == Accounts.REAL_MONEY;
    long most = scene.swarm.rich() ? 10_000_000L : dice.oneOf(100L, 1_000L, 10_000L);
    long amount = dice.between(most / 10, most) * Units.MONEY_PER_UNIT;
    return List.of(
        new Step.Open(account, dice.percent(scene.swarm.nettingPercent())),
        new Step.Pay(
            ++transfers,
            Accounts.EXTERNAL,
            account,
            amount,
            realMoney ? TransferKind.DEPOSIT : TransferKind.ADJUSTMENT));
  }

  /** An account that is there already, or that nobody can have. */
  Step strangeAccount() {
    long account = dice.percent(50) ? scene.anyone() : dice.between(-1L, Accounts.FIRST_PERSON - 1);
    return new Step.Open(account, dice.percent(50));
  }

  Step pay(Situation now) {
    long id = dice.percent(10) && transfers > 0 ? dice.between(1L, transfers) : ++transfers;
    long account = scene.anyone();
    long amount = dice.between(-1L, 2_000 * Units.MONEY_PER_UNIT);
    return switch (dice.below(8)) {
      case 0, 1, 2, 3 -> new Step.Pay(id, Accounts.EXTERNAL, account, amount, TransferKind.DEPOSIT);
      case 4 -> {
        long all = now.freeCash(account);
        long out = dice.percent(50) ? all + dice.between(-1, 1) : amount;
        yield new Step.Pay(id, account, Accounts.EXTERNAL, out, TransferKind.WITHDRAWAL);
      }
      case 5 -> new Step.Pay(id, Accounts.BONUS, account, amount, TransferKind.BONUS);
      case 6 -> new Step.Pay(id, scene.anyone(), scene.anyone(), amount, TransferKind.ADJUSTMENT);
      default ->
          new Step.Pay(
              id,
              dice.between(0L, Accounts.FIRST_PERSON),
              dice.oneOf(account, Accounts.marketPool(1), Accounts.maker(1), 9_999L),
              amount,
              dice.oneOf(TransferKind.values()));
    };
  }

  /** Mostly nobody stays suspended for long. */
  Step settings() {
    long account = dice.percent(95) ? scene.anyone() : dice.between(0L, Accounts.FIRST_PERSON);
    return new Step.Settings(account, dice.percent(50), dice.percent(15));
  }

  /** Mostly back to normal. */
  Step exchange() {
    return new Step.Exchange(
        dice.percent(70)
            ? ExchangeState.OPEN
            : dice.oneOf(ExchangeState.CANCEL_ONLY, ExchangeState.HALTED));
  }
}
