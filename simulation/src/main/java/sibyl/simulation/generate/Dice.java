package sibyl.simulation.generate;

import java.util.List;

/**
 * Random numbers that depend on the seed alone: SplitMix64 (Steele, Lea, Flood: Fast splittable
 * pseudorandom number generators, 2014). Not thread-safe; {@link #split} gives another thread its
 * own.
 */
public final class Dice {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  public Dice(long seed) {
    this.state = seed;
  }

  /** Dice that go their own way, independent of what is drawn here later. */
  public Dice split() {
    return new Dice(nextLong());
  }

  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** A well-spread function of {@code value}. */
  public static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** From 0 to {@code bound} − 1; the bias of the remainder is far below what a test can see. */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /** From {@code low} to {@code high}, both included. */
  public int between(int low, int high) {
    return low + below(high - low + 1);
  }

  public long between(long low, long high) {
    return low + Long.remainderUnsigned(nextLong(), high - low + 1);
  }

  public boolean percent(int chance) {
    return below(100) < chance;
  }

  public <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }

  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[below(choices.length)];
  }

  /** An index, each as likely as its weight. */
  public int weighted(int... weights) {
    int total = 0;
    for (int weight : weights) {
      total += weight;
    }
    int drawn = below(total);
    for (int i = 0; ; i++) {
      drawn -= weights[i];
      if (drawn < 0) {
        return i;
      }
    }
  }
}
