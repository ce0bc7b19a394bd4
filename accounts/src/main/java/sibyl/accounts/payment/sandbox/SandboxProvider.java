package sibyl.accounts.payment.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sibyl.accounts.Secret;
import sibyl.accounts.identity.Document;
import sibyl.accounts.payment.CallbackSignature;
import sibyl.accounts.payment.PaymentProvider;
import sibyl.accounts.payment.ProviderUnavailableException;

/**
 * The sandbox: takes payments down in its books, decides each after a while by itself, and calls
 * back until it is heard. It shares a secret with this process only, so nobody else can call back
 * in its name. A start goes on where the books end.
 */
public final class SandboxProvider implements PaymentProvider, AutoCloseable {
  public static final String NAME = "sandbox";

  private static final Logger LOG = LoggerFactory.getLogger(SandboxProvider.class);
  private static final int CALLS_AT_ONCE_MAX = 8;
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(10);
  private static final long PAUSE_MIN_MS = 100;
  private static final long PAUSE_MAX_MS = 10_000;

  private final SandboxOptions options;
  private final InstantSource clock;
  private final SandboxBooks books;
  private final CallbackSignature signature = new CallbackSignature(Secret.random());
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sandbox-payments").daemon().factory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore calls = new Semaphore(CALLS_AT_ONCE_MAX);
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(CALL_DEADLINE).executor(threads).build();

  /** Payments that are being decided or told. */
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  private volatile @Nullable URI callback;

  private SandboxProvider(SandboxOptions options, InstantSource clock, SandboxBooks books) {
    this.options = options;
    this.clock = clock;
    this.books = books;
  }

  /**
   * Opens the books. Nothing is decided or told before {@link #callTo}.
   *
   * @throws IOException if the books cannot be read or written
   */
  public static SandboxProvider open(SandboxOptions options, InstantSource clock)
      throws IOException {
    return new SandboxProvider(options, clock, SandboxBooks.open(options.books()));
  }

  /** Where to call back; begins with what the books have left to tell. */
  public void callTo(URI address) {
    callback = address;
    books.untold().forEach(payment -> decideLater(payment.id()));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CallbackSignature signature() {
    return signature;
  }

  @Override
  public void collect(UUID id, long amount) {
    enter(id, SandboxBooks.Direction.IN, amount);
  }

  @Override
  public Progress pay(UUID id, long amount, Document.PayoutMethod to) {
    return progress(enter(id, SandboxBooks.Direction.OUT, amount));
  }

  @Override
  public Standing standing(UUID id) {
    SandboxBooks.Payment payment = books.find(id);
    return payment == null ? Standing.UNKNOWN : new Standing(progress(payment), payment.amount());
  }

  private static Progress progress(SandboxBooks.Payment payment) {
    Boolean paid = payment.paid();
    return paid == null ? Progress.UNDER_WAY : paid ? Progress.PAID : Progress.FAILED;
  }

  private SandboxBooks.Payment enter(UUID id, SandboxBooks.Direction direction, long amount) {
    try {
      SandboxBooks.Payment payment = books.enter(id, direction, amount);
      if (payment.paid() == null) {
        decideLater(id);
      }
      return payment;
    } catch (IllegalStateException e) {
      throw new ProviderUnavailableException(String.valueOf(e.getMessage()));
    }
  }

  private void decideLater(UUID id) {
    if (callback == null || !underWay.add(id)) {
      return; // callTo will come to it; or it has been come to
    }
    RandomGenerator fate = fate(id, "delay");
    long delayMs = options.delayMax().isZero() ? 0 : fate.nextLong(options.delayMax().toMillis());
    schedule(() -> decide(id), delayMs);
  }

  private void decide(UUID id) {
    boolean paid = fate(id, "outcome").nextInt(100) >= options.failurePercent();
    SandboxBooks.Payment payment = books.decide(id, paid);
    boolean lost = fate(id, "lost").nextInt(100) < options.lostPercent();
    if (payment.told() || lost) {
      underWay.remove(id);
      return;
    }
    tell(payment, PAUSE_MIN_MS);
    if (fate(id, "duplicate").nextInt(100) < options.duplicatePercent()) {
      schedule(() -> tell(payment, PAUSE_MIN_MS), 1);
    }
  }

  private void tell(SandboxBooks.Payment payment, long pauseMs) {
    try {
      calls.acquire();
      try {
        int status = call(payment);
        if (status / 100 == 2) {
          books.told(payment.id());
          underWay.remove(payment.id());
          return;
        }
        LOG.warn("the callback of payment {} was answered with {}", payment.id(), status);
      } finally {
        calls.release();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("the callback of payment {} did not arrive: {}", payment.id(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    schedule(() -> tell(payment, Math.min(2 * pauseMs, PAUSE_MAX_MS)), pauseMs);
  }

  private int call(SandboxBooks.Payment payment) throws IOException, InterruptedException {
    byte[] body = body(payment).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(callback)
            .timeout(CALL_DEADLINE)
            .header("Content-Type", "application/json")
            .header(CallbackSignature.HEADER, signature.sign(clock.instant(), body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static String body(SandboxBooks.Payment payment) {
    String what = payment.direction() == SandboxBooks.Direction.IN ? "deposit" : "payout";
    String outcome = Boolean.TRUE.equals(payment.paid()) ? "paid" : "failed";
    return """
        {"event_id":"%s-%s","type":"%s_%s","payment_id":"%s","amount":"%s"}"""
        .formatted(
            payment.id(),
            outcome,
            what,
            outcome,
            payment.id(),
            BigDecimal.valueOf(payment.amount(), 6).toPlainString());
  }

  private void schedule(Runnable task, long delayMs) {
    try {
      if (delayMs == 0) {
        threads.execute(task);
      } else {
        Future<?> _ = later.schedule(() -> threads.execute(task), delayMs, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("the sandbox is closed; its books know what is left to tell", e);
    }
  }

  private RandomGenerator fate(UUID id, String of) {
    long seed =
        options.seed() * 31 + id.getMostSignificantBits() + 31L * id.getLeastSignificantBits();
    return RandomGeneratorFactory.of("SplittableRandom").create(seed * 31 + of.hashCode());
  }

  @Override
  public void close() throws IOException {
    later.shutdownNow();
    threads.shutdownNow();
    http.shutdownNow();
    books.close();
  }
}
