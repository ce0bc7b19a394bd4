package sibyl.gateway;

import java.util.Optional;

/** Something the gateway needs, and whether it is well. Quick, and from any thread. */
@FunctionalInterface
public interface HealthCheck {
  /** What is wrong, in words; empty when nothing is. */
  Optional<String> complaint();
}
