package sibyl.gateway.http;

import io.vertx.openapi.contract.Operation;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import sibyl.gateway.json.Names;
import sibyl.gateway.people.Caller;

/**
 * What the owner of a suspended account may still do: each operation for customers declares it in
 * the document. Its keys do nothing at all, and its owner does nothing for a team.
 */
enum Suspension {
  /** Reads the account, takes something down, or ends a right. */
  ALLOWED,
  REFUSED;

  /** Where the document says it. */
  static final String DECLARED = "x-suspended";

  /**
   * @throws IllegalStateException if an operation for customers says nothing, or another does
   */
  static Suspension of(Operation stated, Access access) {
    @Nullable String declared = stated.getOpenAPIModel().getString(DECLARED);
    boolean forCustomers = access instanceof Access.Customer && access != Access.PUBLIC;
    if (forCustomers != (declared != null)) {
      throw new IllegalStateException(
          stated.getOperationId()
              + (forCustomers ? " must declare " : " must not declare ")
              + DECLARED
              + " (allowed or refused) in openapi.yaml");
    }
    return declared == null ? ALLOWED : Names.parse(Suspension.class, declared);
  }

  /**
   * @param actingFor the account of a team, or {@link ActingFor#ONESELF}
   * @param suspended whether an account is
   * @throws Problem 403 {@code account_suspended}
   */
  void require(Caller caller, long actingFor, LongPredicate suspended) {
    boolean forTeam = actingFor != ActingFor.ONESELF;
    switch (caller) {
      case Caller.Person person -> {
        if (suspended.test(person.account()) && (this == REFUSED || forTeam)) {
          throw Problems.accountSuspended();
        }
      }
      case Caller.Program program -> {
        if (suspended.test(program.account())) {
          throw Problems.keySuspended();
        }
      }
      case Caller.StaffMember _, Caller.Anonymous _ -> {}
    }
    if (forTeam && this == REFUSED && suspended.test(actingFor)) {
      throw Problems.accountSuspended();
    }
  }
}
