package sibyl.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorDecoder;
import io.aeron.archive.codecs.RecordingDescriptorEncoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderDecoder;
import io.aeron.archive.codecs.RecordingDescriptorHeaderEncoder;
import io.aeron.archive.codecs.RecordingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.CRC32C;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.cluster.journal.JournalSource;

/**
 * A copy in memory of the catalog of an archive, which may be running: the list of its recordings.
 * It is read for its recordings, and changed to fit a copy of some of them or files that have grown
 * since.
 */
final class CatalogFile {
  private static final int HEADER = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

  /** Room for what is read of the last description where the zeros at its end were left out. */
  private static final int SLACK = 2 * HEADER + 1024;

  /**
   * A recording as the catalog describes it.
   *
   * @param offset where the description begins in the catalog
   * @param valid whether the archive regards it as there
   * @param whole whether its checksum is right; what else it says means nothing if it is not
   * @param stopPosition {@link AeronArchive#NULL_POSITION} while it is being written
   */
  record Description(
      int offset,
      long recording,
      boolean valid,
      boolean whole,
      int streamId,
      boolean isJournal,
      long stopPosition) {}

  private final UnsafeBuffer bytes;
  private final List<Description> descriptions = new ArrayList<>();
  private final int length;

  /**
   * @param content of the file, with or without the zeros at its end
   */
  CatalogFile(byte[] content) {
    bytes = new UnsafeBuffer(Arrays.copyOf(content, content.length + SLACK));
    int offset = Math.min(CatalogHeaderDecoder.BLOCK_LENGTH, content.length);
    int alignment = content.length < CatalogHeaderDecoder.BLOCK_LENGTH ? 0 : alignment();
    while (alignment > 0 && offset + HEADER < content.length) {
      int described = header(offset).length();
      if (described < RecordingDescriptorDecoder.BLOCK_LENGTH
          || described > bytes.capacity() - HEADER - offset) {
        break;
      }
      descriptions.add(describe(offset, described));
      offset += BitUtil.align(described + HEADER, alignment);
    }
    this.length = offset;
  }

  static CatalogFile read(Path file) throws IOException {
    return new CatalogFile(Files.readAllBytes(file));
  }

  private int alignment() {
    return new CatalogHeaderDecoder()
        .wrap(bytes, 0, CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION)
        .alignment();
  }

  private Description describe(int offset, int described) {
    boolean whole = isWhole(offset, described);
    RecordingDescriptorDecoder recording = decoder(bytes, offset + HEADER);
    long id = recording.recordingId();
    int stream = recording.streamId();
    long stop = recording.stopPosition();
    boolean isJournal = false;
    if (whole) {
      // The length of a text that is damaged could reach anywhere.
      recording.skipStrippedChannel();
      isJournal = JournalSource.isJournal(stream, recording.originalChannel());
    }
    boolean valid = header(offset).state() == RecordingState.VALID;
    return new Description(offset, id, valid, whole, stream, isJournal, stop);
  }

  /**
   * When the archive finds at its start that a recording was not ended, it writes down where that
   * ends and leaves the checksum as it was.
   */
  private boolean isWhole(int offset, int described) {
    int stated = header(offset).checksum();
    if (checksum(bytes, offset + HEADER, described) == stated) {
      return true;
    }
    var open = new UnsafeBuffer(new byte[described]);
    open.putBytes(0, bytes, offset + HEADER, described);
    open(open, 0);
    return checksum(open, 0, described) == stated;
  }

  /** Every recording, those that the archive regards as gone too. */
  List<Description> all() {
    return descriptions;
  }

  /** The recording that is the journal; empty if there is none yet. */
  OptionalLong journal() {
    return descriptions.stream()
        .filter(found -> found.valid() && found.isJournal())
        .mapToLong(Description::recording)
        .findFirst();
  }

  /**
   * Leaves out all recordings but these.
   *
   * @param growing that end where their files end, which the archive finds out when it starts
   * @param complete that end where they are said to
   */
  void keepOnly(Set<Long> growing, Set<Long> complete) {
    for (Description found : descriptions) {
      if (growing.contains(found.recording())) {
        reopen(found);
      } else if (!complete.contains(found.recording())) {
        new RecordingDescriptorHeaderEncoder()
            .wrap(bytes, found.offset())
            .state(RecordingState.INVALID);
      }
    }
  }

  /** Has the archive find out at its start where a recording ends. */
  void reopen(Description description) {
    int at = description.offset() + HEADER;
    open(bytes, at);
    new RecordingDescriptorHeaderEncoder()
        .wrap(bytes, description.offset())
        .checksum(checksum(bytes, at, header(description.offset()).length()));
  }

  private static void open(UnsafeBuffer buffer, int at) {
    new RecordingDescriptorEncoder()
        .wrap(buffer, at)
        .stopPosition(AeronArchive.NULL_POSITION)
        .stopTimestamp(AeronArchive.NULL_TIMESTAMP);
  }

  /** Up to the end of the last description; the archive makes room for more. */
  byte[] content() {
    return Arrays.copyOf(bytes.byteArray(), length);
  }

  void write(Path file) throws IOException {
    Files.write(file, content());
  }

  private static int checksum(UnsafeBuffer buffer, int at, int length) {
    var crc = new CRC32C();
    crc.update(buffer.byteArray(), at, length);
    return (int) crc.getValue();
  }

  private RecordingDescriptorHeaderDecoder header(int offset) {
    return new RecordingDescriptorHeaderDecoder()
        .wrap(bytes, offset, HEADER, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
  }

  private static RecordingDescriptorDecoder decoder(UnsafeBuffer buffer, int at) {
    return new RecordingDescriptorDecoder()
        .wrap(
            buffer,
            at,
            RecordingDescriptorDecoder.BLOCK_LENGTH,
            RecordingDescriptorDecoder.SCHEMA_VERSION);
  }
}
