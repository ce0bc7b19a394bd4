package sibyl.accounts.team;

import java.text.Normalizer;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.AccountsException;
import sibyl.accounts.right.Rights;
import sibyl.engine.Accounts;
import sibyl.store.Database;

/**
 * Teams and who is in them. A team's account number counts in the same row as people's, so no
 * account is ever both, and lies in the segment of play money: what a team has never becomes real.
 * The exchange learns of an account when something is first done with it.
 */
public final class Teams {
  /** Most people in one team. */
  public static final int MEMBERS_MAX = 50;

  /** Most teams one person can be in. */
  public static final int TEAMS_PER_PERSON_MAX = 20;

  private static final int NAME_LENGTH_MAX = 64;
  private static final String HOUSE_NAME = "House";
  private static final String HOUSE = "HOUSE";
  private static final String PLAY_HOUSE = "PLAY_HOUSE";

  private final Database database;
  private final Rights rights;
  private final InstantSource clock;

  public Teams(Database database, Rights rights, InstantSource clock) {
    this.database = database;
    this.rights = rights;
    this.clock = clock;
  }

  /**
   * Makes a team without members.
   *
   * @param by the member of staff
   * @throws AccountsException INVALID_TEAM_NAME, TEAM_NAME_TAKEN
   */
  public Team create(String name, long by) {
    checkName(name);
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              lockNumbers(handle);
              boolean taken =
                  handle
                      .createQuery("SELECT 1 FROM teams WHERE name_key = :key")
                      .bind("key", key(name))
                      .mapTo(Integer.class)
                      .findOne()
                      .isPresent();
              if (taken) {
                throw new AccountsException(
                    AccountsException.Code.TEAM_NAME_TAKEN, "there is a team of this name");
              }
              return known(handle, insert(handle, name, key(name), "TEAM", by));
            });
  }

  /**
   * The account that staff trade for; made when it is first asked for.
   *
   * @param playMoney for the one that trades in contests
   */
  public long house(boolean playMoney) {
    String kind = playMoney ? PLAY_HOUSE : HOUSE;
    String key = playMoney ? " play" : "";
    return database
        .jdbi()
        .inTransaction(
            handle -> {
              Optional<Long> house = findHouse(handle, kind);
              if (house.isPresent()) {
                return house.get();
              }
              lockNumbers(handle);
              return findHouse(handle, kind)
                  .orElseGet(() -> insert(handle, HOUSE_NAME, key, kind, null));
            });
  }

  private static Optional<Long> findHouse(Handle handle, String kind) {
    return handle
        .createQuery("SELECT account_id FROM teams WHERE kind = :kind")
        .bind("kind", kind)
        .mapTo(Long.class)
        .findOne();
  }

  /**
   * @throws AccountsException UNKNOWN_TEAM
   */
  public Team team(long account) {
    return database.jdbi().withHandle(handle -> known(handle, account));
  }

  /** Teams by their number, the latest first, of those below {@code before}. */
  public List<Team> list(long before, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT account_id FROM teams WHERE kind = 'TEAM' AND account_id < :before"
                            + " ORDER BY account_id DESC LIMIT :limit")
                    .bind("before", before)
                    .bind("limit", limit)
                    .mapTo(Long.class)
                    .list()
                    .stream()
                    .map(account -> known(handle, account))
                    .toList());
  }

  /** The teams a person is in, by number. */
  public List<Team> ofPerson(long person) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                memberships(handle, person).stream()
                    .sorted()
                    .map(account -> known(handle, account))
                    .toList());
  }

  /** The numbers of the teams a person is in. */
  public Set<Long> memberships(long person) {
    return database.jdbi().withHandle(handle -> memberships(handle, person));
  }

  /**
   * Adds a person; one who is in it already stays.
   *
   * @throws AccountsException UNKNOWN_TEAM, UNKNOWN_PERSON, TEAM_FULL
   */
  public Team add(long team, long person) {
    Team changed =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  lock(handle, team);
                  boolean exists =
                      handle
                          .createQuery("SELECT 1 FROM users WHERE account_id = :person FOR UPDATE")
                          .bind("person", person)
                          .mapTo(Integer.class)
                          .findOne()
                          .isPresent();
                  if (!exists) {
                    throw new AccountsException(
                        AccountsException.Code.UNKNOWN_PERSON, "there is no such person");
                  }
                  handle
                      .createUpdate(
                          """
                      INSERT INTO team_members (team_id, account_id, added_at)
                      VALUES (:team, :person, :now) ON CONFLICT DO NOTHING
                      """)
                      .bind("team", team)
                      .bind("person", person)
                      .bind("now", now())
                      .execute();
                  Team now = known(handle, team);
                  if (now.members().size() > MEMBERS_MAX) {
                    throw new AccountsException(
                        AccountsException.Code.TEAM_FULL,
                        "a team can have " + MEMBERS_MAX + " members: remove one first");
                  }
                  if (memberships(handle, person).size() > TEAMS_PER_PERSON_MAX) {
                    throw new AccountsException(
                        AccountsException.Code.TEAM_FULL,
                        "a person can be in " + TEAMS_PER_PERSON_MAX + " teams");
                  }
                  return now;
                });
    rights.changedOfPerson(person);
    return changed;
  }

  /**
   * Removes a person; one who is not in it stays away.
   *
   * @throws AccountsException UNKNOWN_TEAM
   */
  public Team remove(long team, long person) {
    Team changed =
        database
            .jdbi()
            .inTransaction(
                handle -> {
                  lock(handle, team);
                  handle
                      .createUpdate(
                          "DELETE FROM team_members WHERE team_id = :team AND account_id = :person")
                      .bind("team", team)
                      .bind("person", person)
                      .execute();
                  return known(handle, team);
                });
    rights.changedOfPerson(person);
    return changed;
  }

  /** Whoever makes accounts takes turns from here on. */
  private static void lockNumbers(Handle handle) {
    handle.createQuery("SELECT 1 FROM account_numbers FOR UPDATE").mapTo(Integer.class).one();
  }

  private long insert(Handle handle, String name, String key, String kind, @Nullable Long by) {
    long number =
        handle
            .createQuery("UPDATE account_numbers SET next = next + 1 RETURNING next - 1")
            .mapTo(Long.class)
            .one();
    int segment = kind.equals(HOUSE) ? Accounts.REAL_MONEY : Accounts.PLAY_MONEY;
    long account = Accounts.inSegment(segment, number);
    handle
        .createUpdate(
            """
            INSERT INTO teams (account_id, name, name_key, kind, created_at, created_by)
            VALUES (:account, :name, :key, :kind, :now, :by)
            """)
        .bind("account", account)
        .bind("name", name)
        .bind("key", key)
        .bind("kind", kind)
        .bind("by", by)
        .bind("now", now())
        .execute();
    return account;
  }

  /** The team's row is the lock under which its members are counted. */
  private static void lock(Handle handle, long team) {
    boolean exists =
        handle
            .createQuery(
                "SELECT 1 FROM teams WHERE account_id = :team AND kind = 'TEAM' FOR UPDATE")
            .bind("team", team)
            .mapTo(Integer.class)
            .findOne()
            .isPresent();
    if (!exists) {
      throw unknown();
    }
  }

  private static Team known(Handle handle, long account) {
    return handle
        .createQuery(
            "SELECT name, created_at FROM teams WHERE account_id = :account AND kind = 'TEAM'")
        .bind("account", account)
        .map(
            (row, context) ->
                new Team(
                    account,
                    row.getString("name"),
                    row.getObject("created_at", OffsetDateTime.class).toInstant(),
                    members(handle, account)))
        .findOne()
        .orElseThrow(Teams::unknown);
  }

  private static List<TeamMember> members(Handle handle, long team) {
    return handle
        .createQuery(
            """
            SELECT account_id, username FROM team_members JOIN users USING (account_id)
            WHERE team_id = :team ORDER BY added_at, account_id
            """)
        .bind("team", team)
        .map((row, context) -> new TeamMember(row.getLong("account_id"), row.getString("username")))
        .list();
  }

  private static Set<Long> memberships(Handle handle, long person) {
    return Set.copyOf(
        handle
            .createQuery("SELECT team_id FROM team_members WHERE account_id = :person")
            .bind("person", person)
            .mapTo(Long.class)
            .list());
  }

  private static void checkName(String name) {
    if (name.isBlank()
        || name.length() > NAME_LENGTH_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new AccountsException(
          AccountsException.Code.INVALID_TEAM_NAME,
          "the name of a team has 1 to " + NAME_LENGTH_MAX + " characters");
    }
  }

  /** Names that look the same are the same. */
  private static String key(String name) {
    return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static AccountsException unknown() {
    return new AccountsException(AccountsException.Code.UNKNOWN_TEAM, "there is no such team");
  }
}
