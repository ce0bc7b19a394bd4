package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segments in the directory of an archive, mapped while they are looked at. */
final class ArchiveFiles implements SegmentDisk {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveFiles.class);

  private final Path archive;
  private final Path removed;

  /**
   * @param archive the directory of an archive that does not run
   * @param removed where copies of what is cleared go; created when needed
   */
  ArchiveFiles(Path archive, Path removed) {
    this.archive = archive;
    this.removed = removed;
  }

  @Override
  public List<Path> segments() {
    return Segments.all(archive);
  }

  @Override
  public <T> T read(Path segment, Function<ByteBuffer, T> look) {
    return look(segment, look);
  }

  /** As {@link #read}, of any segment. */
  static <T> T look(Path segment, Function<ByteBuffer, T> look) {
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return look.apply(bytes.order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException e) {
      throw new UncheckedIOException(segment.toString(), e);
    }
  }

  @Override
  public void clear(Path segment, int from, int to) {
    try (FileChannel channel =
        FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      keep(segment, bytes, from, to);
      for (int i = from; i < to; i++) {
        bytes.put(i, (byte) 0);
      }
      bytes.force();
    } catch (IOException e) {
      throw new UncheckedIOException(segment.toString(), e);
    }
  }

  @Override
  public void flush(Path segment) {
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(segment.toString(), e);
    }
  }

  private void keep(Path segment, ByteBuffer bytes, int from, int to) throws IOException {
    Files.createDirectories(removed);
    Path copy =
        Files.createTempFile(removed, segment.getFileName() + "-at-" + from + "-", ".bytes");
    try (FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
      ByteBuffer part = bytes.slice(from, to - from);
      while (part.hasRemaining()) {
        out.write(part);
      }
      out.force(true);
    }
    LOG.warn("torn write removed: file={} from={} to={} copy={}", segment, from, to, copy);
  }
}
