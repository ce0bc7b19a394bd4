package sibyl.accounts.right;

import sibyl.store.Database;
import sibyl.store.Notices;

/**
 * Publishes the changes of rights that other processes commit, within milliseconds, by way of the
 * database's {@code NOTIFY}. After every loss of its connection it publishes {@link
 * RightsChange.OfAnyone}: what was missed meanwhile is looked up again. While the database cannot
 * be reached, a gateway believes what it remembers, for as long as it keeps it.
 */
public final class RightsFeed implements AutoCloseable {
  private static final String CHANNEL = "sibyl_rights";

  private final Notices notices;

  private RightsFeed(Notices notices) {
    this.notices = notices;
  }

  /** Begins to listen; returns when it does. */
  public static RightsFeed start(Database database, Rights rights) {
    return new RightsFeed(
        Notices.listen(
            database.address(),
            CHANNEL,
            () -> rights.changed(new RightsChange.OfAnyone()),
            // A notice of a newer program's kind may be about anyone.
            text ->
                rights.changed(RightsChange.parse(text).orElseGet(RightsChange.OfAnyone::new))));
  }

  @Override
  public void close() {
    notices.close();
  }
}
