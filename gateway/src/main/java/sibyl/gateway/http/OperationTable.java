package sibyl.gateway.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What stands behind each operation of the contract. */
public final class OperationTable {
  private final Map<String, Operation> operations = new HashMap<>();

  /**
   * @throws IllegalStateException if the operation has something behind it already
   */
  public void add(String operationId, Operation operation) {
    if (operations.put(operationId, operation) != null) {
      throw new IllegalStateException("two of operation " + operationId);
    }
  }

  Set<String> ids() {
    return Set.copyOf(operations.keySet());
  }

  /**
   * @throws IllegalStateException if there is none
   */
  Operation get(String operationId) {
    Operation operation = operations.get(operationId);
    if (operation == null) {
      throw new IllegalStateException("nothing stands behind operation " + operationId);
    }
    return operation;
  }
}
