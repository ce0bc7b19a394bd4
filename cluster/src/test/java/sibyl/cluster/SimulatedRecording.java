package sibyl.cluster;

import io.aeron.protocol.DataHeaderFlyweight;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;

/** A recording as the archive makes it: blocks of whole frames, each flushed before it counts. */
final class SimulatedRecording {
  private static final int HEADER = DataHeaderFlyweight.HEADER_LENGTH;
  private static final int FRAMES_OF_BLOCK_MAX = 4;

  /** One message, and the position behind it. */
  static final class Message {
    private final byte[] bytes;
    private final long position;

    Message(byte[] bytes, long position) {
      this.bytes = bytes;
      this.position = position;
    }

    byte[] bytes() {
      return bytes;
    }

    long position() {
      return position;
    }
  }

  private final SimulatedDisk disk;
  private final long id;
  private final boolean flushes;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final List<Message> recorded = new ArrayList<>();
  private long position;

  SimulatedRecording(SimulatedDisk disk, long id, boolean flushes) {
    this.disk = disk;
    this.id = id;
    this.flushes = flushes;
  }

  /** Finds it again, with what of it is whole. */
  static SimulatedRecording reopened(SimulatedDisk disk, long id, boolean flushes) {
    var recording = new SimulatedRecording(disk, id, flushes);
    List<Path> segments = Segments.of(disk.segments(), id);
    for (Path segment : segments) {
      recording.read(segment, segment.equals(segments.getLast()));
    }
    return recording;
  }

  /** The archive finds the end by the lengths of frames, and checks sums when it replays. */
  private void read(Path segment, boolean isLast) {
    byte[] bytes =
        disk.read(
            segment,
            all -> {
              int end = isLast ? endByLengths(all) : SimulatedDisk.SEGMENT;
              int whole = new Frames(all).wholeEnd();
              if (whole < end) {
                throw new IllegalStateException(segment + " is damaged at byte " + whole);
              }
              byte[] frames = new byte[end];
              all.get(0, frames);
              return frames;
            });
    long start = Segments.position(segment);
    ByteBuffer frames = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    while (at < bytes.length) {
      int length = frames.getInt(at);
      byte[] message = new byte[length - HEADER];
      frames.get(at + HEADER, message);
      int type = frames.getShort(at + DataHeaderFlyweight.TYPE_FIELD_OFFSET);
      at += BitUtil.align(length, HEADER);
      if (type != DataHeaderFlyweight.HDR_TYPE_PAD) {
        recorded.add(new Message(message, start + at));
      }
    }
    position = start + bytes.length;
  }

  private static int endByLengths(ByteBuffer all) {
    int at = 0;
    while (at < SimulatedDisk.SEGMENT) {
      int length = all.getInt(at);
      if (length < HEADER || length > SimulatedDisk.SEGMENT - at) {
        return at;
      }
      at += BitUtil.align(length, HEADER);
    }
    return at;
  }

  void offer(byte[] message) {
    waiting.add(message);
  }

  /** Writes the next block; does nothing if nothing waits. */
  void recordSome(Random dice) {
    var block = new ByteArrayOutputStream();
    var messages = new ArrayList<Message>();
    long start = position;
    long end = start;
    int most = 1 + dice.nextInt(FRAMES_OF_BLOCK_MAX);
    while (!waiting.isEmpty() && messages.size() < most) {
      byte[] frame = frame(waiting.getFirst(), end);
      int rest = SimulatedDisk.SEGMENT - (int) (end % SimulatedDisk.SEGMENT);
      if (frame.length > rest) {
        if (block.size() > 0) {
          break;
        }
        start = pad(end, rest);
        end = start;
        frame = frame(waiting.getFirst(), end);
      }
      block.writeBytes(frame);
      end += frame.length;
      messages.add(new Message(waiting.removeFirst(), end));
      if (end % SimulatedDisk.SEGMENT == 0) {
        break;
      }
    }
    if (messages.isEmpty()) {
      return;
    }
    Path segment = SimulatedDisk.segment(id, start);
    disk.write(segment, (int) (start % SimulatedDisk.SEGMENT), block.toByteArray());
    if (flushes) {
      disk.flush(segment);
    }
    position = end;
    recorded.addAll(messages);
  }

  void recordAll(Random dice) {
    while (!waiting.isEmpty()) {
      recordSome(dice);
    }
  }

  private long pad(long at, int length) {
    byte[] header = new byte[HEADER];
    ByteBuffer padding = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    padding.putInt(0, length);
    padding.putInt(
        DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, (int) (at % SimulatedDisk.SEGMENT));
    Path segment = SimulatedDisk.segment(id, at);
    disk.write(segment, (int) (at % SimulatedDisk.SEGMENT), header);
    disk.flush(segment);
    return at + length;
  }

  private static byte[] frame(byte[] message, long at) {
    byte[] bytes = new byte[BitUtil.align(HEADER + message.length, HEADER)];
    System.arraycopy(message, 0, bytes, HEADER, message.length);
    var crc = new CRC32C();
    crc.update(bytes, HEADER, bytes.length - HEADER);
    ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0, HEADER + message.length);
    frame.putShort(
        DataHeaderFlyweight.TYPE_FIELD_OFFSET, (short) DataHeaderFlyweight.HDR_TYPE_DATA);
    frame.putInt(DataHeaderFlyweight.TERM_OFFSET_FIELD_OFFSET, (int) (at % SimulatedDisk.SEGMENT));
    frame.putInt(DataHeaderFlyweight.SESSION_ID_FIELD_OFFSET, (int) crc.getValue());
    return bytes;
  }

  /** Recorded, and flushed if it flushes; since it was opened in memory, all of it. */
  List<Message> recorded() {
    return recorded;
  }

  /** Up to where it is recorded. */
  long position() {
    return position;
  }

  long id() {
    return id;
  }
}
