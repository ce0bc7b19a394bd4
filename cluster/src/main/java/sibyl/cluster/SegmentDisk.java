package sibyl.cluster;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The segments of an archive that does not run, as what looks after them at a start sees them: the
 * files of a directory, or those of a simulated disk.
 */
interface SegmentDisk {
  /** All segments, in any order; none if there is no archive yet. */
  List<Path> segments();

  /**
   * Looks at a segment.
   *
   * @param look is given all of its bytes, little-endian, and keeps none of them
   */
  <T> T read(Path segment, Function<ByteBuffer, T> look);

  /**
   * Puts zeros in the place of some bytes, after a copy of them was kept. Both are on disk when it
   * returns.
   */
  void clear(Path segment, int from, int to);

  /** Sees to it that what is seen of a segment is on disk when it returns. */
  void flush(Path segment);
}
