package sibyl.cluster.journal;

import io.aeron.Aeron;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import sibyl.protocol.EventFrame;
import sibyl.protocol.FrameSink;

/**
 * The journal read from a position on, out of the archive's files: however slowly it is polled,
 * whoever writes the journal does not notice. For one thread.
 */
public final class JournalReplay implements AutoCloseable {
  private static final int STREAM_ID = 2002;

  private final Subscription subscription;
  private final Image image;
  private final FragmentHandler fragments = this::onFragment;
  private @Nullable FrameSink sink;

  private JournalReplay(Subscription subscription, Image image) {
    this.subscription = subscription;
    this.image = image;
  }

  /**
   * Starts a replay and waits for it to arrive.
   *
   * @param localHost where the archive sends it; null when it is on this machine's own media driver
   * @param length how much; {@link AeronArchive#REPLAY_ALL_AND_FOLLOW} for no end
   */
  static JournalReplay open(
      Aeron aeron,
      AeronArchive archive,
      @Nullable String localHost,
      Patience patience,
      Recording recording,
      long position,
      long length) {
    Subscription subscription;
    if (localHost == null) {
      String channel = "aeron:ipc";
      long session = archive.startReplay(recording.id(), position, length, channel, STREAM_ID);
      // The upper half tells one use of the archive from the next; the lower names the stream.
      subscription = aeron.addSubscription(channel + "?session-id=" + (int) session, STREAM_ID);
    } else {
      var channel = new ChannelUriStringBuilder().media("udp").endpoint(localHost + ":0");
      subscription = aeron.addSubscription(channel.build(), STREAM_ID);
      try {
        patience.await("a port", () -> subscription.tryResolveChannelEndpointPort() != null);
        archive.startReplay(
            recording.id(),
            position,
            length,
            subscription.tryResolveChannelEndpointPort(),
            STREAM_ID);
      } catch (RuntimeException e) {
        subscription.close();
        throw e;
      }
    }
    try {
      patience.await("the replay of the journal", () -> !subscription.hasNoImages());
      return new JournalReplay(subscription, subscription.imageAtIndex(0));
    } catch (RuntimeException e) {
      subscription.close();
      throw e;
    }
  }

  /**
   * Hands over what has arrived.
   *
   * @return how many frames
   */
  public int poll(FrameSink sink, int limit) {
    this.sink = sink;
    return image.poll(fragments, limit);
  }

  /** Up to where frames were handed over. */
  public long position() {
    return image.position();
  }

  /** Whether nothing more will come: the archive is gone, or what was asked for was given. */
  public boolean isEnded() {
    return image.isClosed() || image.isEndOfStream();
  }

  private void onFragment(DirectBuffer buffer, int offset, int length, Header header) {
    if ((header.flags() & FrameDescriptor.UNFRAGMENTED) != FrameDescriptor.UNFRAGMENTED) {
      throw new IllegalStateException(
          "a frame in fragments at journal position " + header.position());
    }
    if (sink == null) {
      throw new IllegalStateException("polled without a sink");
    }
    sink.onFrame(
        buffer,
        offset,
        length,
        EventFrame.firstSeq(buffer, offset, length),
        EventFrame.lastSeq(buffer, offset, length));
  }

  @Override
  public void close() {
    subscription.close();
  }
}
