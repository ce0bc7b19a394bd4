package sibyl.gateway;

import java.util.Optional;
import java.util.function.Supplier;

/** Something the gateway needs, and whether it is well. Quick, and from any thread. */
@FunctionalInterface
public interface HealthCheck {
  /** What a complaint means. */
  enum Meaning {
    /** The program is ending or should be ended: neither alive nor ready. */
    NOT_ALIVE,
    /** Requests should go elsewhere. */
    NOT_READY,
    /** It needs a person, while the gateway goes on serving. */
    WARNING
  }

  /** What is wrong, in words; empty when nothing is. */
  Optional<String> complaint();

  default Meaning meaning() {
    return Meaning.NOT_READY;
  }

  /** One that complains of what needs a person, while the gateway goes on serving. */
  static HealthCheck warning(Supplier<Optional<String>> complaint) {
    return meaning(Meaning.WARNING, complaint);
  }

  /** One that complains when the program cannot go on. */
  static HealthCheck alive(Supplier<Optional<String>> complaint) {
    return meaning(Meaning.NOT_ALIVE, complaint);
  }

  private static HealthCheck meaning(Meaning meaning, Supplier<Optional<String>> complaint) {
    return new HealthCheck() {
      @Override
      public Optional<String> complaint() {
        return complaint.get();
      }

      @Override
      public Meaning meaning() {
        return meaning;
      }
    };
  }
}
