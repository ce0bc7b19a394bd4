package sibyl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Aeron;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.SourceLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sibyl.cluster.client.ArchiveSession;
import sibyl.cluster.client.ClusterAddress;
import sibyl.cluster.client.ClusterClient;
import sibyl.cluster.client.FollowerListener;
import sibyl.cluster.client.JournalFollower;
import sibyl.cluster.client.PrivateDirectory;
import sibyl.cluster.client.SessionRole;
import sibyl.cluster.client.SessionSecret;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.ExchangeState;
import sibyl.engine.GroupAction;
import sibyl.engine.HoldingReason;
import sibyl.engine.SetAction;
import sibyl.engine.command.AcceptOffer;
import sibyl.engine.command.AddLiquidity;
import sibyl.engine.command.AdjustInventory;
import sibyl.engine.command.AmendOrder;
import sibyl.engine.command.AuthoriseProducer;
import sibyl.engine.command.CancelOrder;
import sibyl.engine.command.CancelOrders;
import sibyl.engine.command.ChallengeResolution;
import sibyl.engine.command.ChangeAccount;
import sibyl.engine.command.ChangeOrderGroup;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.MergeOrders;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.command.Produce;
import sibyl.engine.command.ScheduleMarket;
import sibyl.engine.command.SetExchangeState;
import sibyl.engine.command.SetRecipe;
import sibyl.engine.limits.Limits;
import sibyl.protocol.CommandEncoder;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ClusterNodeTest {
  @TempDir Path directory;

  @Test
  void everyCommandIsAnsweredOnceInTheJournal() throws Exception {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 1000);
      Trader.awaitAnswer(witness, 1000);

      assertThat(witness.answers())
          .hasSize(1000)
          .allSatisfy((number, times) -> assertThat(times).isOne());
      assertThat(witness.firstSeq()).isOne();
      assertThat(witness.rejections()).isZero();
      assertThat(node.inspect(Engine::lastSeq).get()).isEqualTo(follower.lastSeq());
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(1000, Nodes.LIMITS).stateHash());
    }
  }

  /** Whatever the engine makes of it: nothing on the way knows commands by name. */
  @Test
  void everyKindOfCommandIsAnsweredOnce() throws Exception {
    long ann = Accounts.FIRST_PERSON;
    List<BiConsumer<CommandHeader, CommandHandler>> commands =
        List.of(
            (header, to) -> to.quote(header, new PlaceOrder()),
            (header, to) -> to.cancelOrder(header, new CancelOrder()),
            (header, to) -> to.amendOrder(header, new AmendOrder()),
            (header, to) -> to.quoteAmendment(header, new AmendOrder()),
            (header, to) -> to.placeOrders(header, orders(ann)),
            (header, to) -> to.quoteOrders(header, orders(ann)),
            (header, to) -> to.cancelOrders(header, new CancelOrders()),
            (header, to) -> to.mergeOrders(header, new MergeOrders()),
            (header, to) ->
                to.changeOrderGroup(
                    header, new ChangeOrderGroup(ann, 0, GroupAction.CREATE, 100, 1_000)),
            (header, to) -> to.changeSets(header, new ChangeSets(ann, 1, 0, SetAction.SPLIT, 100)),
            (header, to) -> to.convertShares(header, new ConvertShares(ann, 1, List.of(1L), 100)),
            (header, to) -> to.scheduleMarket(header, new ScheduleMarket(1, 0, 0)),
            (header, to) -> to.challengeResolution(header, new ChallengeResolution(1, "no")),
            (header, to) -> to.addLiquidity(header, new AddLiquidity(1, 100)),
            (header, to) -> to.setExchangeState(header, new SetExchangeState(ExchangeState.OPEN)),
            (header, to) -> to.changeAccount(header, new ChangeAccount(ann, false, false)),
            (header, to) ->
                to.adjustInventory(header, new AdjustInventory(ann, 1, 100, HoldingReason.INITIAL)),
            (header, to) -> to.authoriseProducer(header, new AuthoriseProducer(ann, 1, true)),
            (header, to) -> to.setRecipe(header, new SetRecipe(1, List.of())),
            (header, to) -> to.produce(header, new Produce(ann, 1, 100)),
            (header, to) -> to.acceptOffer(header, new AcceptOffer(ann, 1, 5_000, 100)));
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 100);
      for (int i = 0; i < commands.size(); i++) {
        CommandHeader header = new CommandHeader().set(0, 7, 101L + i, 0);
        BiConsumer<CommandHeader, CommandHandler> command = commands.get(i);
        trader.submit(to -> command.accept(header, to));
        // Settings that are as they were may leave no event; a deposit after each does.
        long next = 1_000L + i;
        trader.submit(to -> Commands.giveDeposit(next, to));
        Trader.awaitAnswer(witness, next);
      }
      assertThat(witness.answers())
          .allSatisfy((number, times) -> assertThat(times).isOne())
          .hasSizeGreaterThan(100 + commands.size() + commands.size() / 2);
      assertThat(node.status().malformed()).isZero();
      assertThat(node.status().inputs()).isGreaterThanOrEqualTo(100 + 2 * commands.size());
      assertThat(follower.failure()).isNull();
    }
  }

  private static PlaceOrders orders(long account) {
    var orders = new PlaceOrders();
    orders.account = account;
    for (int i = 0; i < PlaceOrders.MAX; i++) {
      orders.add().message.set("x".repeat(PlaceOrder.MESSAGE_MAX));
    }
    return orders;
  }

  @Test
  void aRestartWithoutASnapshotAppliesTheLogAndWritesNoEventTwice() throws Exception {
    ClusterNodeConfig config = Nodes.withoutSnapshots(directory);
    runAndStop(config, 1, 2000);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      assertThat(node.status().inputs()).isEqualTo(2000);
      trader.submit(2001, 2500);
      Trader.awaitAnswer(witness, 2500);

      assertThat(witness.answers())
          .hasSize(2500)
          .allSatisfy((number, times) -> assertThat(times).isOne());
      assertThat(follower.failure()).isNull();
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(2500, Nodes.LIMITS).stateHash());
    }
  }

  @Test
  void aRestartFromASnapshotGoesOnWhereItWas() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    runAndStop(config, 1, 2000);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      assertThat(node.status().inputs()).isZero();
      trader.submit(2001, 2500);
      Trader.awaitAnswer(witness, 2500);

      assertThat(witness.answers()).hasSize(2500);
      assertThat(follower.failure()).isNull();
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(2500, Nodes.LIMITS).stateHash());
    }
  }

  /** With so many accounts that the engine is told of what stands in the log. */
  @Test
  void commandsThatWaitInTheLogAreLookedAtBeforeTheirTurn() throws Exception {
    ClusterNodeConfig config = Nodes.withoutSnapshots(directory);
    long hash;
    try (ClusterNode node = Nodes.start(config);
        var trader = new Trader(node)) {
      trader.submit(1, 100);
      for (int i = 0; i < 20_000; i++) {
        CommandHeader header = new CommandHeader().set(0, 7, 1_000_000L + i, 0);
        long account = Accounts.FIRST_PERSON + 1_000 + i;
        trader.submit(to -> to.openAccount(header, new OpenAccount(account, true)));
      }
      trader.submit(101, 2_000);
      awaitInputs(node, 22_000);
      hash = node.inspect(Engine::stateHash).get();
    }
    try (ClusterNode node = Nodes.start(config)) {
      awaitInputs(node, 22_000);
      assertThat(node.status().seenAhead()).isBetween(1L, node.status().inputs());
      assertThat(node.inspect(Engine::stateHash).get()).isEqualTo(hash);
    }
  }

  private static void awaitInputs(ClusterNode node, long inputs) {
    long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
    while (node.status().inputs() < inputs) {
      assertThat(System.nanoTime()).as("inputs").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void otherLimitsThanTheLogWasWrittenWithAreRefusedInOneLine() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    runAndStop(config, 1, 100);
    Limits others = Nodes.LIMITS.with(to -> to.positions = 77);

    assertThatThrownBy(
            () -> ClusterNode.launch(ClusterNodeConfig.singleNode(directory, Nodes.SECRET, others)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("limits.positions=16000000, this program has limits.positions=77")
        .hasMessageNotContaining("\n");

    runAndStop(config, 101, 200);
  }

  @Test
  void aLogOfAnEarlierDraftOfTheWireIsRefusedInOneLine() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    runAndStop(config, 1, 100);
    Files.delete(directory.resolve(LogTerms.FILE));

    assertThatThrownBy(() -> ClusterNode.launch(config))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has a log with wire=0, this program has wire=2")
        .hasMessageNotContaining("\n");
  }

  @Test
  void theLogItselfKnowsTheLimitsItIsWrittenWith() throws Exception {
    runAndStop(Nodes.withoutSnapshots(directory), 1, 100);
    Limits others = Nodes.LIMITS.with(to -> to.slice = 77);
    Path file = directory.resolve(LogTerms.FILE);
    Files.writeString(
        file, Files.readString(file).replaceAll("limits.slice=\\d+", "limits.slice=77"));

    ClusterNodeConfig config =
        ClusterNodeConfig.singleNode(directory, Nodes.SECRET, others).withFileSyncLevel(0);
    try (ClusterNode node = ClusterNode.launch(config)) {
      assertThat(node.failure().get(Trader.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .hasMessageContaining("is written with other limits than this member has");
    }
  }

  @Test
  void snapshotsAtRandomPointsUnderLoadChangeNothing() throws Exception {
    var random = new Random(5);
    long last = 0;
    for (int round = 0; round < 3; round++) {
      ClusterNodeConfig config =
          Nodes.config(directory)
              .withSnapshots(
                  new ClusterNodeConfig.Snapshots(
                      Duration.ofDays(1), 200 + random.nextInt(800), false));
      var witness = new Witness();
      try (ClusterNode node = Nodes.start(config);
          JournalFollower follower = Nodes.follow(node, 0, witness);
          var trader = new Trader(node)) {
        trader.submit(last + 1, last + 3000);
        last += 3000;
        Trader.awaitAnswer(witness, last);
        assertThat(witness.answers().size()).isEqualTo((int) last);
        assertThat(node.takeSnapshot(Trader.PATIENCE)).isTrue();
        trader.submit(last + 1, last + 100);
        last += 100;
        Trader.awaitAnswer(witness, last);
        assertThat(follower.failure()).isNull();
        assertThat(node.inspect(Engine::stateHash).get())
            .isEqualTo(Reference.after(last, Nodes.LIMITS).stateHash());
      }
    }
  }

  @Test
  void settlementGoesOnByItselfInSlices() throws Exception {
    Limits small = Limits.defaults().with(to -> to.slice = 1);
    ClusterNodeConfig config =
        ClusterNodeConfig.singleNode(directory, Nodes.SECRET, small).withFileSyncLevel(0);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 200);
      for (int step = 0; step < 4; step++) {
        int now = step;
        trader.submit(to -> Commands.end(201 + now, now, to));
        Trader.awaitAnswer(witness, 201 + now);
      }
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (witness.settled() == 0) {
        assertThat(System.nanoTime()).as("settled").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(follower.failure()).isNull();
      assertThat(witness.rejections()).isZero();
      assertThat(node.status().inputs()).as("timers among them").isGreaterThan(204 + 3);
    }
  }

  @Test
  void whatIsNoCommandIsIgnoredAndItsSenderShutOut() throws Exception {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node);
        var vandal = new Trader(node)) {
      var garbage = new UnsafeBuffer(new byte[100]);
      for (int i = 0; i < 100; i++) {
        vandal.client().offer(garbage, 0, garbage.capacity());
      }
      trader.submit(1, 10);
      Trader.awaitAnswer(witness, 10);
      assertThat(node.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(10, Nodes.LIMITS).stateHash());
      // Whose input comes first is open: these are two sessions.
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (vandal.client().isConnected() && vandal.client().dropped() == 0) {
        vandal.client().offer(garbage, 0, garbage.capacity());
        assertThat(System.nanoTime()).as("shut out").isLessThan(deadline);
        Thread.onSpinWait();
      }
      assertThat(node.status().malformed()).isGreaterThanOrEqualTo(16);
      assertThat(follower.failure()).isNull();
    }
  }

  @Test
  void aSecondNodeOnTheSameDirectoryIsRefused() {
    ClusterNodeConfig config = Nodes.config(directory);
    try (ClusterNode node = Nodes.start(config)) {
      assertThatThrownBy(() -> ClusterNode.launch(config))
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(node.state()).isEqualTo(ClusterNode.State.RUNNING);
    }
  }

  @Test
  void anotherSecretIsRefused() {
    SessionSecret other = SessionSecret.of("not the secret of the node");
    try (ClusterNode node = Nodes.start(Nodes.config(directory))) {
      var wrong = new ClusterAddress.SameMachine(node.address().aeronDirectory(), other);
      try (ClusterClient client =
          ClusterClient.start(
              wrong, SessionRole.GATEWAY, "stranger", new ClusterClient.Listener() {})) {
        assertThatThrownBy(() -> client.awaitConnected(Trader.PATIENCE))
            .hasMessageContaining("given up")
            .rootCause()
            .hasMessageContaining("authentication");
        assertThat(client.offer(new UnsafeBuffer(new byte[8]), 0, 8)).isFalse();
      }
      var witness = new Witness();
      try (JournalFollower follower =
          JournalFollower.start(wrong, "stranger", 0, witness, new FollowerListener() {})) {
        assertThatThrownBy(() -> follower.awaitSeq(1, Trader.PATIENCE))
            .hasMessageContaining("stopped");
        assertThat(witness.lastSeq()).isZero();
      }
    }
  }

  @Test
  void aGatewayCannotMoveMoneyAndPaymentsCannotTrade() throws Exception {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 3 + 2 * Commands.PEOPLE);
      Trader.awaitAnswer(witness, 3 + 2 * Commands.PEOPLE);
      long hash = node.inspect(Engine::stateHash).get();
      for (SessionRole role : SessionRole.values()) {
        refused(node, role, to -> Commands.giveDeposit(1000, to), role == SessionRole.PAYMENTS);
        refused(node, role, to -> Commands.give(1001, 0, to), role == SessionRole.GATEWAY);
      }
      assertThat(node.inspect(Engine::stateHash).get()).isEqualTo(hash);
      assertThat(follower.failure()).isNull();
      assertThat(witness.answersTo(1000) + witness.answersTo(1001)).isZero();
    }
  }

  /** Sends a command in a session of the role, and waits until the session is ended for it. */
  private static void refused(
      ClusterNode node, SessionRole role, Consumer<CommandHandler> command, boolean allowed) {
    if (allowed) {
      return;
    }
    var encoder = new CommandEncoder();
    command.accept(encoder);
    var ended = new AtomicBoolean();
    var listener =
        new ClusterClient.Listener() {
          @Override
          public void onConnection(boolean connected) {
            ended.compareAndSet(false, !connected);
          }
        };
    try (ClusterClient client = ClusterClient.start(node.address(), role, "refused", listener)) {
      assertThat(client.awaitConnected(Trader.PATIENCE)).isTrue();
      assertThat(client.offer(encoder.buffer(), 0, encoder.length())).isTrue();
      long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
      while (!ended.get()) {
        assertThat(System.nanoTime()).as("session of " + role + " ended").isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void aReaderOfTheJournalCannotChangeTheArchive() {
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        var trader = new Trader(node);
        Aeron aeron =
            Aeron.connect(new Aeron.Context().aeronDirectoryName(node.address().aeronDirectory()));
        AeronArchive archive =
            ArchiveSession.connect(
                aeron,
                node.address(),
                SessionRole.READER,
                0,
                new SleepingMillisIdleStrategy(),
                Trader.PATIENCE)) {
      trader.submit(1, 10);
      assertThat(archive.getStartPosition(0)).isZero();
      assertThatThrownBy(() -> archive.purgeRecording(0)).hasMessageContaining("unauthorised");
      assertThatThrownBy(() -> archive.truncateRecording(0, 0))
          .hasMessageContaining("unauthorised");
      assertThatThrownBy(() -> archive.startRecording("aeron:ipc", 77, SourceLocation.LOCAL))
          .hasMessageContaining("unauthorised");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneMemberOpensNoPort() throws Exception {
    Set<String> before = udpSockets();
    try (ClusterNode node = Nodes.start(Nodes.config(directory));
        var trader = new Trader(node)) {
      trader.submit(1, 3);
      assertThat(udpSockets()).isEqualTo(before);
      assertThat(node.state()).isEqualTo(ClusterNode.State.RUNNING);
    }
  }

  /** The UDP sockets that this process has open, by their numbers in the kernel. */
  private static Set<String> udpSockets() throws IOException {
    var all = new HashSet<String>();
    for (String table : List.of("/proc/self/net/udp", "/proc/self/net/udp6")) {
      Files.readAllLines(Path.of(table)).stream()
          .skip(1)
          .map(line -> "socket:[" + line.strip().split(" +")[9] + "]")
          .forEach(all::add);
    }
    var ours = new HashSet<String>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        if (Files.isSymbolicLink(descriptor)) {
          ours.add(Files.readSymbolicLink(descriptor).toString());
        }
      }
    }
    ours.retainAll(all);
    return ours;
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void buffersAreClosedToOtherUsersAndGoneAfterwards() throws Exception {
    Path home;
    try (ClusterNode node = Nodes.start(Nodes.config(directory))) {
      home = Path.of(node.address().aeronDirectory()).getParent();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
          .isEqualTo("rwx------");
    }
    assertThat(home).doesNotExist();
  }

  @Test
  void buffersOfAKilledRunAreClearedAwayAndOthersDirectoriesLeftAlone() throws Exception {
    Path killed = PrivateDirectory.create(directory);
    Files.createDirectories(killed.resolve("driver"));
    Files.writeString(killed.resolve("driver").resolve("cnc.dat"), "left behind");
    Files.createDirectories(directory);
    AeronDirectory.note(directory, killed);
    try (ClusterNode node = Nodes.start(Nodes.config(directory))) {
      assertThat(Path.of(node.address().aeronDirectory()).getParent()).isEqualTo(killed);
    }
    assertThat(killed).doesNotExist();

    Path foreign = Files.createDirectories(directory.resolveSibling("precious"));
    Files.writeString(foreign.resolve("cnc.dat"), "another's");
    AeronDirectory.note(directory, foreign);
    Nodes.start(Nodes.config(directory)).close();
    assertThat(foreign.resolve("cnc.dat")).hasContent("another's");
  }

  @Test
  void aNodeWithHalfOfABackupDoesNotStart() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    runAndStop(config, 1, 500);
    Path saved = directory.resolveSibling(directory.getFileName() + "-saved");
    copy(directory, saved);
    runAndStop(config, 501, 1000);
    // The cluster as it is now, with the recordings of before: somebody restored half a backup.
    Path mixed = directory.resolveSibling(directory.getFileName() + "-mixed");
    copy(directory, mixed);
    copy(saved.resolve("archive"), mixed.resolve("archive"));

    assertThatThrownBy(() -> ClusterNode.launch(Nodes.config(mixed)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("files of different times were put together");
    // Also where there is nothing to compare the lists with.
    try (Stream<Path> copies = Files.list(mixed.resolve(KeptLists.DIRECTORY))) {
      for (Path list : copies.toList()) {
        Files.delete(list);
      }
    }
    assertThatThrownBy(() -> ClusterNode.launch(Nodes.config(mixed)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("files of different times were put together");
  }

  @Test
  void anErrorInTheServiceStopsTheNodeAndLosesNothing() throws Exception {
    ClusterNodeConfig config = Nodes.config(directory);
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(1, 300);
      Trader.awaitAnswer(witness, 300);
      CompletableFuture<Object> answer =
          node.inspect(
              engine -> {
                throw new AssertionError("planted");
              });
      assertThat(node.failure().get(30, TimeUnit.SECONDS)).hasMessage("planted");
      assertThat(node.state()).isEqualTo(ClusterNode.State.FAILED);
      assertThat(follower.failure()).isNull();
      assertThat(answer).isCompletedExceptionally();
    }
    ClusterNode again = launchOnceFree(config);
    try (again) {
      again.awaitReady(Trader.PATIENCE);
      assertThat(again.inspect(Engine::stateHash).get())
          .isEqualTo(Reference.after(300, Nodes.LIMITS).stateHash());
    }
  }

  /** The failed node lets go of its directory on a thread of its own. */
  private static ClusterNode launchOnceFree(ClusterNodeConfig config) {
    long deadline = System.nanoTime() + Trader.PATIENCE.toNanos();
    while (true) {
      try {
        return ClusterNode.launch(config);
      } catch (IllegalStateException inUse) {
        assertThat(inUse).hasMessageContaining("in use");
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
    }
  }

  @Test
  void inspectionsEndWithTheNode() {
    ClusterNode node = Nodes.start(Nodes.config(directory));
    node.close();
    assertThat(node.inspect(Engine::lastSeq)).isCompletedExceptionally();
    assertThat(node.state()).isEqualTo(ClusterNode.State.CLOSED);
  }

  private static void runAndStop(ClusterNodeConfig config, long first, long last) {
    var witness = new Witness();
    try (ClusterNode node = Nodes.start(config);
        JournalFollower follower = Nodes.follow(node, 0, witness);
        var trader = new Trader(node)) {
      trader.submit(first, last);
      Trader.awaitAnswer(witness, last);
      assertThat(follower.failure()).isNull();
    }
  }

  private static void copy(Path from, Path to) throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.toList();
    }
    if (Files.exists(to)) {
      try (Stream<Path> old = Files.list(to)) {
        for (Path file : old.toList()) {
          Files.delete(file);
        }
      }
    }
    for (Path file : files) {
      Path copy = to.resolve(from.relativize(file));
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(file, copy);
      }
    }
  }
}
