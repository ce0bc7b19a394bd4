package sibyl.gateway.api;

import java.util.Optional;
import java.util.UUID;
import sibyl.gateway.http.Problems;
import sibyl.gateway.http.Request;

/** What has a UUID for its name. */
final class Uuids {
  private Uuids() {}

  /**
   * @param what it names, for the 404 when it cannot be a name
   */
  static UUID path(Request request, String parameter, String what) {
    return parse(request.path(parameter)).orElseThrow(() -> Problems.unknown(what));
  }

  static Optional<UUID> parse(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
