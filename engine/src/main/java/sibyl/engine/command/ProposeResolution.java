package sibyl.engine.command;

/**
 * Proposes how a closed market ends. A later proposal replaces an unconfirmed one.
 *
 * @param yesFraction what a YES share pays, in ten-thousandths of the payout; NO pays the rest
 * @param evidence where to check it; carried to the event and then forgotten
 */
public record ProposeResolution(long market, int yesFraction, String evidence) {}
