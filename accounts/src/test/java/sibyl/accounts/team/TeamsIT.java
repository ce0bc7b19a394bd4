package sibyl.accounts.team;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.engine.Accounts;
import sibyl.store.Rows;

/** Accounts on which several people act. */
@Timeout(120)
class TeamsIT {
  private People people;
  private Teams teams;
  private long ann;
  private long bob;

  @BeforeEach
  void open() {
    people = new People();
    teams = new Teams(people.database, people.rights, people.clock);
    ann = people.person("ann");
    bob = people.person("bob");
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aTeamHasANumberLikeAPersonsAndNobodyElseHasIt() {
    Team reds = teams.create("The Reds", 1);
    long carl = people.person("carl");
    assertThat(List.of(Accounts.inSegment(Accounts.PLAY_MONEY, bob + 1), bob + 2))
        .containsExactly(reds.account(), carl);
    assertThat(reds.members()).isEmpty();
    assertThat(teams.team(reds.account())).isEqualTo(reds);
    assertRefused(Code.UNKNOWN_TEAM, () -> teams.team(ann));
    assertThat(teams.list(Long.MAX_VALUE, 10)).containsExactly(reds);
  }

  @Test
  void namesAreDistinctHoweverTheyAreWritten() {
    teams.create("The Reds", 1);
    assertRefused(Code.TEAM_NAME_TAKEN, () -> teams.create("the reds", 1));
    assertRefused(Code.TEAM_NAME_TAKEN, () -> teams.create(" The Reds ", 1));
    for (String name : List.of("", "  ", "a\nb", "n".repeat(65))) {
      assertRefused(Code.INVALID_TEAM_NAME, () -> teams.create(name, 1));
    }
    assertThat(Rows.of(people.database, "SELECT next FROM account_numbers"))
        .as("what was refused used up no number")
        .containsExactly(Long.toString(bob + 2));
  }

  @Test
  void membersComeAndGo() {
    long reds = teams.create("The Reds", 1).account();
    long blues = teams.create("The Blues", 1).account();
    teams.add(reds, ann);
    teams.add(reds, bob);
    teams.add(reds, bob);
    teams.add(blues, bob);
    assertThat(teams.team(reds).members())
        .containsExactly(new TeamMember(ann, "ann"), new TeamMember(bob, "bob"));
    assertThat(teams.memberships(bob)).containsExactlyInAnyOrder(reds, blues);
    assertThat(teams.ofPerson(ann)).extracting(Team::name).containsExactly("The Reds");
    teams.remove(reds, bob);
    teams.remove(reds, bob);
    assertThat(teams.memberships(bob)).containsExactly(blues);
    assertRefused(Code.UNKNOWN_PERSON, () -> teams.add(reds, 999));
    assertRefused(Code.UNKNOWN_PERSON, () -> teams.add(reds, blues));
    assertRefused(Code.UNKNOWN_TEAM, () -> teams.add(ann, bob));
    assertRefused(Code.UNKNOWN_TEAM, () -> teams.remove(999, bob));
  }

  @Test
  void aTeamIsNeverFullerThanItMayBe() {
    long reds = teams.create("The Reds", 1).account();
    for (int i = 0; i < Teams.MEMBERS_MAX; i++) {
      teams.add(reds, people.person("member" + i));
    }
    assertRefused(Code.TEAM_FULL, () -> teams.add(reds, ann));
    for (int i = 0; i < Teams.TEAMS_PER_PERSON_MAX; i++) {
      teams.add(teams.create("team " + i, 1).account(), bob);
    }
    long last = teams.create("one too many", 1).account();
    assertRefused(Code.TEAM_FULL, () -> teams.add(last, bob));
  }

  @Test
  void thereIsOneHouseHoweverOftenItIsAskedForAtOnce() throws Exception {
    List<Callable<Long>> askers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      askers.add(() -> teams.house(false));
    }
    Set<Long> houses = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Long> house : threads.invokeAll(askers)) {
        houses.add(house.get());
      }
    }
    assertThat(houses).containsExactly(bob + 1);
    assertThat(teams.list(Long.MAX_VALUE, 10)).as("it is no team").isEmpty();
    assertRefused(Code.UNKNOWN_TEAM, () -> teams.add(bob + 1, ann));
    assertThat(people.person("carl")).isEqualTo(bob + 2);
  }
}
