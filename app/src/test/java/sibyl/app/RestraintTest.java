package sibyl.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.ClusterNode;
import sibyl.cluster.ClusterNodeConfig;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.RoutedCommands;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.Engine;
import sibyl.engine.ExchangeState;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.limits.Limits;
import sibyl.protocol.CommandEncoder;

/** On a node with a log: going to cancel-only by itself and coming back. */
class RestraintTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  /** Written by the test, read by the watching thread. */
  private volatile Optional<String> cause = Optional.empty();

  @Test
  void aCauseRestrictsTheExchangeAndItsEndOpensItAgain() {
    try (ClusterNode node = node();
        RoutedCommands commands = commands(node);
        Restraint restraint = watch(node, commands)) {
      cause = Optional.of("the disk is nearly full");
      awaitState(node, ExchangeState.CANCEL_ONLY);
      assertThat(restraint.cause()).isEqualTo("the disk is nearly full");
      cause = Optional.empty();
      awaitState(node, ExchangeState.OPEN);
      Awaitility.await().atMost(PATIENCE).until(() -> restraint.cause().isEmpty());
    }
  }

  @Test
  void itRemembersAcrossARestartThatItWasItself() {
    try (ClusterNode node = node();
        RoutedCommands commands = commands(node);
        Restraint restraint = watch(node, commands)) {
      cause = Optional.of("the disk is nearly full");
      awaitState(node, ExchangeState.CANCEL_ONLY);
      assertThat(restraint.cause()).isNotEmpty();
    }
    cause = Optional.empty();
    try (ClusterNode node = node();
        RoutedCommands commands = commands(node);
        Restraint _ = watch(node, commands)) {
      awaitState(node, ExchangeState.OPEN);
    }
  }

  @Test
  void whatStaffRestrictedOrHaltedIsNotOpened() throws Exception {
    try (ClusterNode node = node();
        RoutedCommands commands = commands(node)) {
      set(commands, ExchangeState.CANCEL_ONLY);
      awaitState(node, ExchangeState.CANCEL_ONLY);
      try (Restraint restraint = watch(node, commands)) {
        cause = Optional.of("the disk is nearly full");
        Awaitility.await().atMost(PATIENCE).until(() -> !restraint.cause().isEmpty());
        cause = Optional.empty();
        Awaitility.await().atMost(PATIENCE).until(() -> restraint.cause().isEmpty());
        set(commands, ExchangeState.OPEN);
        awaitState(node, ExchangeState.OPEN);
        cause = Optional.of("the disk is nearly full");
        awaitState(node, ExchangeState.CANCEL_ONLY);
        set(commands, ExchangeState.HALTED);
        awaitState(node, ExchangeState.HALTED);
        cause = Optional.empty();
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() -> !Files.exists(directory.resolve("cancel-only.by-itself")));
        assertThat(state(node)).isEqualTo(ExchangeState.HALTED);
      }
    }
  }

  private ClusterNode node() {
    ClusterNode node =
        ClusterNode.launch(
            ClusterNodeConfig.singleNode(
                    directory.resolve("cluster"),
                    SessionSecret.of("a secret for tests only"),
                    Limits.defaults())
                .withFileSyncLevel(0));
    node.awaitReady(PATIENCE);
    return node;
  }

  private static RoutedCommands commands(ClusterNode node) {
    RoutedCommands commands = RoutedCommands.start(node.address(), new ClusterClient.Listener() {});
    assertThat(commands.awaitConnected(PATIENCE)).isTrue();
    return commands;
  }

  private Restraint watch(ClusterNode node, RoutedCommands commands) {
    return Restraint.start(directory, node, commands, List.of(() -> cause));
  }

  private static void set(RoutedCommands commands, ExchangeState state) {
    var encoder = new CommandEncoder();
    encoder.setExchangeState(new CommandHeader().set(0, 7, 1, 0), new SetExchangeState(state));
    assertThat(commands.offer(encoder.buffer(), 0, encoder.length())).isTrue();
  }

  private static void awaitState(ClusterNode node, ExchangeState state) {
    Awaitility.await().atMost(PATIENCE).until(() -> state(node) == state);
  }

  private static ExchangeState state(ClusterNode node) throws Exception {
    return node.inspect(Engine::exchangeState).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
