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
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import sibyl.cluster.journal.JournalSource;

/**
 * A copy in memory of the catalog of an archive, which may be running: the list of its recordings.
 * It is read for its recordings, and changed to fit a copy of some of them.
 */
final class CatalogFile {
  private static final int HEADER = RecordingDescriptorHeaderDecoder.BLOCK_LENGTH;

  /** Where a recording's description begins in the catalog. */
  private record Description(int offset, long recording, int streamId, String channel) {}

  private final UnsafeBuffer bytes;
  private final List<Description> descriptions = new ArrayList<>();
  private final int length;

  private CatalogFile(byte[] content) {
    bytes = new UnsafeBuffer(content);
    var catalog =
        new CatalogHeaderDecoder()
            .wrap(bytes, 0, CatalogHeaderDecoder.BLOCK_LENGTH, CatalogHeaderDecoder.SCHEMA_VERSION);
    int alignment = catalog.alignment();
    int offset = CatalogHeaderDecoder.BLOCK_LENGTH;
    while (offset + HEADER < bytes.capacity()) {
      int described = header(offset).length();
      if (described <= 0) {
        break;
      }
      var recording = decoder(offset);
      long id = recording.recordingId();
      int stream = recording.streamId();
      recording.skipStrippedChannel();
      if (header(offset).state() == RecordingState.VALID) {
        descriptions.add(new Description(offset, id, stream, recording.originalChannel()));
      }
      offset += BitUtil.align(described + HEADER, alignment);
    }
    this.length = offset;
  }

  static CatalogFile read(Path file) throws IOException {
    return new CatalogFile(Files.readAllBytes(file));
  }

  /** The recording that is the journal; empty if there is none yet. */
  OptionalLong journal() {
    return descriptions.stream()
        .filter(found -> JournalSource.isJournal(found.streamId(), found.channel()))
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
        new RecordingDescriptorEncoder()
            .wrap(bytes, found.offset() + HEADER)
            .stopPosition(AeronArchive.NULL_POSITION)
            .stopTimestamp(AeronArchive.NULL_TIMESTAMP);
      } else if (!complete.contains(found.recording())) {
        new RecordingDescriptorHeaderEncoder()
            .wrap(bytes, found.offset())
            .state(RecordingState.INVALID);
      }
    }
  }

  void write(Path file) throws IOException {
    Files.write(file, Arrays.copyOf(bytes.byteArray(), length));
  }

  private RecordingDescriptorHeaderDecoder header(int offset) {
    return new RecordingDescriptorHeaderDecoder()
        .wrap(bytes, offset, HEADER, RecordingDescriptorHeaderDecoder.SCHEMA_VERSION);
  }

  private RecordingDescriptorDecoder decoder(int offset) {
    return new RecordingDescriptorDecoder()
        .wrap(
            bytes,
            offset + HEADER,
            RecordingDescriptorDecoder.BLOCK_LENGTH,
            RecordingDescriptorDecoder.SCHEMA_VERSION);
  }
}
