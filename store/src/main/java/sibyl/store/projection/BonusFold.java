package sibyl.store.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import sibyl.engine.Accounts;
import sibyl.engine.TransferKind;
import sibyl.engine.Units;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.Trade;

/**
 * Follows bonus money, command by command. People spend their own money first: only when an account
 * has less cash than the bonus money in it, what it pays into an event is bonus money. What does
 * not come back from the event is lost, and each account that takes more out of that event than it
 * put in carries up to as much of it. The rule and its reasons are in
 * docs/decisions/0013-bonus-money.md.
 *
 * <p>Only people with real money have bonus money; makers and pools pass it on, since what counts
 * is who put cash into an event and who took it out. Pure; one thread.
 */
final class BonusFold {
  /** How much bonus money a withdrawal took, by its transfer. */
  record Withdrawn(UUID transfer, long account, long amount) {}

  private final BonusState before;

  /** What has changed, with its last value. */
  final BonusState after =
      new BonusState(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());

  final List<Withdrawn> withdrawn = new ArrayList<>();

  // Of the command that is being told.
  private final Map<Long, Long> cash = new HashMap<>();
  private final Map<BonusKey, Long> flows = new LinkedHashMap<>();
  private final Set<BonusKey> flat = new LinkedHashSet<>();
  private final List<Risk> risks = new ArrayList<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final Set<Long> spenders = new HashSet<>();

  private record Risk(long one, long other, long amount) {}

  BonusFold(BonusState before) {
    this.before = before;
  }

  /** The cash of an account, free and held, after a posting. */
  void cash(long account, long total) {
    cash.put(account, total);
  }

  void transferred(Transfer transfer) {
    transfers.add(transfer);
  }

  /**
   * @param payout of a set, ten-thousandths
   */
  void traded(Trade trade, int payout) {
    int other = payout - trade.yesPrice;
    int atRisk = other > 0 ? Math.min(trade.yesPrice, other) : trade.yesPrice;
    risks.add(
        new Risk(trade.takerAccount, trade.makerAccount, Units.money(atRisk, trade.quantity)));
  }

  /**
   * A position changed.
   *
   * @param flow cash that it brought, less what it cost
   * @param held whether anything is held in the market now
   */
  void moved(long account, long event, long flow, boolean held) {
    if (!hasRealMoney(account)) {
      return;
    }
    BonusKey key = new BonusKey(account, event);
    flows.merge(key, flow, Math::addExact);
    if (held) {
      flat.remove(key);
    } else {
      flat.add(key);
    }
  }

  /** Every event of the command has been told. */
  void commandEnded() {
    transfers.forEach(this::comes);
    flows.forEach(this::comesBack);
    Map<Long, Long> needs = new HashMap<>();
    flows.forEach((key, flow) -> putIn(key, flow, needs));
    transfers.forEach(transfer -> leaves(transfer, needs));
    flat.forEach(this::writeOff);
    flows.keySet().forEach(this::carry);
    for (Risk risk : risks) {
      trades(risk.one, risk.other, risk.amount);
      trades(risk.other, risk.one, risk.amount);
    }
    cash.clear();
    flows.clear();
    flat.clear();
    risks.clear();
    transfers.clear();
    spenders.clear();
  }

  /** Where there was a row and is none to be any more. */
  List<BonusKey> goneStakes() {
    return after.stakes().entrySet().stream()
        .filter(entry -> !entry.getValue().isRow() && before.stake(entry.getKey()).isRow())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void comes(Transfer transfer) {
    if (hasRealMoney(transfer.to())) {
      BonusFigures to = account(transfer.to());
      if (transfer.from() == Accounts.BONUS) {
        put(transfer.to(), to.granted(transfer.amount()));
      } else if (transfer.kind() == TransferKind.WITHDRAWAL_RETURN && to.released() > 0) {
        put(transfer.to(), to.released(-Math.min(to.released(), transfer.amount())));
      }
    }
    if (hasRealMoney(transfer.from()) && transfer.kind() != TransferKind.WITHDRAWAL) {
      // What staff take back is bonus money first.
      BonusFigures from = account(transfer.from());
      long taken = Math.min(from.inCash(), transfer.amount());
      if (taken > 0) {
        put(transfer.from(), from.carried(-taken));
      }
    }
  }

  private void comesBack(BonusKey key, long flow) {
    BonusStake stake = stake(key).moved(flow);
    long back = Math.min(Math.max(0, flow), stake.staked());
    if (back > 0) {
      long staked = stake.staked() - back;
      long notLost = Math.max(0, stake.writtenOff() - staked);
      put(key.account(), account(key.account()).lost(-notLost).staked(-back));
      after.events().put(key.event(), event(key.event()) - back);
      stake = stake.with(staked, stake.writtenOff() - notLost);
    }
    after.stakes().put(key, stake);
  }

  /** What an account pays is bonus money as far as its own does not suffice. */
  private void putIn(BonusKey key, long flow, Map<Long, Long> needs) {
    long need = flow >= 0 ? 0 : need(key.account(), needs);
    if (need == 0) {
      return;
    }
    BonusStake stake = stake(key);
    long room = Math.max(0, -stake.flow()) - stake.staked();
    long put = Math.min(Math.min(-flow, need), room);
    if (put > 0) {
      needs.put(key.account(), need - put);
      spenders.add(key.account());
      put(key.account(), account(key.account()).staked(put));
      after.events().put(key.event(), event(key.event()) + put);
      after.stakes().put(key, stake.with(stake.staked() + put, stake.writtenOff()));
    }
  }

  /** By how much the cash of an account is less than the bonus money that should be in it. */
  private long need(long account, Map<Long, Long> needs) {
    Long known = needs.get(account);
    if (known != null) {
      return known;
    }
    Long total = cash.get(account);
    return total == null ? 0 : Math.max(0, account(account).inCash() - Math.max(0, total));
  }

  private void leaves(Transfer transfer, Map<Long, Long> needs) {
    long from = transfer.from();
    if (transfer.kind() != TransferKind.WITHDRAWAL || !hasRealMoney(from)) {
      return;
    }
    long taken = Math.min(transfer.amount(), need(from, needs));
    if (taken > 0) {
      put(from, account(from).released(taken));
      withdrawn.add(new Withdrawn(new UUID(transfer.idHigh(), transfer.idLow()), from, taken));
    }
  }

  private void writeOff(BonusKey key) {
    BonusStake stake = stake(key);
    long lost = stake.staked() - stake.writtenOff();
    if (lost > 0) {
      put(key.account(), account(key.account()).lost(lost));
      after.stakes().put(key, stake.with(stake.staked(), stake.staked()));
    }
  }

  private void carry(BonusKey key) {
    BonusStake stake = stake(key);
    long ofOthers = event(key.event()) - stake.staked();
    long carried = Math.min(Math.max(0, stake.flow()), ofOthers);
    if (carried != stake.carried()) {
      put(key.account(), account(key.account()).carried(carried - stake.carried()));
      after.stakes().put(key, stake.carrying(carried));
    }
  }

  /** Counts for one party, unless the other is spending bonus money. */
  private void trades(long one, long other, long amount) {
    if (hasRealMoney(one) && !spenders.contains(other)) {
      BonusFigures figures = account(one);
      if (figures.granted() > 0) {
        put(one, figures.traded(amount));
      }
    }
  }

  private static boolean hasRealMoney(long account) {
    return Accounts.isPerson(account) && Accounts.segment(account) == Accounts.REAL_MONEY;
  }

  private BonusFigures account(long account) {
    BonusFigures changed = after.accounts().get(account);
    return changed == null ? before.account(account) : changed;
  }

  private BonusStake stake(BonusKey key) {
    BonusStake changed = after.stakes().get(key);
    return changed == null ? before.stake(key) : changed;
  }

  private long event(long event) {
    Long changed = after.events().get(event);
    return changed == null ? before.event(event) : changed;
  }

  private void put(long account, BonusFigures figures) {
    after.accounts().put(account, figures);
  }
}
