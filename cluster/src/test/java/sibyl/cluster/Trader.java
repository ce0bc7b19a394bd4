package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.RoutedCommands;
import sibyl.engine.command.CommandHandler;
import sibyl.protocol.CommandEncoder;

/**
 * Submits the numbered commands of {@link Commands} and waits, where told to, for their answers.
 * Deposits go through a session of their own, so before and after them it waits by itself: the
 * commands reach the log in the order of their numbers.
 */
final class Trader implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterAddress address;
  private final RoutedCommands client;
  private final CommandEncoder encoder = new CommandEncoder();

  Trader(ClusterNode node) {
    this(node.address());
  }

  Trader(ClusterAddress address) {
    this.address = address;
    client = RoutedCommands.start(address, new ClusterClient.Listener() {});
    assertThat(client.awaitConnected(PATIENCE)).isTrue();
  }

  RoutedCommands client() {
    return client;
  }

  /** Submits the commands from {@code first} to {@code last}. */
  void submit(long first, long last) {
    for (long number = first; number <= last; number++) {
      long now = number;
      if (number > 1 && Commands.isDeposit(number) != Commands.isDeposit(number - 1)) {
        awaitInJournal(number - 1);
      }
      submit(to -> Commands.give(now, 0, to));
    }
  }

  void submit(Consumer<CommandHandler> command) {
    command.accept(encoder);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!client.offer(encoder.buffer(), 0, encoder.length())) {
      assertThat(System.nanoTime()).as("the queue stays full").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void awaitInJournal(long number) {
    var witness = new Witness();
    try (JournalFollower _ =
        JournalFollower.start(address, "trader", 0, witness, new FollowerListener() {})) {
      awaitAnswer(witness, number);
    }
  }

  static void awaitAnswer(Witness witness, long number) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (witness.answersTo(number) == 0) {
      assertThat(System.nanoTime()).as("answer to command " + number).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
