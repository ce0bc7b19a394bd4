package sibyl.accounts.mail;

/**
 * How many mails there may be.
 *
 * @param perAccountAndDay about one account in any 24 hours that were asked for, and as many again
 *     that tell of something
 * @param perAddressAndDay to one address, likewise, from all who name it
 * @param waiting in the outbox
 * @param dead that are kept for staff to see; the oldest go
 */
public record MailLimits(int perAccountAndDay, int perAddressAndDay, int waiting, int dead) {
  public static final MailLimits DEFAULT = new MailLimits(10, 5, 10_000, 1_000);
}
