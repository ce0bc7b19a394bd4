package sibyl.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the gateway counts and times. Tags come from the contract only, so they are bounded. */
public final class ApiMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Timer> requests = new ConcurrentHashMap<>();
  private final Timer orders;

  private record Key(String operation, int status) {}

  public ApiMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.orders =
        Timer.builder("sibyl.order")
            .description("From an order's request to its answer, accepted or refused.")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(100_000))
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(registry);
  }

  void request(String operation, int status, long nanos) {
    requests
        .computeIfAbsent(
            new Key(operation, status),
            key ->
                Timer.builder("sibyl.http.request")
                    .description("Requests by operation and status.")
                    .tag("operation", key.operation)
                    .tag("status", Integer.toString(key.status))
                    .register(registry))
        .record(Duration.ofNanos(nanos));
    if (operation.equals("placeOrder")) {
      orders.record(Duration.ofNanos(nanos));
    }
  }

  /** A request that was refused; codes are a fixed set. */
  void refused(String code) {
    registry.counter("sibyl.refused", "code", code).increment();
  }

  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder(name, value).description(description).register(registry);
  }

  public void count(String name, String tag, String value) {
    registry.counter(name, tag, value).increment();
  }
}
