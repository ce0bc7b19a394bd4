package sibyl.gateway;

import java.util.Optional;
import java.util.function.Supplier;

/** Something the gateway needs, and whether it is well. Quick, and from any thread. */
@FunctionalInterface
public interface HealthCheck {
  /** What is wrong, in words; empty when nothing is. */
  Optional<String> complaint();

  /** Whether requests should go elsewhere while it complains. */
  default boolean stopsServing() {
    return true;
  }

  /** One that complains of what needs a person, while the gateway goes on serving. */
  static HealthCheck warning(Supplier<Optional<String>> complaint) {
    return new HealthCheck() {
      @Override
      public Optional<String> complaint() {
        return complaint.get();
      }

      @Override
      public boolean stopsServing() {
        return false;
      }
    };
  }
}
