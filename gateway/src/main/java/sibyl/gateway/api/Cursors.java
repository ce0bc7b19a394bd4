package sibyl.gateway.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import sibyl.gateway.http.Problem;
import sibyl.gateway.http.Problems;

/**
 * Places in lists, as text that means nothing to clients. A cursor carries a checksum over itself
 * and its list, so one that was damaged, or comes from another list or another filter, is refused
 * and never read as some other place. It is no secret and no signature: it only says where to go on
 * in a list that its reader may see anyway.
 */
final class Cursors {
  private static final int CHECKSUM_LENGTH = 8;

  private Cursors() {}

  static String seal(String list, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(checksum(list, place), CHECKSUM_LENGTH + text.length);
    System.arraycopy(text, 0, sealed, CHECKSUM_LENGTH, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * @throws Problem 400 if it was not made for this list
   */
  static String open(String list, String cursor) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    if (sealed.length <= CHECKSUM_LENGTH) {
      throw refused();
    }
    String place =
        new String(
            sealed, CHECKSUM_LENGTH, sealed.length - CHECKSUM_LENGTH, StandardCharsets.UTF_8);
    if (!seal(list, place).equals(cursor)) {
      throw refused();
    }
    return place;
  }

  static Problem refused() {
    return Problems.malformed(
        "cursor",
        "Take the cursor from next_cursor of the page before, and ask with the same filters; to"
            + " begin again, leave it out.");
  }

  private static byte[] checksum(String list, String place) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(list.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(place.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest.digest(), CHECKSUM_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
