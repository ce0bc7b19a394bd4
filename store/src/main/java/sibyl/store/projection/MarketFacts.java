package sibyl.store.projection;

/**
 * What positions in a market are made with.
 *
 * @param event that it belongs to
 * @param payout of a set, ten-thousandths
 * @param lastYesPrice of its last trade, ten-thousandths; 0 before any
 */
record MarketFacts(long event, int payout, int lastYesPrice) {
  MarketFacts traded(int yesPrice) {
    return new MarketFacts(event, payout, yesPrice);
  }
}
