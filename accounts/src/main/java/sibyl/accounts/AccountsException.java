package sibyl.accounts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A refusal: nothing has changed, and the message may be shown to whoever asked. */
public final class AccountsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Code {
    INVALID_USERNAME,
    INVALID_EMAIL,
    INVALID_PASSWORD,
    USERNAME_TAKEN,
    /** It looks like a name of staff or of the exchange. */
    USERNAME_RESERVED,
    EMAIL_TAKEN,
    /** One answer for an unknown user and for a wrong password. */
    WRONG_CREDENTIALS,
    TOO_MANY_ATTEMPTS,
    INVALID_PHONE,
    /** One answer for a code that is wrong, used, too old or was never sent. */
    WRONG_CODE,
    /** The password was right; a code is asked for too. */
    SECOND_FACTOR_NEEDED,
    /** It has to be removed before another one. */
    SECOND_FACTOR_ON,
    NO_SECOND_FACTOR,
    /** A session alone does not do for this: it may be stolen. */
    FRESH_PROOF_NEEDED,
    /** Nothing is configured that could send a mail. */
    MAIL_DISABLED,
    /** There is no address, or it is verified. */
    NOTHING_TO_VERIFY,
    /** Nothing is configured that could send a code. */
    PHONE_SIGN_IN_DISABLED,
    /** What signing in by code needs is away; everything else goes on. */
    SIGN_IN_UNAVAILABLE,
    UNKNOWN_SESSION,
    UNKNOWN_REFERRAL_CODE,
    OWN_REFERRAL_CODE,
    /** Claimed or skipped before. */
    REFERRAL_DECIDED,
    /** The person is not new any more. */
    REFERRAL_TOO_LATE,
    /** Whoever invites somebody was here before. */
    REFERRER_JOINED_LATER,
    /** Too much of the same work at this moment; worth trying again soon. */
    BUSY,
    STAFF_SIGN_IN_DISABLED,
    UNKNOWN_STAFF_MEMBER,
    /** Of the member of staff whom the configuration names, nothing is changed at run time. */
    CONFIGURED_STAFF_MEMBER,
    /** Nobody changes one's own roles. */
    OWN_MEMBERSHIP,
    INVALID_ROLES,
    UNKNOWN_DRAFT,
    DRAFT_NOT_EDITABLE,
    UNKNOWN_ADJUSTMENT,
    UNKNOWN_FACTOR_RELEASE,
    /** Somebody decided about it before. */
    ALREADY_DECIDED,
    /** Somebody else than who began has to do this. */
    SECOND_PERSON_NEEDED,
    INVALID_KEY_NAME,
    TOO_MANY_KEYS,
    UNKNOWN_KEY,
    INVALID_AMOUNT,
    INVALID_IDEMPOTENCY_KEY,
    /** The same idempotency key came with another request before. */
    IDEMPOTENCY_CONFLICT,
    INVALID_TEAM_NAME,
    TEAM_NAME_TAKEN,
    UNKNOWN_TEAM,
    UNKNOWN_PERSON,
    TEAM_FULL,
    INVALID_CONTEST,
    UNKNOWN_CONTEST,
    RESET_UNDER_WAY,
    WATCHLIST_FULL,
    INVALID_REASON,
    UNKNOWN_DEAD_LETTER,
    INVALID_PAN,
    INVALID_NAME,
    INVALID_DATE_OF_BIRTH,
    INVALID_PAYOUT_METHOD,
    /** Another account has submitted this number. */
    DOCUMENT_TAKEN,
    ALREADY_PENDING,
    ALREADY_VERIFIED,
    UNKNOWN_IDENTITY_CHECK,
    IDENTITY_NOT_VERIFIED,
    PAYOUT_METHOD_MISSING,
    /** More than is allowed of this; time or staff may help. */
    LIMIT_EXCEEDED,
    /** Bonus money, or won from it, that cannot be withdrawn yet. */
    BONUS_LOCKED,
    UNKNOWN_WITHDRAWAL,
    /** Where it is now, this cannot be done with it. */
    ILLEGAL_STEP,
    /** Nobody is set up to move money in and out. */
    PAYMENTS_UNAVAILABLE,
    FORGED_CALLBACK,
    LATE_CALLBACK,
    UNKNOWN_PAYMENT,
    /** What the provider tells contradicts what is known. */
    CONTRADICTION
  }

  private final Code code;
  private final @Nullable Duration retryAfter;

  public AccountsException(Code code, String message) {
    this(code, message, null);
  }

  public AccountsException(Code code, String message, @Nullable Duration retryAfter) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public Code code() {
    return code;
  }

  /** When trying again makes sense; null when time does not help. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
