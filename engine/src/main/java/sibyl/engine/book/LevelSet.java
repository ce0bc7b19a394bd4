package sibyl.engine.book;

/** Which levels of one side hold orders: a bitmap, with a second one over its words. */
final class LevelSet {
  static final int NONE = -1;

  private final long[] words;
  private final long[] summary;

  LevelSet(int levels) {
    words = new long[(levels + 63) >>> 6];
    summary = new long[(words.length + 63) >>> 6];
  }

  void add(int level) {
    int word = level >>> 6;
    words[word] |= 1L << level;
    summary[word >>> 6] |= 1L << word;
  }

  void remove(int level) {
    int word = level >>> 6;
    words[word] &= ~(1L << level);
    if (words[word] == 0) {
      summary[word >>> 6] &= ~(1L << word);
    }
  }

  boolean contains(int level) {
    return (words[level >>> 6] & 1L << level) != 0;
  }

  /** The lowest member from {@code level} upwards, or {@link #NONE}. */
  int atOrAbove(int level) {
    int word = level >>> 6;
    if (word >= words.length) {
      return NONE;
    }
    long bits = words[word] & -1L << level;
    if (bits == 0) {
      word = nextWord(word + 1);
      if (word == NONE) {
        return NONE;
      }
      bits = words[word];
    }
    return word << 6 | Long.numberOfTrailingZeros(bits);
  }

  /** The highest member from {@code level} downwards, or {@link #NONE}. */
  int atOrBelow(int level) {
    if (level < 0) {
      return NONE;
    }
    int word = level >>> 6;
    long bits = words[word] & -1L >>> 63 - (level & 63);
    if (bits == 0) {
      word = previousWord(word - 1);
      if (word == NONE) {
        return NONE;
      }
      bits = words[word];
    }
    return word << 6 | 63 - Long.numberOfLeadingZeros(bits);
  }

  private int nextWord(int from) {
    int top = from >>> 6;
    if (top >= summary.length) {
      return NONE;
    }
    long bits = summary[top] & -1L << from;
    while (bits == 0) {
      if (++top == summary.length) {
        return NONE;
      }
      bits = summary[top];
    }
    return top << 6 | Long.numberOfTrailingZeros(bits);
  }

  private int previousWord(int from) {
    if (from < 0) {
      return NONE;
    }
    int top = from >>> 6;
    long bits = summary[top] & -1L >>> 63 - (from & 63);
    while (bits == 0) {
      if (--top < 0) {
        return NONE;
      }
      bits = summary[top];
    }
    return top << 6 | 63 - Long.numberOfLeadingZeros(bits);
  }
}
