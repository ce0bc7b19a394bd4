package sibyl.protocol;

import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.engine.event.EventHandler;

/** Keeps the frames of a journal, each as its bytes. */
final class Frames implements UnsealedFrameSink {
  private final FrameSeal seal = new FrameSeal();
  private final List<byte[]> frames = new ArrayList<>();

  @Override
  public void onFrame(
      MutableDirectBuffer buffer, int offset, int length, long firstSeq, long lastSeq) {
    seal.seal(buffer, offset, length);
    byte[] frame = new byte[length];
    buffer.getBytes(offset, frame);
    if (EventFrame.firstSeq(buffer, offset, length) != firstSeq
        || EventFrame.lastSeq(buffer, offset, length) != lastSeq) {
      throw new AssertionError("a frame says other numbers than its encoder");
    }
    frames.add(frame);
  }

  List<byte[]> list() {
    return frames;
  }

  void replay(EventHandler handler) {
    EventDecoder decoder = new EventDecoder();
    for (byte[] frame : frames) {
      decoder.decode(new UnsafeBuffer(frame), 0, frame.length, handler);
    }
  }
}
