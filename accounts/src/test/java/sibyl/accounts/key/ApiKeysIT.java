package sibyl.accounts.key;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.store.Rows;

/** Keys of programs. */
@Timeout(120)
class ApiKeysIT {
  private People people;
  private ApiKeys keys;
  private long ann;

  @BeforeEach
  void open() {
    people = new People();
    keys = new ApiKeys(people.database, people.rights, people.clock);
    ann = people.person("ann");
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aKeyIsKnownByItsTextAndSaysWhatItMayDo() {
    CreatedKey reader = keys.create(ann, "charts", EnumSet.of(Scope.READ));
    CreatedKey bot = keys.create(ann, "bot", EnumSet.allOf(Scope.class));
    assertThat(keys.verify(reader.text())).contains(reader.key());
    assertThat(keys.verify(bot.text()).orElseThrow().scopes())
        .containsExactlyInAnyOrder(Scope.READ, Scope.TRADE);
    assertThat(keys.list(ann)).containsExactlyInAnyOrder(reader.key(), bot.key());
    assertThat(new ApiKeys(people.database, people.rights, people.clock).verify(bot.text()))
        .contains(bot.key());
  }

  @Test
  void anotherSecretUnderTheSameIdIsNoKey() {
    CreatedKey one = keys.create(ann, "one", Set.of(Scope.READ));
    CreatedKey two = keys.create(ann, "two", Set.of(Scope.READ));
    String mixed = one.text().substring(0, 23) + two.text().substring(23);
    assertThat(keys.verify(mixed)).isEmpty();
    for (String text : List.of("", "sibyl_", one.text() + "x", "x" + one.text(), "sibyl_1_2\0")) {
      assertThat(keys.verify(text)).isEmpty();
    }
    assertThat(keys.verify(one.text())).isPresent();
  }

  @Test
  void aRevokedKeyIsDeadAtOnce() {
    CreatedKey key = keys.create(ann, "bot", Set.of(Scope.TRADE));
    assertThat(keys.verify(key.text())).isPresent();
    long bob = people.person("bob");
    assertRefused(Code.UNKNOWN_KEY, () -> keys.revoke(bob, key.key().id()));
    keys.revoke(ann, key.key().id());
    assertThat(keys.verify(key.text())).isEmpty();
    assertThat(keys.list(ann)).isEmpty();
    assertRefused(Code.UNKNOWN_KEY, () -> keys.revoke(ann, key.key().id()));
    assertRefused(Code.UNKNOWN_KEY, () -> keys.revoke(ann, "\0"));
  }

  @Test
  void theNumberOfKeysIsBounded() {
    for (int i = 0; i < ApiKeys.PER_ACCOUNT_MAX; i++) {
      keys.create(ann, "key " + i, Set.of(Scope.READ));
    }
    assertRefused(Code.TOO_MANY_KEYS, () -> keys.create(ann, "one too many", Set.of(Scope.READ)));
    keys.revoke(ann, keys.list(ann).getFirst().id());
    keys.create(ann, "in its place", Set.of(Scope.READ));
    assertRefused(Code.INVALID_KEY_NAME, () -> keys.create(ann, " ", Set.of(Scope.READ)));
  }

  @Test
  void theSecretIsNowhereButWithItsOwner() {
    CreatedKey key = keys.create(ann, "bot", Set.of(Scope.READ));
    String secret = key.text().substring(23);
    assertThat(key.toString()).doesNotContain(secret);
    assertThat(Rows.of(people.database, "SELECT k::text FROM api_keys k").getFirst())
        .doesNotContain(secret);
  }
}
