package sibyl.engine.ledger;

import org.jspecify.annotations.Nullable;
import sibyl.engine.Accounts;
import sibyl.engine.Asset;
import sibyl.engine.PostingReason;
import sibyl.engine.Reason;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;
import sibyl.engine.event.EventStream;
import sibyl.engine.event.Rejection;
import sibyl.engine.limits.Limits;
import sibyl.engine.limits.TransferIds;

/** Accounts of people, and money that comes, goes and moves between accounts. */
public final class Transfers {
  private final Limits limits;
  private final Ledger ledger;
  private final AccountTable accounts;
  private final TransferIds ids;
  private final EventStream events;

  public Transfers(Limits limits, Ledger ledger, TransferIds ids, EventStream events) {
    this.limits = limits;
    this.ledger = ledger;
    this.ids = ids;
    this.events = events;
    accounts = ledger.accounts();
  }

  public @Nullable Reason check(OpenAccount command, Rejection rejection) {
    rejection.account = command.account();
    if (!Accounts.isPerson(command.account())) {
      return Reason.INVALID_COMMAND;
    }
    if (accounts.find(command.account()) != AccountTable.NONE) {
      return Reason.ACCOUNT_EXISTS;
    }
    return accounts.hasRoomFor(1) ? null : Reason.LIMIT_EXCEEDED;
  }

  public void open(OpenAccount command) {
    ledger.openAccount(command.account(), command.netting());
    events.accountOpened(command.account(), command.netting());
  }

  public @Nullable Reason check(ChangeAccount command, Rejection rejection) {
    rejection.account = command.account();
    return Accounts.isPerson(command.account())
            && accounts.find(command.account()) != AccountTable.NONE
        ? null
        : Reason.UNKNOWN_ACCOUNT;
  }

  public void change(ChangeAccount command) {
    accounts.settings(accounts.find(command.account()), command.netting(), command.suspended());
    events.accountChanged(command.account(), command.netting(), command.suspended());
  }

  public @Nullable Reason check(Transfer command, Rejection rejection) {
    rejection.account = command.from();
    if (ids.contains(command.idHigh(), command.idLow())) {
      return Reason.DUPLICATE_TRANSFER;
    }
    if (command.amount() <= 0 || command.amount() > limits.houseDebt()) {
      return Reason.AMOUNT_OUT_OF_RANGE;
    }
    if (command.from() == command.to()) {
      return Reason.INVALID_COMMAND;
    }
    int from = findOwner(command.from());
    int to = findOwner(command.to());
    if (from == AccountTable.NONE || to == AccountTable.NONE) {
      rejection.account = from == AccountTable.NONE ? command.from() : command.to();
      return Reason.UNKNOWN_ACCOUNT;
    }
    if (!mayPass(command)) {
      return Reason.OTHER_SEGMENT;
    }
    if (command.kind() == TransferKind.WITHDRAWAL && accounts.suspended(from)) {
      return Reason.ACCOUNT_SUSPENDED;
    }
    if (ids.isFull() || hasTooMany(command, from, to)) {
      return Reason.LIMIT_EXCEEDED;
    }
    long free = accounts.free(from);
    if (Accounts.mayOwe(command.from())) {
      return free - command.amount() < -limits.houseDebt() ? Reason.AMOUNT_OUT_OF_RANGE : null;
    }
    if (free < command.amount()) {
      rejection.asset = Asset.CASH;
      rejection.needed = command.amount();
      rejection.available = free;
      rejection.held = accounts.held(from);
      return Reason.INSUFFICIENT_BALANCE;
    }
    return null;
  }

  /** What is given back to an account, or given to it by staff, is not refused for its number. */
  private boolean hasTooMany(Transfer command, int from, int to) {
    return (Accounts.isPerson(command.from()) && ids.isFull(from))
        || (command.kind() == TransferKind.DEPOSIT
            && Accounts.isPerson(command.to())
            && ids.isFull(to));
  }

  public void transfer(Transfer command) {
    ids.add(command.idHigh(), command.idLow());
    int from = accounts.find(command.from());
    int to = accounts.find(command.to());
    if (Accounts.isPerson(command.from())) {
      ids.count(from);
    }
    if (Accounts.isPerson(command.to())) {
      ids.count(to);
    }
    events.transferred(command);
    ledger.moveCash(from, -command.amount(), 0, PostingReason.TRANSFER);
    ledger.moveCash(to, command.amount(), 0, PostingReason.TRANSFER);
  }

  /**
   * What people have stays in their segment. The house gives play money and takes it back; nobody
   * deposits or withdraws it, nor gets a bonus in it.
   */
  private static boolean mayPass(Transfer command) {
    boolean fromPerson = Accounts.isPerson(command.from());
    boolean toPerson = Accounts.isPerson(command.to());
    int from = fromPerson ? Accounts.segment(command.from()) : Accounts.REAL_MONEY;
    int to = toPerson ? Accounts.segment(command.to()) : Accounts.REAL_MONEY;
    if (from == to) {
      return from == Accounts.REAL_MONEY || isPlayMoneyKind(command.kind());
    }
    return !(fromPerson && toPerson) && isPlayMoneyKind(command.kind());
  }

  private static boolean isPlayMoneyKind(TransferKind kind) {
    return switch (kind) {
      case ADJUSTMENT, FUNDING -> true;
      case DEPOSIT, WITHDRAWAL, WITHDRAWAL_RETURN, BONUS, REFERRAL -> false;
    };
  }

  /** Pools and makers hold exactly what they must: nobody transfers to or from them. */
  private int findOwner(long account) {
    return Accounts.isPool(account) || Accounts.isMaker(account)
        ? AccountTable.NONE
        : accounts.find(account);
  }
}
