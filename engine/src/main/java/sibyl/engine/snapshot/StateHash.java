package sibyl.engine.snapshot;

/**
 * A 64-bit hash of a sequence of numbers: each is folded in by multiplication and a finisher with
 * full avalanche (the mixing steps of SplitMix64), so that any one changed bit changes about half
 * of the result.
 */
public final class StateHash implements StateSink {
  private long hash = 0x243F_6A88_85A3_08D3L;

  @Override
  public void putLong(long value) {
    hash = mix(hash + 0x9E37_79B9_7F4A_7C15L ^ value);
  }

  @Override
  public void putInt(int value) {
    putLong(value);
  }

  public long value() {
    return hash;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return b ^ (b >>> 31);
  }
}
