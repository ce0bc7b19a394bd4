package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import sibyl.cluster.client.ClusterClient;
import sibyl.engine.command.CommandHandler;
import sibyl.protocol.CommandEncoder;

/**
 * Submits the numbered commands of {@link Commands} and waits, where told to, for their answers.
 */
final class Trader implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ClusterClient client;
  private final CommandEncoder encoder = new CommandEncoder();

  Trader(ClusterNode node) {
    this(ClusterClient.start(node.address(), "trader", new ClusterClient.Listener() {}));
  }

  Trader(ClusterClient client) {
    this.client = client;
    assertThat(client.awaitConnected(PATIENCE)).isTrue();
  }

  ClusterClient client() {
    return client;
  }

  /** Submits the commands from {@code first} to {@code last}. */
  void submit(long first, long last) {
    for (long number = first; number <= last; number++) {
      long now = number;
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
