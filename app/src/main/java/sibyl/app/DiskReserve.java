package sibyl.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much is free on the disks that are written to, and whether that is too little to take orders:
 * what is kept back lets people cancel, markets settle, and an operator act. From any thread.
 */
final class DiskReserve {
  private static final Logger LOG = LoggerFactory.getLogger(DiskReserve.class);

  /** A quarter more than the reserve must be free before it counts as kept again. */
  private static final long ENOUGH_QUARTERS = 5;

  private final LongSupplier free;
  private final long reserve;
  private final String where;
  private boolean low;

  /**
   * @param free bytes
   * @param reserve bytes; 0 for none
   */
  DiskReserve(LongSupplier free, long reserve, String where) {
    this.free = free;
    this.reserve = reserve;
    this.where = where;
  }

  /** Of the disks that hold the data directory and what is in it, the fullest. */
  static DiskReserve of(Path data, long reserve) {
    List<FileStore> stores =
        List.of(data, data.resolve("cluster"), data.resolve("postgres"), data.resolve("logs"))
            .stream()
            .filter(Files::isDirectory)
            .map(DiskReserve::store)
            .toList();
    return new DiskReserve(
        () -> stores.stream().mapToLong(DiskReserve::usable).min().orElse(Long.MAX_VALUE),
        reserve,
        data.toString());
  }

  private static FileStore store(Path directory) {
    try {
      return Files.getFileStore(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory.toString(), e);
    }
  }

  /** A disk that cannot even be asked takes nothing either. */
  private static long usable(FileStore store) {
    try {
      return store.getUsableSpace();
    } catch (IOException e) {
      LOG.warn("a disk cannot be asked how much is free: {}", e.toString());
      return 0;
    }
  }

  long freeBytes() {
    return free.getAsLong();
  }

  long reserveBytes() {
    return reserve;
  }

  /** Why no orders should be taken. */
  synchronized Optional<String> complaint() {
    long now = free.getAsLong();
    low = now < reserve || low && now / ENOUGH_QUARTERS < reserve / (ENOUGH_QUARTERS - 1);
    return low
        ? Optional.of(
            "only %d MB are free under %s, disk.reserve_mb is %d: make room"
                .formatted(now >> 20, where, reserve >> 20))
        : Optional.empty();
  }
}
