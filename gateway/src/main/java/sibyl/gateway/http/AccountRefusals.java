package sibyl.gateway.http;

import java.time.Duration;
import sibyl.accounts.AccountsException;
import sibyl.gateway.json.Names;

/** What the refusals of the accounts module look like to the outside. */
final class AccountRefusals {
  private AccountRefusals() {}

  static Problem of(AccountsException refusal) {
    int status =
        switch (refusal.code()) {
          case INVALID_USERNAME, USERNAME_RESERVED -> 422;
          case INVALID_EMAIL, INVALID_PASSWORD, INVALID_KEY_NAME -> 422;
          case INVALID_AMOUNT, INVALID_REASON, TOO_MANY_KEYS, LIMIT_EXCEEDED -> 422;
          case BONUS_LOCKED -> 422;
          case INVALID_PAN, INVALID_NAME, INVALID_DATE_OF_BIRTH, INVALID_PAYOUT_METHOD -> 422;
          case PAYOUT_METHOD_MISSING -> 422;
          case IDENTITY_NOT_VERIFIED -> 403;
          case DOCUMENT_TAKEN, ALREADY_PENDING, ALREADY_VERIFIED, ILLEGAL_STEP -> 409;
          case CONTRADICTION -> 409;
          case FORGED_CALLBACK, LATE_CALLBACK -> 401;
          case UNKNOWN_WITHDRAWAL, UNKNOWN_IDENTITY_CHECK, UNKNOWN_PAYMENT -> 404;
          case INVALID_IDEMPOTENCY_KEY -> 400;
          case USERNAME_TAKEN, EMAIL_TAKEN, IDEMPOTENCY_CONFLICT -> 409;
          case WRONG_CREDENTIALS -> 401;
          case STAFF_SIGN_IN_DISABLED -> 403;
          case INVALID_TEAM_NAME, INVALID_CONTEST, TEAM_FULL, WATCHLIST_FULL -> 422;
          case TEAM_NAME_TAKEN, RESET_UNDER_WAY -> 409;
          case UNKNOWN_TEAM, UNKNOWN_PERSON, UNKNOWN_CONTEST -> 404;
          case UNKNOWN_KEY, UNKNOWN_DEAD_LETTER -> 404;
          case INVALID_ROLES -> 422;
          case CONFIGURED_STAFF_MEMBER, OWN_MEMBERSHIP -> 409;
          case UNKNOWN_STAFF_MEMBER, UNKNOWN_DRAFT, UNKNOWN_ADJUSTMENT -> 404;
          case UNKNOWN_FACTOR_RELEASE -> 404;
          case DRAFT_NOT_EDITABLE, ALREADY_DECIDED -> 409;
          case SECOND_PERSON_NEEDED -> 403;
          case TOO_MANY_ATTEMPTS -> 429;
          case BUSY, PAYMENTS_UNAVAILABLE -> 503;
          case INVALID_PHONE, OWN_REFERRAL_CODE, REFERRER_JOINED_LATER -> 422;
          case UNKNOWN_REFERRAL_CODE, REFERRAL_TOO_LATE -> 422;
          case REFERRAL_DECIDED -> 409;
          case WRONG_CODE, SECOND_FACTOR_NEEDED -> 401;
          case SECOND_FACTOR_ON, NO_SECOND_FACTOR, NOTHING_TO_VERIFY -> 409;
          case PHONE_SIGN_IN_DISABLED, MAIL_DISABLED, FRESH_PROOF_NEEDED -> 403;
          case UNKNOWN_SESSION -> 404;
          case SIGN_IN_UNAVAILABLE -> 503;
        };
    Problem problem = new Problem(status, Names.of(refusal.code()), sentence(refusal));
    Duration retryAfter = refusal.retryAfter();
    return retryAfter == null ? problem : problem.retryAfterSeconds(retryAfter.toSeconds());
  }

  private static String sentence(AccountsException refusal) {
    String message = String.valueOf(refusal.getMessage());
    String begun = Character.toUpperCase(message.charAt(0)) + message.substring(1);
    return begun.endsWith(".") ? begun : begun + ".";
  }
}
