package sibyl.store.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks every page of a server that does not run against the checksum in it, as the server's own
 * {@code pg_checksums --check} does, which is not among the programs of the embedded server. The
 * algorithm is that of {@code storage/checksum_impl.h}: 32 FNV-1a sums side by side.
 */
public final class DatabasePages {
  private static final int PAGE = 8192;
  private static final int CHECKSUM_OFFSET = 8;
  private static final int UPPER_OFFSET = 14;
  private static final long PAGES_PER_SEGMENT = (1L << 30) / PAGE;
  private static final int PRIME = 16777619;
  private static final int[] BASES = {
    0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
    0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
    0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
    0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
  };

  /** A relation's file, such as {@code 16384}, {@code 16384.1} or {@code 16384_vm}. */
  private static final Pattern RELATION =
      Pattern.compile("(\\d+)(_(?:fsm|vm|init))?(?:\\.(\\d+))?");

  /**
   * @param page counted from 0 in this file
   */
  public record Damaged(Path file, long page) {}

  private static final int STATE_OFFSET = 16;
  private static final int SHUT_DOWN = 1;

  private DatabasePages() {}

  /**
   * Whether the server was stopped in good order. If not, pages may be there in part, which its
   * next start mends from its log, and nothing can be said about them.
   */
  public static boolean wasShutDown(Path directory) throws IOException {
    Path control = directory.resolve("cluster/global/pg_control");
    if (!Files.exists(control) || Files.exists(directory.resolve("cluster/postmaster.pid"))) {
      return false;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(control)).order(ByteOrder.nativeOrder());
    return bytes.capacity() > STATE_OFFSET + Integer.BYTES
        && bytes.getInt(STATE_OFFSET) == SHUT_DOWN;
  }

  /**
   * Reads every page.
   *
   * @param directory of the embedded server
   * @param pagesRead told how many pages have been read so far, now and then
   * @return those whose checksum is wrong
   */
  public static List<Damaged> check(Path directory, LongConsumer pagesRead) {
    Path cluster = directory.resolve("cluster");
    List<Damaged> damaged = new ArrayList<>();
    long[] read = new long[1];
    for (String part : List.of("base", "global")) {
      Path root = cluster.resolve(part);
      if (!Files.isDirectory(root)) {
        continue;
      }
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(DatabasePages::isRelation).sorted().toList()) {
          read[0] += check(file, damaged);
          pagesRead.accept(read[0]);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(root.toString(), e);
      }
    }
    return damaged;
  }

  private static boolean isRelation(Path file) {
    return RELATION.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file);
  }

  private static long check(Path file, List<Damaged> damaged) throws IOException {
    var name = RELATION.matcher(file.getFileName().toString());
    boolean segmented = name.matches() && name.group(3) != null;
    long first = segmented ? Long.parseLong(name.group(3)) * PAGES_PER_SEGMENT : 0;
    ByteBuffer page = ByteBuffer.allocate(PAGE).order(ByteOrder.nativeOrder());
    long number = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (true) {
        page.clear();
        while (page.hasRemaining() && channel.read(page) >= 0) {
          // until the page is whole or the file at its end
        }
        if (page.hasRemaining()) {
          return number;
        }
        if (!isNew(page) && checksum(page, (int) (first + number)) != stored(page)) {
          damaged.add(new Damaged(file, number));
        }
        number++;
      }
    }
  }

  /** One that has been added to the file and not been written yet has no checksum. */
  private static boolean isNew(ByteBuffer page) {
    if (page.getShort(UPPER_OFFSET) != 0) {
      return false;
    }
    for (int i = 0; i < PAGE; i += Long.BYTES) {
      if (page.getLong(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int stored(ByteBuffer page) {
    return Short.toUnsignedInt(page.getShort(CHECKSUM_OFFSET));
  }

  /** Changes the page's own checksum to 0 meanwhile, as the algorithm wants it. */
  private static int checksum(ByteBuffer page, int block) {
    short kept = page.getShort(CHECKSUM_OFFSET);
    page.putShort(CHECKSUM_OFFSET, (short) 0);
    int[] sums = BASES.clone();
    for (int i = 0; i < PAGE; i += BASES.length * Integer.BYTES) {
      for (int j = 0; j < BASES.length; j++) {
        sums[j] = add(sums[j], page.getInt(i + j * Integer.BYTES));
      }
    }
    int all = 0;
    for (int sum : sums) {
      all ^= add(add(sum, 0), 0);
    }
    page.putShort(CHECKSUM_OFFSET, kept);
    return Integer.remainderUnsigned(all ^ block, 65535) + 1;
  }

  private static int add(int sum, int value) {
    int mixed = sum ^ value;
    return mixed * PRIME ^ mixed >>> 17;
  }
}
