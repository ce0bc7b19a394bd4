package sibyl.accounts.payment.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sibyl.accounts.identity.Document.Upi;
import sibyl.accounts.payment.CallbackSignature;
import sibyl.accounts.payment.PaymentProvider.Progress;
import sibyl.accounts.payment.PaymentProvider.Standing;

/** The sandbox against a server that writes down what it is told, and refuses when it should. */
@Timeout(60)
class SandboxProviderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long TEN = 10_000_000;
  private static final Upi UPI = Upi.of("ada@okbank");

  private record Call(String signature, String body) {}

  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile int answer = 204;
  @TempDir private Path directory;
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/callback", this::called);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatItIsAskedItDoesOnceAndTellsSigned() throws IOException {
    UUID id = UUID.randomUUID();
    try (SandboxProvider sandbox = open(SandboxOptions.smooth(books()))) {
      sandbox.callTo(callback());
      sandbox.collect(id, TEN);
      sandbox.collect(id, TEN);
      await().atMost(PATIENCE).until(() -> calls.size() == 1);
      Call call = calls.getFirst();
      assertThat(call.body())
          .isEqualTo(
              """
              {"event_id":"%s-paid","type":"deposit_paid","payment_id":"%s","amount":"10.000000"}"""
                  .formatted(id, id));
      sandbox
          .signature()
          .verify(
              InstantSource.system().instant(),
              call.signature(),
              call.body().getBytes(StandardCharsets.UTF_8));
    }
    assertThat(SandboxBooks.read(books()))
        .containsExactly(new SandboxBooks.Payment(id, SandboxBooks.Direction.IN, TEN, true, true));
  }

  @Test
  void itCallsUntilItIsHeard() throws IOException {
    answer = 503;
    try (SandboxProvider sandbox = open(SandboxOptions.smooth(books()))) {
      sandbox.callTo(callback());
      UUID id = UUID.randomUUID();
      assertThat(sandbox.pay(id, TEN, UPI)).isEqualTo(Progress.UNDER_WAY);
      await().atMost(PATIENCE).until(() -> calls.size() >= 3);
      answer = 200;
      await().atMost(PATIENCE).until(() -> SandboxBooks.read(books()).iterator().next().told());
      assertThat(sandbox.pay(id, TEN, UPI)).isEqualTo(Progress.PAID);
    }
  }

  @Test
  void aStartGoesOnWhereTheBooksEnd() throws IOException {
    UUID id = UUID.randomUUID();
    try (SandboxProvider sandbox = open(SandboxOptions.smooth(books()))) {
      sandbox.collect(id, TEN); // nobody to call yet
    }
    Files.writeString(books(), "paid " + id.toString().substring(0, 7), StandardOpenOption.APPEND);
    try (SandboxProvider sandbox = open(SandboxOptions.smooth(books()))) {
      sandbox.callTo(callback());
      await().atMost(PATIENCE).until(() -> calls.size() == 1);
    }
  }

  @Test
  void whatFailsAndWhatIsToldTwiceFollowsFromTheSeed() throws IOException {
    List<UUID> ids = IntStream.range(0, 200).mapToObj(i -> new UUID(i, 7)).toList();
    SandboxOptions rough = new SandboxOptions(books(), Duration.ofMillis(20), 30, 20, 0, 42);
    try (SandboxProvider sandbox = open(rough)) {
      sandbox.callTo(callback());
      ids.forEach(id -> sandbox.collect(id, TEN));
      await().atMost(PATIENCE).until(() -> allTold(SandboxBooks.read(books())));
    }
    long failed = failed(SandboxBooks.read(books()));
    assertThat(failed).isBetween(30L, 90L);
    assertThat(calls.size()).isBetween(210, 290);
    Path again = directory.resolve("again");
    try (SandboxProvider sandbox = open(new SandboxOptions(again, Duration.ZERO, 30, 0, 0, 42))) {
      sandbox.callTo(callback());
      ids.forEach(id -> sandbox.collect(id, TEN));
      await().atMost(PATIENCE).until(() -> allTold(SandboxBooks.read(again)));
    }
    assertThat(failed(SandboxBooks.read(again))).isEqualTo(failed);
  }

  @Test
  void whatItDoesNotTellItAnswersWhenAsked() throws IOException {
    SandboxOptions silent = new SandboxOptions(books(), Duration.ZERO, 0, 50, 100, 42);
    UUID id = UUID.randomUUID();
    try (SandboxProvider sandbox = open(silent)) {
      assertThat(sandbox.standing(id)).isEqualTo(Standing.UNKNOWN);
      sandbox.collect(id, TEN); // not decided before there is somebody to call
      assertThat(sandbox.standing(id)).isEqualTo(new Standing(Progress.UNDER_WAY, TEN));
      sandbox.callTo(callback());
      await()
          .atMost(PATIENCE)
          .until(() -> sandbox.standing(id).equals(new Standing(Progress.PAID, TEN)));
    }
    assertThat(calls).isEmpty();
    try (SandboxProvider sandbox = open(silent)) {
      assertThat(sandbox.standing(id)).isEqualTo(new Standing(Progress.PAID, TEN));
    }
  }

  private static boolean allTold(Collection<SandboxBooks.Payment> payments) {
    return payments.size() == 200 && payments.stream().allMatch(SandboxBooks.Payment::told);
  }

  private static long failed(Collection<SandboxBooks.Payment> payments) {
    return payments.stream().filter(payment -> Boolean.FALSE.equals(payment.paid())).count();
  }

  private static SandboxProvider open(SandboxOptions options) throws IOException {
    return SandboxProvider.open(options, InstantSource.system());
  }

  private Path books() {
    return directory.resolve("books");
  }

  private URI callback() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/callback");
  }

  private void called(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    calls.add(new Call(exchange.getRequestHeaders().getFirst(CallbackSignature.HEADER), body));
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }
}
