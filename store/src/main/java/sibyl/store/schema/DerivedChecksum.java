package sibyl.store.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the derived tables hold at one moment. Equal when they hold the same rows.
 *
 * @param seq the last event they contain
 * @param tables by name, in a fixed order
 */
public record DerivedChecksum(long seq, Map<String, TableChecksum> tables) {
  /** Of tables that could not be read. */
  public static final DerivedChecksum UNREADABLE = new DerivedChecksum(-1, Map.of());

  public DerivedChecksum {
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  /** The names of the tables in which this differs from {@code other}. */
  public List<String> differences(DerivedChecksum other) {
    List<String> different = new ArrayList<>();
    tables.forEach(
        (name, checksum) -> {
          if (!checksum.equals(other.tables.get(name))) {
            different.add(name);
          }
        });
    return different;
  }

  public long rows() {
    return tables.values().stream().mapToLong(TableChecksum::rows).sum();
  }
}
