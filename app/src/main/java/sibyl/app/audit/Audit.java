package sibyl.app.audit;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What a look at the engine and at the tables gave, both at the same sequence number.
 *
 * @param seq of the last event both had seen
 * @param stateHash of the engine's economic state
 * @param rowsCompared balances, open orders and markets that were looked at
 * @param differences one line for each row that is not the same on both sides
 * @param ledgerSums by asset, the sum of every posting there ever was: zero where nothing was lost
 * @param makerLosses by market, what its market maker lost so far, in millionths; negative: gained
 */
public record Audit(
    long seq,
    long stateHash,
    long rowsCompared,
    List<String> differences,
    Map<Long, BigInteger> ledgerSums,
    Map<Long, Long> makerLosses) {
  public Audit {
    differences = List.copyOf(differences);
    ledgerSums = Map.copyOf(ledgerSums);
    makerLosses = Map.copyOf(makerLosses);
  }
}
