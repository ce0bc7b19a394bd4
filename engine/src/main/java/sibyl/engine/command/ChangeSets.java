package sibyl.engine.command;

import sibyl.engine.SetAction;

/**
 * Cash into complete sets, or back: one YES and one NO of a market, or one YES of every market of
 * an exclusive event.
 *
 * @param market 0 when {@code event} is given
 * @param event an exclusive one; 0 when {@code market} is given
 * @param quantity of sets, hundredths
 */
public record ChangeSets(long account, long market, long event, SetAction action, long quantity) {}
