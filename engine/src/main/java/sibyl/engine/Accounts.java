package sibyl.engine;

/**
 * The numbering of accounts. People and teams are numbered from {@link #FIRST_PERSON} by whoever
 * signs them up; the house accounts have fixed numbers; the accounts that belong to a market or an
 * event carry its number in their low bits.
 */
public final class Accounts {
  /** The world outside: the other side of deposits and withdrawals. Its balance mirrors them. */
  public static final long EXTERNAL = 1L;

  /** Collects fees and the residues of rounding. */
  public static final long FEES = 2L;

  /** Pays bonuses and referral rewards; like {@link #EXTERNAL} it may stand below zero. */
  public static final long BONUS = 3L;

  /** The house: funds market makers; may stand below zero, which is what the house has put in. */
  public static final long HOUSE = 4L;

  /**
   * Money on its way out: taken from accounts for withdrawals that the payment provider has not
   * paid yet. It can never stand below zero, so no more is paid than was taken.
   */
  public static final long UNDER_WAY = 5L;

  /** The first number a person or a team can have. */
  public static final long FIRST_PERSON = 16L;

  /** The segment of real money. */
  public static final int REAL_MONEY = 0;

  /** The segment of contests: what teams have, which can never become real money. */
  public static final int PLAY_MONEY = 1;

  /** The greatest number of a segment. */
  public static final int SEGMENT_MAX = (1 << 12) - 1;

  private static final int TAG_SHIFT = 40;
  private static final int SEGMENT_SHIFT = 28;
  private static final long MARKET_POOL = 1L;
  private static final long EVENT_POOL = 2L;
  private static final long MAKER = 3L;
  private static final long EVENT_MAKER = 4L;

  private Accounts() {}

  /** The collateral of a stand-alone market, and the issuer of its shares. */
  public static long marketPool(long market) {
    return (MARKET_POOL << TAG_SHIFT) | market;
  }

  /** The collateral of an exclusive event, and the issuer of its markets' shares. */
  public static long eventPool(long event) {
    return (EVENT_POOL << TAG_SHIFT) | event;
  }

  /** The automated market maker of a market. */
  public static long maker(long market) {
    return (MAKER << TAG_SHIFT) | market;
  }

  /** The market maker that the markets of an exclusive event share. */
  public static long eventMaker(long event) {
    return (EVENT_MAKER << TAG_SHIFT) | event;
  }

  public static boolean isPerson(long account) {
    return account >>> TAG_SHIFT == 0 && account >= FIRST_PERSON;
  }

  /**
   * The segment of a person or a team, which its number carries. Money, shares and goods never pass
   * from one segment to another; {@link #REAL_MONEY} is where people deposit and withdraw, the
   * others are for contests.
   */
  public static int segment(long account) {
    return (int) (account >>> SEGMENT_SHIFT);
  }

  /** The number of the account that is counted as {@code number} in a segment. */
  public static long inSegment(int segment, long number) {
    return (long) segment << SEGMENT_SHIFT | number;
  }

  /** What an account is counted as, whatever its segment. */
  public static long count(long account) {
    return account & ((1L << SEGMENT_SHIFT) - 1);
  }

  public static boolean isPool(long account) {
    long tag = account >>> TAG_SHIFT;
    return tag == MARKET_POOL || tag == EVENT_POOL;
  }

  public static boolean isMaker(long account) {
    long tag = account >>> TAG_SHIFT;
    return tag == MAKER || tag == EVENT_MAKER;
  }

  /** Whether the account may stand below zero: the three that stand for the world and the house. */
  public static boolean mayOwe(long account) {
    return account == EXTERNAL || account == BONUS || account == HOUSE;
  }

  /** The market or event number of a pool or maker account. */
  public static long subject(long account) {
    return account & ((1L << TAG_SHIFT) - 1);
  }
}
