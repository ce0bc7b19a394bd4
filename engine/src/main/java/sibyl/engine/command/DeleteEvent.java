package sibyl.engine.command;

/**
 * Takes an event back that nobody has traded in and of which nobody holds shares: its orders end,
 * its market makers return what they were given.
 *
 * @param reason why, for those who had orders in it
 */
public record DeleteEvent(long event, String reason) {}
