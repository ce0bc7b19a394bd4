package sibyl.cluster.client;

import org.agrona.DirectBuffer;
import sibyl.engine.event.EventHandler;
import sibyl.protocol.EventDecoder;
import sibyl.protocol.EventFrame;
import sibyl.protocol.FrameSink;
import sibyl.protocol.sbe.EventFrameDecoder;
import sibyl.protocol.sbe.MessageHeaderDecoder;

/**
 * Decodes frames for a reader who has everything up to some event. If that is in the middle of a
 * command, or of a frame, the reader gets the beginning of the command again, and the events it has
 * not had.
 */
final class DecodedFrames implements FrameSink {
  private final EventHandler events;
  private final long afterSeq;
  private final EventDecoder decoder = new EventDecoder();
  private boolean begun;

  DecodedFrames(EventHandler events, long afterSeq) {
    this.events = events;
    this.afterSeq = afterSeq;
  }

  @Override
  public void onFrame(DirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
    if (begun) {
      decoder.decode(buffer, offset, length, events);
      return;
    }
    begun = true;
    if (firstSeq > afterSeq && EventFrame.beginsCommand(buffer, offset, length)) {
      decoder.decode(buffer, offset, length, events);
      return;
    }
    var frame =
        new EventFrameDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
    events.onCommand(frame.timeMs(), frame.origin(), frame.correlation(), frame.actor());
    decoder.decode(buffer, offset, length, new EventsAfter(events, afterSeq));
  }
}
