package sibyl.gateway.read;

import java.util.List;

/**
 * A part of a list, newest first.
 *
 * @param complete false when older items that belong to the page are no longer in memory and must
 *     be asked of the {@link History}
 */
public record Page<T>(List<T> items, boolean complete) {
  public Page {
    items = List.copyOf(items);
  }
}
