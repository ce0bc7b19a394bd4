package sibyl.benchmarks;

/**
 * How large the exchange is that the commands are for.
 *
 * @param resting orders per market that the commands keep resting, about
 * @param commands how many are measured in one round
 * @param keys whether every order carries a client order id and an idempotency key
 */
record Shape(int markets, int accounts, int resting, int commands, boolean keys, long seed) {
  static final int PRICES = 99;
}
