package sibyl.store.projection;

/**
 * What positions in a market are made with.
 *
 * @param payout of a set, ten-thousandths
 * @param lastYesPrice of its last trade, ten-thousandths; 0 before any
 */
record MarketFacts(int payout, int lastYesPrice) {
  MarketFacts traded(int yesPrice) {
    return new MarketFacts(payout, yesPrice);
  }
}
