package sibyl.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Gives files that are mapped all the disk they will ever need. A hole in one is filled when it is
 * first written to, and on a full disk that write to memory ends as an {@link InternalError} in
 * whichever thread made it, while writing to a file is refused where it can be handled.
 */
final class AllocatedFiles {
  private static final int PAGE = 4096;

  /** Enough for the recordings of 50 days: two for each snapshot, of at most 512 bytes. */
  private static final long CATALOG_ROOM = 8L << 20;

  private AllocatedFiles() {}

  /**
   * Lengthens the archive's catalog, which is about to be opened, for the recordings of the next
   * weeks. Grown by the archive itself it would have a hole.
   */
  static void makeRoomInCatalog(Path catalog) {
    try {
      if (!Files.exists(catalog)) {
        return;
      }
      long wanted = BitUtil.align(used(catalog) + CATALOG_ROOM, PAGE);
      try (FileChannel channel = FileChannel.open(catalog, StandardOpenOption.WRITE)) {
        if (channel.size() < wanted) {
          channel.write(ByteBuffer.allocate(1), wanted - 1);
        }
      }
      allocate(catalog);
    } catch (IOException e) {
      throw new UncheckedIOException(catalog.toString(), e);
    }
  }

  /** The length of a catalog that is new. */
  static long newCatalogLength() {
    return CATALOG_ROOM;
  }

  /**
   * Allocates every file directly in a directory, whether or not anything has it mapped meanwhile.
   *
   * @param except those whose names end so: they are not mapped
   */
  static void allocateAll(Path directory, List<String> except) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (except.stream().noneMatch(file.getFileName().toString()::endsWith)) {
          allocate(file);
        }
      }
    } catch (NoSuchFileException none) {
      // the part that keeps files here does not exist on this member
    } catch (IOException e) {
      throw new UncheckedIOException(directory.toString(), e);
    }
  }

  /** Adds nothing to one number of each page, which no writer there can notice. */
  private static void allocate(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long length = channel.size();
      if (length < Integer.BYTES) {
        return;
      }
      MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
      try {
        var buffer = new UnsafeBuffer(bytes);
        for (int page = 0; page <= buffer.capacity() - Integer.BYTES; page += PAGE) {
          buffer.getAndAddInt(page, 0);
        }
      } finally {
        BufferUtil.free(bytes);
      }
    } catch (NoSuchFileException gone) {
      // it was a temporary one
    }
  }

  private static long used(Path catalog) throws IOException {
    byte[] bytes = Files.readAllBytes(catalog);
    int used = bytes.length;
    while (used > 0 && bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }
}
