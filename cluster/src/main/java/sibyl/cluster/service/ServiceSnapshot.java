package sibyl.cluster.service;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.Publication;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.cluster.journal.Patience;
import sibyl.engine.Engine;
import sibyl.engine.snapshot.StateHash;
import sibyl.engine.snapshot.StateSink;
import sibyl.protocol.SnapshotDecoder;
import sibyl.protocol.SnapshotEncoder;
import sibyl.protocol.SnapshotMessages;
import sibyl.protocol.SnapshotSink;

/** The engine's state on its way into a recording of the archive and back. */
public final class ServiceSnapshot {
  /** Of what is around the engine's values, which have a version of their own. */
  private static final int FORMAT_VERSION = 2;

  private ServiceSnapshot() {}

  static void write(Engine engine, ExclusivePublication publication, Patience patience) {
    write(
        engine,
        (buffer, offset, length) ->
            patience.await(
                "the archive to take the snapshot",
                () -> isTaken(publication.offer(buffer, offset, length))));
  }

  /** Writes a snapshot, with the hash of the state it was written from, as messages. */
  public static void write(Engine engine, SnapshotSink to) {
    var encoder = new SnapshotEncoder(to);
    encoder.begin(FORMAT_VERSION, engine.lastSeq(), engine.timeMs());
    var hash = new StateHash();
    engine.writeSnapshot(
        new StateSink() {
          @Override
          public void putLong(long value) {
            hash.putLong(value);
            encoder.putLong(value);
          }

          @Override
          public void putInt(int value) {
            hash.putInt(value);
            encoder.putInt(value);
          }
        });
    encoder.putLong(hash.value());
    encoder.end();
  }

  /**
   * Reads a snapshot into a fresh engine.
   *
   * @throws IllegalStateException if it is damaged, cut short, or of another version, or the engine
   *     does not come to the state that was written
   */
  static void read(Engine engine, Image image, Patience patience) {
    read(engine, new Messages(image, patience)::next);
  }

  /** As {@link #read(Engine, Image, Patience)}, from messages. */
  public static void read(Engine engine, SnapshotMessages messages) {
    var decoder = new SnapshotDecoder(messages);
    decoder.begin();
    if (decoder.formatVersion() != FORMAT_VERSION) {
      throw new IllegalStateException(
          "snapshot of format " + decoder.formatVersion() + ", this build reads " + FORMAT_VERSION);
    }
    engine.readSnapshot(decoder);
    long written = decoder.getLong();
    decoder.end();
    long read = StateChecks.hash(engine);
    if (read != written) {
      throw new IllegalStateException(
          String.format(
              "the snapshot after event %d was written from a state with hash %016x, and read to"
                  + " one with hash %016x: start the build that wrote it, or restore the data"
                  + " directory from a backup",
              decoder.seq(), written, read));
    }
    if (engine.lastSeq() != decoder.seq()) {
      throw new IllegalStateException(
          "snapshot after event " + decoder.seq() + ", its state after " + engine.lastSeq());
    }
  }

  private static boolean isTaken(long result) {
    if (result > 0) {
      return true;
    }
    if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
      return false;
    }
    throw new IllegalStateException(
        "the archive does not record the snapshot: " + Publication.errorString(result));
  }

  /** The messages of a snapshot, one at a time. */
  private static final class Messages {
    private final Image image;
    private final Patience patience;
    private final ImageFragmentAssembler assembler = new ImageFragmentAssembler(this::onMessage);
    private @Nullable SnapshotSink sink;

    Messages(Image image, Patience patience) {
      this.image = image;
      this.patience = patience;
    }

    boolean next(SnapshotSink sink) {
      this.sink = sink;
      patience.await("the rest of the snapshot", this::isOver);
      boolean given = this.sink == null;
      this.sink = null;
      return given;
    }

    private boolean isOver() {
      int fragments = image.poll(assembler, 1);
      return sink == null || (fragments == 0 && (image.isEndOfStream() || image.isClosed()));
    }

    private void onMessage(DirectBuffer buffer, int offset, int length, Header header) {
      SnapshotSink taker = sink;
      if (taker == null) {
        throw new IllegalStateException("a message of the snapshot nobody asked for");
      }
      sink = null;
      taker.onMessage(buffer, offset, length);
    }
  }
}
