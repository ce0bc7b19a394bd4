package sibyl.gateway.http;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stands behind each operation of the contract. */
public final class OperationTable {
  private static final Subject NOTHING = request -> Future.succeededFuture(Optional.empty());

  private final Map<String, Operation> operations = new HashMap<>();
  private final Map<String, Subject> subjects = new HashMap<>();

  /**
   * @throws IllegalStateException if the operation has something behind it already
   */
  public void add(String operationId, Operation operation) {
    if (operations.put(operationId, operation) != null) {
      throw new IllegalStateException("two of operation " + operationId);
    }
  }

  /**
   * Adds a staff operation together with what it acts on.
   *
   * @throws IllegalStateException if the operation has something behind it already
   */
  public void add(String operationId, Operation operation, Subject subject) {
    add(operationId, operation);
    subjects.put(operationId, subject);
  }

  /** What an operation acts on, as far as that is known before. */
  Subject subject(String operationId) {
    return subjects.getOrDefault(operationId, NOTHING);
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
