package sibyl.cluster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A disk in memory. What is written is seen at once and is there after a power cut only if it was
 * flushed before; of what was not, every page is independently there, lost, or there in some of its
 * sectors. The power can be cut before any write or flush.
 */
final class SimulatedDisk implements SegmentDisk {
  static final int SEGMENT = 64 * 1024;
  private static final int SECTOR = 512;
  private static final int SECTORS_OF_PAGE = 8;
  private static final int NEVER = -1;

  /** The machine is off, or only the program was killed: the one who catches it decides. */
  static final class PowerCut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** There is no room; some of the write may have been done. */
  static final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Content {
    byte[] seen = new byte[SEGMENT];
    byte[] flushed = new byte[SEGMENT];
    final BitSet unflushed = new BitSet();
    boolean isListed;
  }

  private final Random dice;
  private final Map<Path, Content> files = new TreeMap<>();
  private int untilCut = NEVER;
  private boolean full;

  SimulatedDisk(Random dice) {
    this.dice = dice;
  }

  static Path segment(long recording, long position) {
    return Path.of(recording + "-" + position / SEGMENT * SEGMENT + Segments.SUFFIX);
  }

  /** Cuts the power at the {@code operations}-th write or flush from now on. */
  void cutAfter(int operations) {
    untilCut = operations;
  }

  void full(boolean full) {
    this.full = full;
  }

  void write(Path file, int offset, byte[] bytes) {
    tick();
    Content content = files.computeIfAbsent(file, path -> new Content());
    int length = full ? dice.nextInt(bytes.length) : bytes.length;
    System.arraycopy(bytes, 0, content.seen, offset, length);
    if (length > 0) {
      content.unflushed.set(offset / SECTOR, (offset + length - 1) / SECTOR + 1);
    }
    if (full) {
      throw new Full();
    }
  }

  @Override
  public void flush(Path file) {
    tick();
    Content content = content(file);
    content.flushed = content.seen.clone();
    content.unflushed.clear();
    content.isListed = true;
  }

  void delete(Path file) {
    tick();
    files.remove(file);
  }

  private void tick() {
    if (untilCut == 0) {
      throw new PowerCut();
    }
    if (untilCut > 0) {
      untilCut--;
    }
  }

  /** The program has ended, the machine goes on: what was written is there, flushed or not. */
  void afterKill() {
    untilCut = NEVER;
  }

  /** What is there when the machine is on again. */
  void afterPowerCut() {
    untilCut = NEVER;
    files.values().removeIf(content -> !content.isListed && dice.nextBoolean());
    for (Content content : files.values()) {
      int pages = SEGMENT / SECTOR / SECTORS_OF_PAGE;
      for (int page = 0; page < pages; page++) {
        int fate = dice.nextInt(3);
        for (int sector = page * SECTORS_OF_PAGE; sector < (page + 1) * SECTORS_OF_PAGE; sector++) {
          boolean kept = fate == 0 || (fate == 1 && dice.nextBoolean());
          if (content.unflushed.get(sector) && kept) {
            System.arraycopy(
                content.seen, sector * SECTOR, content.flushed, sector * SECTOR, SECTOR);
          }
        }
      }
      content.seen = content.flushed.clone();
      content.unflushed.clear();
      content.isListed = true;
    }
  }

  /** Flips one bit where something was written; says where. */
  String flipOneBit() {
    List<Path> all = segments();
    Path file = all.get(dice.nextInt(all.size()));
    Content content = content(file);
    int end = Math.max(1, new Frames(bytes(content)).lastByte(0));
    int bit = dice.nextInt(8 * end);
    byte mask = (byte) (1 << bit % 8);
    content.seen[bit / 8] ^= mask;
    content.flushed[bit / 8] ^= mask;
    return "bit " + bit % 8 + " of byte " + bit / 8 + " of " + file;
  }

  @Override
  public List<Path> segments() {
    return new ArrayList<>(files.keySet());
  }

  @Override
  public <T> T read(Path segment, Function<ByteBuffer, T> look) {
    return look.apply(bytes(content(segment)).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  @Override
  public void clear(Path segment, int from, int to) {
    write(segment, from, new byte[to - from]);
    flush(segment);
  }

  private static ByteBuffer bytes(Content content) {
    return ByteBuffer.wrap(content.seen).order(ByteOrder.LITTLE_ENDIAN);
  }

  private Content content(Path file) {
    Content content = files.get(file);
    if (content == null) {
      throw new IllegalStateException("no file " + file);
    }
    return content;
  }
}
