package sibyl.accounts.mail;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is to be told and writes the text. Whether there is still something to tell is
 * looked up at the moment of sending, and so a request for a reset is the same work for every name.
 * Every method works in the caller's transaction.
 *
 * @param site where the exchange's pages are, without a slash at the end; empty if links lead
 *     nowhere
 */
record Letters(MailProofs proofs, String site) {
  /**
   * To whom.
   *
   * @param takenBy who has verified this address before; null for none
   */
  record Recipient(long account, String username, String address, @Nullable String takenBy) {
    @Override
    public String toString() {
      return "Recipient[" + account + "]";
    }
  }

  /**
   * A mail and what is to be forgotten if it does not get out.
   *
   * @param token null for a mail without
   */
  record Letter(Mail mail, @Nullable String token) {
    @Override
    public String toString() {
      return mail.toString();
    }
  }

  private static final String SELECT = "SELECT account_id, username, ";

  /**
   * Empty if there is nothing to tell any more, or no one to tell it to.
   *
   * @param about the address to verify, the name or address a reset was asked for, or the address
   *     before
   */
  Optional<Recipient> recipient(
      Handle handle, MailKind kind, @Nullable Long account, String about) {
    String query =
        switch (kind) {
          case VERIFY_ADDRESS ->
              SELECT
                  + """
                  :about, (SELECT other.username FROM users other
                    WHERE lower(other.email) = lower(:about) AND other.email_verified_at IS NOT NULL
                      AND other.account_id <> u.account_id)
                  FROM users u
                  WHERE account_id = :account
                    AND (lower(new_email) = lower(:about)
                         OR (lower(email) = lower(:about) AND email_verified_at IS NULL))
                  """;
          // Who has no password signs in by phone, and not because of an address.
          case RESET_PASSWORD ->
              SELECT
                  + """
                  email, NULL FROM users JOIN credentials USING (account_id)
                  WHERE email_verified_at IS NOT NULL
                    AND (username_key = :about OR lower(email) = lower(:about))
                    AND account_id = coalesce(CAST(:account AS bigint), account_id)
                  """;
          case ADDRESS_CHANGED -> SELECT + ":about, NULL FROM users WHERE account_id = :account";
          case PASSWORD_WAS_RESET, FACTOR_RELEASE_REQUESTED, FACTOR_RELEASED ->
              SELECT
                  + """
                  email, NULL FROM users
                  WHERE account_id = :account AND email_verified_at IS NOT NULL
                    AND CAST(:about AS text) IS NOT NULL
                  """;
        };
    return handle
        .createQuery(query)
        .bind("account", account)
        .bind("about", about.replace('\0', ' '))
        .map(
            (row, context) ->
                new Recipient(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)))
        .findOne();
  }

  /** Writes it; a token in it counts from the commit on. */
  Letter write(Handle handle, MailKind kind, Recipient to) {
    return switch (kind) {
      case VERIFY_ADDRESS ->
          to.takenBy() == null ? verification(handle, to) : taken(to, to.takenBy());
      case RESET_PASSWORD -> reset(handle, to);
      case PASSWORD_WAS_RESET ->
          notice(
              to,
              "Your password was reset",
              """
              The password of %s was reset. All sessions have ended and all API keys were deleted.

              If it was not you, reset it again at once and ask support for help.
              """);
      case ADDRESS_CHANGED ->
          notice(
              to,
              "Your e-mail address was changed",
              """
              %s has another e-mail address now. Nothing will be sent to this one any more.

              If it was not you, ask support for help at once.
              """);
      case FACTOR_RELEASE_REQUESTED ->
          notice(
              to,
              "Removal of your second factor was requested",
              """
              Support was asked to remove the second factor of %s, because app and recovery codes
              were lost. It happens when another member of staff agrees.

              If it was not you who asked, tell support at once.
              """);
      case FACTOR_RELEASED ->
          notice(
              to,
              "Your second factor was removed",
              """
              The second factor of %s was removed at your request, and all sessions have ended. Sign
              in and switch a new one on.

              If it was not you who asked, tell support at once.
              """);
    };
  }

  private Letter verification(Handle handle, Recipient to) {
    String token = issue(handle, MailProofs.Purpose.VERIFY, to);
    return new Letter(
        new Mail(
            to.address(),
            "Verify your e-mail address",
            """
            %s gave this address at the exchange. To verify it, sign in and use this within 24 hours:

            %s

            If it was not you, do nothing: the address will not count.
            """
                .formatted(to.username(), link("/verify-email", token))),
        token);
  }

  private Letter reset(Handle handle, Recipient to) {
    String token = issue(handle, MailProofs.Purpose.RESET, to);
    return new Letter(
        new Mail(
            to.address(),
            "Reset your password",
            """
            A new password was asked for, for %s. To set one, use this within 30 minutes:

            %s

            It works once. All sessions will end and all API keys will be deleted. If it was not you
            who asked, do nothing: your password stays as it is.
            """
                .formatted(to.username(), link("/reset-password", token))),
        token);
  }

  private static Letter taken(Recipient to, String owner) {
    return new Letter(
        new Mail(
            to.address(),
            "You have an account already",
            """
            This address was given for another account. It belongs to your account %s already, so
            nothing was changed. If you have forgotten the password, have it reset.

            If it was not you, do nothing.
            """
                .formatted(owner)),
        null);
  }

  private static Letter notice(Recipient to, String subject, String text) {
    return new Letter(new Mail(to.address(), subject, text.formatted(to.username())), null);
  }

  private String issue(Handle handle, MailProofs.Purpose purpose, Recipient to) {
    return proofs.issue(handle, purpose, new MailProofs.Proof(to.account(), to.address()));
  }

  /** Behind the #, where no server and no log sees it. */
  private String link(String page, String token) {
    return site.isEmpty() ? token : site + page + "#" + token;
  }
}
