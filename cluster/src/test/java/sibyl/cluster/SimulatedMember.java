package sibyl.cluster;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.journal.JournalContinuation;
import sibyl.cluster.service.ServiceSnapshot;
import sibyl.engine.Engine;
import sibyl.engine.command.CommandHeader;
import sibyl.protocol.CommandDecoder;
import sibyl.protocol.CommandEncoder;
import sibyl.protocol.EventEncoder;
import sibyl.protocol.EventFrame;
import sibyl.protocol.FrameSeal;

/**
 * A member on a simulated disk: the product's engine, snapshots, tail repair, choice of the
 * snapshot and continuation of the journal, around a simulated archive and log. It is driven by one
 * seed, and stopped in all ways in the middle of everything; after each start it must have what its
 * reader was told, or refuse to start because of a damage that there was.
 */
final class SimulatedMember implements SnapshotList {
  /** What is left out on purpose, to see that it is found. */
  enum Planted {
    NOTHING,
    LOG_IS_NOT_FLUSHED,
    JOURNAL_IS_NOT_FLUSHED,
    SNAPSHOT_BEFORE_THE_JOURNAL,
    TORN_ENDS_ARE_LEFT
  }

  /** How a run of a seed ended. */
  record Result(long starts, long powerCuts, boolean refused) {}

  private static final long LOG = 0;
  private static final long JOURNAL = 1;
  private static final int SNAPSHOTS_KEPT = 3;
  private static final int RUNS = 6;
  private static final int STEPS_MAX = 120;
  private static final int BATCH = 6;

  private final Random dice;
  private final Planted planted;
  private final SimulatedDisk disk;
  private final FrameSeal seal = new FrameSeal();

  // On disk, each change of it at once.
  private final List<Snapshot> snapshots = new ArrayList<>();
  private long nextRecording = 2;
  private boolean leftInOrder = true;
  private long logEnd;
  private long journalEnd;

  // In memory, new with each start.
  private SimulatedRecording log;
  private SimulatedRecording journal;
  private Engine engine;
  private @Nullable JournalContinuation continuation;
  private int applied;
  private int heard;

  // What the world outside knows.
  private final List<byte[]> commands = new ArrayList<>();
  private final SortedMap<Long, byte[]> events = new TreeMap<>();
  private long eventsSeq;
  private long answered;
  private long timeMs = 1_000_000;
  private long starts;
  private long powerCuts;
  private String damage = "";

  private SimulatedMember(long seed, Planted planted) {
    this.dice = new Random(seed);
    this.planted = planted;
    this.disk = new SimulatedDisk(dice);
    this.log = new SimulatedRecording(disk, LOG, true);
    this.journal = new SimulatedRecording(disk, JOURNAL, true);
    this.engine = newEngine();
  }

  /**
   * Plays what a seed says.
   *
   * @throws AssertionError if anything is lost, changed, or refused without a damage
   */
  static Result play(long seed, Planted planted) {
    return new SimulatedMember(seed, planted).play(seed);
  }

  private Result play(long seed) {
    boolean damaging = dice.nextInt(3) == 0;
    try {
      for (int run = 0; run < RUNS; run++) {
        if (!startAgain()) {
          return new Result(starts, powerCuts, true);
        }
        run();
        if (damaging && damage.isEmpty() && dice.nextBoolean() && !disk.segments().isEmpty()) {
          damage = disk.flipOneBit();
        }
      }
      if (!startAgain()) {
        return new Result(starts, powerCuts, true);
      }
      requireSameAsInOneGo();
      return new Result(starts, powerCuts, false);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", planted " + planted + ", " + damage, e);
    }
  }

  /** False if it refuses to, as it may after a damage only. */
  private boolean startAgain() {
    while (true) {
      starts++;
      boolean cutInIt = dice.nextInt(4) == 0;
      disk.cutAfter(cutInIt ? dice.nextInt(4) : -1);
      try {
        start();
        disk.cutAfter(-1);
        return true;
      } catch (SimulatedDisk.PowerCut cut) {
        powerCutOrKill();
      } catch (RuntimeException refusal) {
        if (damage.isEmpty()) {
          throw refusal;
        }
        return false;
      }
    }
  }

  private void start() {
    boolean wasLeftInOrder = leftInOrder;
    leftInOrder = false;
    if (!wasLeftInOrder && planted != Planted.TORN_ENDS_ARE_LEFT) {
      new SegmentTails(disk).repair(recordings());
    }
    new SnapshotFiles(this, disk).setAsideDamaged();
    log = SimulatedRecording.reopened(disk, LOG, planted != Planted.LOG_IS_NOT_FLUSHED);
    journal = SimulatedRecording.reopened(disk, JOURNAL, planted != Planted.JOURNAL_IS_NOT_FLUSHED);
    if (wasLeftInOrder && (log.position() != logEnd || journal.position() != journalEnd)) {
      throw new IllegalStateException("the log or the journal is damaged before its end");
    }
    engine = newEngine();
    Snapshot from = newest();
    if (!from.recordings().isEmpty()) {
      Iterator<SimulatedRecording.Message> messages =
          SimulatedRecording.reopened(disk, from.recordings().getFirst(), true)
              .recorded()
              .iterator();
      ServiceSnapshot.read(
          engine,
          sink -> {
            if (!messages.hasNext()) {
              return false;
            }
            byte[] message = messages.next().bytes();
            sink.onMessage(new UnsafeBuffer(message), 0, message.length);
            return true;
          });
    }
    var continued = new JournalContinuation(lastSeqOfJournal(), seq -> heldFrom(seq));
    continuation = continued;
    continued.continueAfter(engine.lastSeq());
    applied = 0;
    while (applied < log.recorded().size()
        && log.recorded().get(applied).position() <= from.logPosition()) {
      applied++;
    }
    applyAll();
    continued.requireNothingBeyond();
    heard = 0;
    requireAnswered();
    hear();
  }

  /** The number of the command that is the {@code index}-th of those that the log still has. */
  private int numberOf(int index) {
    if (index < log.recorded().size()) {
      return number(log.recorded().get(index).bytes());
    }
    return index == 0 ? 1 : number(log.recorded().get(index - 1).bytes()) + 1;
  }

  private void run() {
    boolean cut = dice.nextInt(3) > 0;
    disk.cutAfter(cut ? dice.nextInt(150) : -1);
    try {
      for (int steps = dice.nextInt(STEPS_MAX); steps > 0; steps--) {
        step();
      }
      switch (dice.nextInt(3)) {
        case 0 -> {
          // In good order: what waits is done first.
          log.recordAll(dice);
          applyAll();
          journal.recordAll(dice);
          hear();
          logEnd = log.position();
          journalEnd = journal.position();
          leftInOrder = true;
        }
        case 1 -> {
          disk.full(true);
          for (int steps = 10; steps > 0; steps--) {
            step();
          }
        }
        default -> {
          // Killed: what was written is there, flushed or not.
        }
      }
    } catch (SimulatedDisk.PowerCut off) {
      powerCutOrKill();
    } catch (SimulatedDisk.Full noRoom) {
      // It stops, like a part of the program that fails.
    }
    disk.full(false);
    disk.cutAfter(-1);
  }

  private void powerCutOrKill() {
    if (dice.nextInt(3) == 0) {
      disk.afterKill();
    } else {
      powerCuts++;
      disk.afterPowerCut();
    }
  }

  private void step() {
    switch (dice.nextInt(12)) {
      case 0, 1, 2 -> offer(1 + dice.nextInt(BATCH));
      case 3, 4, 5 -> log.recordSome(dice);
      case 6, 7 -> applyAll();
      case 8, 9, 10 -> {
        journal.recordSome(dice);
        hear();
      }
      default -> {
        if (dice.nextInt(4) == 0) {
          takeSnapshot();
        }
      }
    }
  }

  private void offer(int count) {
    var encoder = new CommandEncoder();
    for (int i = 0; i < count; i++) {
      timeMs += dice.nextInt(20);
      Commands.give(commands.size() + 1, 0, encoder);
      ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + encoder.length());
      message.putInt(commands.size() + 1).putLong(timeMs);
      encoder.buffer().getBytes(0, message, encoder.length());
      commands.add(message.array());
      log.offer(message.array());
    }
  }

  private static int number(byte[] message) {
    return ByteBuffer.wrap(message).getInt();
  }

  private void applyAll() {
    while (applied < log.recorded().size()) {
      apply(log.recorded().get(applied).bytes(), engine);
      applied++;
    }
  }

  /** As the service does, which passes over what is no command. */
  private static void apply(byte[] message, Engine engine) {
    int prefix = Integer.BYTES + Long.BYTES;
    var header = new CommandHeader();
    header.timeMs = ByteBuffer.wrap(message).getLong(Integer.BYTES);
    new CommandDecoder()
        .decode(new UnsafeBuffer(message), prefix, message.length - prefix, header, engine);
  }

  private Engine newEngine() {
    return new Engine(
        Nodes.LIMITS,
        new EventEncoder(
            (buffer, offset, length, first, last) -> {
              seal.seal(buffer, offset, length);
              JournalContinuation continued = continuation;
              if (continued != null && continued.isNew(buffer, offset, length, first, last)) {
                journal.offer(bytes(buffer, offset, length));
              }
            }));
  }

  private static byte[] bytes(DirectBuffer buffer, int offset, int length) {
    byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return bytes;
  }

  private void takeSnapshot() {
    if (planted != Planted.SNAPSHOT_BEFORE_THE_JOURNAL) {
      journal.recordAll(dice);
    }
    long position = applied == 0 ? 0 : log.recorded().get(applied - 1).position();
    if (position <= newest().logPosition()) {
      return;
    }
    var recording = new SimulatedRecording(disk, nextRecording++, true);
    ServiceSnapshot.write(
        engine, (buffer, offset, length) -> recording.offer(bytes(buffer, offset, length)));
    recording.recordAll(dice);
    snapshots.add(new Snapshot(position, List.of(recording.id())));
    while (snapshots.size() > SNAPSHOTS_KEPT) {
      long old = snapshots.removeFirst().recordings().getFirst();
      Segments.of(disk.segments(), old).forEach(disk::delete);
    }
    if (snapshots.size() == SNAPSHOTS_KEPT) {
      long needed = snapshots.getFirst().logPosition();
      for (Path segment : Segments.of(disk.segments(), LOG)) {
        if (Segments.position(segment) + SimulatedDisk.SEGMENT < needed) {
          disk.delete(segment);
        }
      }
    }
  }

  // The reader.

  /** Hears what is recorded; an answer is its events. */
  private void hear() {
    while (heard < journal.recorded().size()) {
      byte[] frame = journal.recorded().get(heard).bytes();
      heard++;
      var buffer = new UnsafeBuffer(frame);
      long first = EventFrame.firstSeq(buffer, 0, frame.length);
      long last = EventFrame.lastSeq(buffer, 0, frame.length);
      if (last <= eventsSeq) {
        require(
            Arrays.equals(events.get(first), frame),
            "events " + first + " to " + last + " are what the reader had");
        continue;
      }
      require(first == eventsSeq + 1, "event " + first + " follows event " + eventsSeq);
      events.put(first, frame);
      eventsSeq = last;
      if (EventFrame.endsCommand(buffer, 0, frame.length)) {
        answered++;
      }
    }
  }

  /** Every command that was answered is in the log or behind a snapshot, unchanged. */
  private void requireAnswered() {
    int last = numberOf(log.recorded().size()) - 1;
    if (log.recorded().isEmpty()) {
      last = 0;
    }
    require(last >= answered, answered + " commands were answered, the log has " + last);
    for (SimulatedRecording.Message message : log.recorded()) {
      int number = number(message.bytes());
      boolean same = Arrays.equals(message.bytes(), commands.get(number - 1));
      if (message.position() <= newest().logPosition()) {
        // The snapshot stands for it.
        continue;
      }
      require(
          same || (!damage.isEmpty() && number > answered),
          "command " + number + " is what was sent");
      // No checksum is of a frame's length; what was never answered may come to be something else.
      commands.set(number - 1, message.bytes());
    }
    require(
        engine.lastSeq() >= eventsSeq,
        "the state is after event " + engine.lastSeq() + ", the reader had event " + eventsSeq);
    // Those that were lost were not answered: they are sent anew, as others.
    while (commands.size() > last) {
      commands.removeLast();
    }
  }

  private void requireSameAsInOneGo() {
    var frames = new ArrayList<byte[]>();
    var again =
        new Engine(
            Nodes.LIMITS,
            new EventEncoder(
                (buffer, offset, length, first, last) -> {
                  seal.seal(buffer, offset, length);
                  frames.add(bytes(buffer, offset, length));
                }));
    commands.forEach(command -> apply(command, again));
    require(again.lastSeq() == engine.lastSeq(), "the same number of events");
    require(again.stateHash() == engine.stateHash(), "the same state");
    int place = 0;
    for (byte[] had : events.values()) {
      require(Arrays.equals(had, frames.get(place)), "frame " + place + " is the same");
      place++;
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
  }

  // The journal as it is read again.

  private long lastSeqOfJournal() {
    if (journal.recorded().isEmpty()) {
      return 0;
    }
    byte[] last = journal.recorded().getLast().bytes();
    return EventFrame.lastSeq(new UnsafeBuffer(last), 0, last.length);
  }

  private JournalContinuation.Held heldFrom(long seq) {
    List<byte[]> frames =
        journal.recorded().stream()
            .map(SimulatedRecording.Message::bytes)
            .filter(frame -> EventFrame.lastSeq(new UnsafeBuffer(frame), 0, frame.length) >= seq)
            .toList();
    Iterator<byte[]> rest = frames.iterator();
    return new JournalContinuation.Held() {
      @Override
      public void requireSame(DirectBuffer buffer, int offset, int length, long firstSeq) {
        if (!rest.hasNext() || !Arrays.equals(rest.next(), bytes(buffer, offset, length))) {
          throw new IllegalStateException("the journal has other events from " + firstSeq + " on");
        }
      }

      @Override
      public void close() {}
    };
  }

  // What is written down about snapshots.

  @Override
  public Set<Long> recordings() {
    var all = new TreeSet<Long>();
    snapshots.forEach(snapshot -> all.addAll(snapshot.recordings()));
    return all;
  }

  @Override
  public Snapshot newest() {
    return snapshots.isEmpty() ? new Snapshot(0, List.of()) : snapshots.getLast();
  }

  @Override
  public boolean setAsideNewest() {
    snapshots.removeLast();
    return true;
  }

  @Override
  public long logRecording() {
    return LOG;
  }
}
