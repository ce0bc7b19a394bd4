package sibyl.simulation.model;

/** An account: its settings. What it has is among the {@link Balances}. */
final class ModelAccount {
  final long number;
  boolean netting;
  boolean suspended;

  ModelAccount(long number, boolean netting) {
    this.number = number;
    this.netting = netting;
  }
}
