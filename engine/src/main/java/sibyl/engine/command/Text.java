package sibyl.engine.command;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A short UTF-8 text that is carried through the engine untouched. Mutable and reused, so that an
 * order with a client id or a message allocates nothing.
 */
public final class Text {
  private final byte[] bytes;
  private int length;

  /**
   * @param capacity most bytes it can carry
   */
  public Text(int capacity) {
    bytes = new byte[capacity];
  }

  /** The backing bytes, of which the first {@link #length()} count. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  public int capacity() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return length == 0;
  }

  public void clear() {
    length = 0;
  }

  /**
   * Declares that the first {@code length} bytes of {@link #bytes()} were filled in.
   *
   * @throws IllegalArgumentException if they cannot have been
   */
  public void length(int length) {
    if (length < 0 || length > bytes.length) {
      throw new IllegalArgumentException("length " + length + " of " + bytes.length);
    }
    this.length = length;
  }

  /**
   * @throws IllegalArgumentException if the text does not fit
   */
  public void set(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    length(encoded.length);
    System.arraycopy(encoded, 0, bytes, 0, encoded.length);
  }

  public void set(Text other) {
    length(other.length);
    System.arraycopy(other.bytes, 0, bytes, 0, other.length);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Text other
        && Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
