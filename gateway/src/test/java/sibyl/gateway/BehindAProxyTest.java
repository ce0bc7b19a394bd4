package sibyl.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import sibyl.gateway.fixture.TestGateway;
import sibyl.gateway.fixture.Visitor;

/** Who calls, behind a proxy and without one. */
class BehindAProxyTest {
  @Test
  void aProxyOfOursIsBelievedUpToTheFirstStranger() {
    try (TestGateway gateway =
        TestGateway.start(TestGateway.config().withProxies(Set.of("127.0.0.1", "10.0.0.1")))) {
      assertThat(seen(gateway, "a", "203.0.113.9")).isEqualTo("203.0.113.9");
      assertThat(seen(gateway, "b", "203.0.113.9, 10.0.0.1")).isEqualTo("203.0.113.9");
      assertThat(seen(gateway, "c", "192.0.2.66, 203.0.113.9")).isEqualTo("203.0.113.9");
      assertThat(seen(gateway, "d", "2001:DB8::7")).isEqualTo("2001:db8:0:0:0:0:0:7");
      assertThat(seen(gateway, "e", "nonsense")).isEqualTo("127.0.0.1");
      assertThat(seen(gateway, "f", "nonsense, 10.0.0.1")).isEqualTo("10.0.0.1");
      assertThat(seen(gateway, "g", ",,")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void whoIsNoProxyOfOursSaysWhatItWants() {
    try (TestGateway gateway = TestGateway.start()) {
      assertThat(seen(gateway, "a", "203.0.113.9")).isEqualTo("127.0.0.1");
    }
  }

  /** The address that a session's owner is shown. */
  private static String seen(TestGateway gateway, String name, String forwardedFor) {
    Visitor person = gateway.visitor();
    person
        .with("X-Forwarded-For", forwardedFor)
        .post("/auth/register", TestGateway.registration("person-" + name))
        .expect(201);
    return person
        .get("/sessions")
        .expect(200)
        .getJsonArray("items")
        .getJsonObject(0)
        .getString("address");
  }
}
