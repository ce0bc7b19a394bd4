package sibyl.app;

import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import sibyl.accounts.exchange.ExchangeCommands;
import sibyl.cluster.client.CommandPublisher;
import sibyl.engine.Accounts;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.Transfer;
import sibyl.protocol.CommandEncoder;
import sibyl.store.projection.OutboxMark;

/** Sends what the accounts want done to the log. Thread-safe; one encoder under a lock. */
final class AccountCommands implements ExchangeCommands {
  /** No gateway's number: nobody waits for these answers but the projection. */
  private static final long ORIGIN = 0;

  private final CommandPublisher publisher;
  private final Lock encoding = new ReentrantLock();
  private final CommandEncoder encoder = new CommandEncoder();
  private final CommandHeader header = new CommandHeader();

  AccountCommands(CommandPublisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public boolean openAccount(OpenAccount command) {
    encoding.lock();
    try {
      encoder.openAccount(header.set(0, ORIGIN, 0, command.account()), command);
      return publisher.offer(encoder.buffer(), 0, encoder.length());
    } finally {
      encoding.unlock();
    }
  }

  @Override
  public boolean transfer(Transfer command) {
    encoding.lock();
    try {
      long correlation = OutboxMark.correlation(new UUID(command.idHigh(), command.idLow()));
      long person = Accounts.isPerson(command.to()) ? command.to() : command.from();
      encoder.transfer(header.set(0, OutboxMark.ORIGIN, correlation, person), command);
      return publisher.offer(encoder.buffer(), 0, encoder.length());
    } finally {
      encoding.unlock();
    }
  }
}
