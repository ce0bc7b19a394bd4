package sibyl.engine;

/** Told of every order that rests in a book. */
@FunctionalInterface
public interface OrderVisitor {
  /**
   * @param price in terms of {@code outcome}, ten-thousandths
   * @param quantity what it was for in all, hundredths
   * @param remaining what is left of it
   */
  void onOrder(
      long order,
      long account,
      long market,
      Side side,
      Outcome outcome,
      int price,
      long quantity,
      long remaining);
}
