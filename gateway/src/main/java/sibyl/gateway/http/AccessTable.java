package sibyl.gateway.http;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sibyl.accounts.staff.Permission;

/**
 * Who may call what, in one place. An operation that does not stand here can be called by nobody:
 * the server does not start with one.
 */
public final class AccessTable {
  private static final String STAFF_SIGN_IN = "staffLogin";

  private static final Map<String, Access> TABLE =
      Map.ofEntries(
          entry("register", Access.PUBLIC),
          entry("login", Access.PUBLIC),
          entry("logout", Access.SESSION),
          entry("sendCode", Access.PUBLIC),
          entry("verifyCode", Access.PUBLIC),
          entry("listDevMessages", Access.PUBLIC),
          entry("me", Access.READ),
          entry("listSessions", Access.SESSION),
          entry("endSession", Access.SESSION),
          entry("endSessions", Access.SESSION),
          entry("changePassword", Access.SESSION),
          entry("requestPasswordReset", Access.PUBLIC),
          entry("resetPassword", Access.PUBLIC),
          entry("changeEmail", Access.SESSION),
          entry("sendEmailToken", Access.SESSION),
          entry("verifyEmail", Access.SESSION),
          entry("getSecondFactor", Access.SESSION),
          entry("beginSecondFactor", Access.SESSION),
          entry("confirmSecondFactor", Access.SESSION),
          entry("removeSecondFactor", Access.SESSION),
          entry("claimReferral", Access.SESSION),
          entry("skipReferral", Access.SESSION),
          entry("listReferrals", Access.READ),
          entry("listReferralLeaders", Access.READ),
          entry("createKey", Access.SESSION),
          entry("listKeys", Access.SESSION),
          entry("deleteKey", Access.SESSION),
          entry("getWallet", Access.READ),
          entry("deposit", Access.TRADE),
          entry("withdraw", Access.SESSION),
          entry("cancelWithdrawal", Access.SESSION),
          entry("listTransactions", Access.READ),
          entry("getTransaction", Access.READ),
          entry("submitIdentity", Access.SESSION),
          entry("getIdentity", Access.SESSION),
          // The provider's signature lets it in.
          entry("paymentCallback", Access.PUBLIC),
          entry("listIdentities", Access.staff(Permission.REVIEW_IDENTITIES)),
          entry("showIdentity", Access.staff(Permission.REVIEW_IDENTITIES)),
          entry("approveIdentity", Access.staff(Permission.REVIEW_IDENTITIES)),
          entry("rejectIdentity", Access.staff(Permission.REVIEW_IDENTITIES)),
          entry("listWithdrawals", Access.staff(Permission.REVIEW_WITHDRAWALS)),
          entry("approveWithdrawal", Access.staff(Permission.REVIEW_WITHDRAWALS)),
          entry("rejectWithdrawal", Access.staff(Permission.REVIEW_WITHDRAWALS)),
          entry("listDeadLetters", Access.staff(Permission.MANAGE_DEAD_LETTERS)),
          entry("retryDeadLetter", Access.staff(Permission.MANAGE_DEAD_LETTERS)),
          entry("discardDeadLetter", Access.staff(Permission.MANAGE_DEAD_LETTERS)),
          entry("listEvents", Access.PUBLIC),
          entry("getEvent", Access.PUBLIC),
          entry("getMarket", Access.PUBLIC),
          entry("getMarketBook", Access.PUBLIC),
          entry("listMarketTrades", Access.PUBLIC),
          entry("getEventBook", Access.PUBLIC),
          entry("listCandles", Access.PUBLIC),
          entry("getMarketStats", Access.PUBLIC),
          entry("listRules", Access.PUBLIC),
          entry("listAnnouncements", Access.PUBLIC),
          entry("quote", Access.PUBLIC),
          entry("quoteBasket", Access.READ),
          entry("quoteAmendment", Access.READ),
          entry("placeOrder", Access.TRADE),
          entry("cancelOrder", Access.TRADE),
          entry("cancelOrders", Access.TRADE),
          entry("amendOrder", Access.TRADE),
          entry("placeOrders", Access.TRADE),
          entry("cancelOrderBatch", Access.TRADE),
          entry("placeBasket", Access.TRADE),
          entry("listBaskets", Access.READ),
          entry("getBasket", Access.READ),
          entry("mergeOrders", Access.TRADE),
          entry("createOrderGroup", Access.TRADE),
          entry("changeOrderGroup", Access.TRADE),
          entry("resetOrderGroup", Access.TRADE),
          entry("deleteOrderGroup", Access.TRADE),
          entry("splitMarket", Access.TRADE),
          entry("mergeMarket", Access.TRADE),
          entry("splitEvent", Access.TRADE),
          entry("mergeEvent", Access.TRADE),
          entry("convertShares", Access.TRADE),
          entry("produce", Access.TRADE),
          entry("acceptOffer", Access.TRADE),
          entry("listOrderGroups", Access.READ),
          entry("getOrderGroup", Access.READ),
          entry("getQueuePosition", Access.READ),
          entry("listSettlements", Access.READ),
          entry("getInventory", Access.READ),
          entry("listInventoryMovements", Access.READ),
          entry("listOffers", Access.READ),
          entry("listOrders", Access.READ),
          entry("getOrder", Access.READ),
          entry("getOrderByClientId", Access.READ),
          entry("getPortfolio", Access.READ),
          entry("getBalance", Access.READ),
          entry("listPositions", Access.READ),
          entry("listFills", Access.READ),
          entry("listLedger", Access.READ),
          entry(STAFF_SIGN_IN, Access.PUBLIC),
          entry("staffLogout", Access.staff(Permission.OWN_SESSION)),
          entry("staffMe", Access.staff(Permission.OWN_SESSION)),
          entry("changeOwnPassword", Access.staff(Permission.OWN_SESSION)),
          entry("getStaffSecondFactor", Access.staff(Permission.OWN_SESSION)),
          entry("beginStaffSecondFactor", Access.staff(Permission.OWN_SESSION)),
          entry("confirmStaffSecondFactor", Access.staff(Permission.OWN_SESSION)),
          entry("removeStaffSecondFactor", Access.staff(Permission.OWN_SESSION)),
          entry("listStaff", Access.staff(Permission.MANAGE_STAFF)),
          entry("getStaffMember", Access.staff(Permission.MANAGE_STAFF)),
          entry("createStaffMember", Access.staff(Permission.MANAGE_STAFF)),
          entry("changeStaffMember", Access.staff(Permission.MANAGE_STAFF)),
          entry("listAudit", Access.staff(Permission.VIEW_AUDIT)),
          entry("verifyAudit", Access.staff(Permission.VIEW_AUDIT)),
          entry("createDraft", Access.staff(Permission.EDIT_EVENTS)),
          entry("listDrafts", Access.staff(Permission.EDIT_EVENTS)),
          entry("getDraft", Access.staff(Permission.EDIT_EVENTS)),
          entry("editDraft", Access.staff(Permission.EDIT_EVENTS)),
          entry("deleteDraft", Access.staff(Permission.EDIT_EVENTS)),
          entry("publishDraft", Access.staff(Permission.EDIT_EVENTS)),
          entry("copyEvent", Access.staff(Permission.EDIT_EVENTS)),
          entry("clarifyRules", Access.staff(Permission.EDIT_EVENTS)),
          entry("editEvent", Access.staff(Permission.EDIT_EVENTS)),
          entry("deleteEvent", Access.staff(Permission.EDIT_EVENTS)),
          entry("addEvidence", Access.staff(Permission.RESOLVE_MARKETS)),
          entry("listEvidence", Access.staff(Permission.VIEW_EXCHANGE)),
          entry("listUsers", Access.staff(Permission.VIEW_PEOPLE)),
          entry("getUser", Access.staff(Permission.VIEW_PEOPLE)),
          entry("suspendUser", Access.staff(Permission.SUSPEND_PEOPLE)),
          entry("resumeUser", Access.staff(Permission.SUSPEND_PEOPLE)),
          entry("requestAdjustment", Access.staff(Permission.REQUEST_ADJUSTMENTS)),
          entry("listAdjustments", Access.staff(Permission.VIEW_ADJUSTMENTS)),
          entry("getAdjustment", Access.staff(Permission.VIEW_ADJUSTMENTS)),
          entry("approveAdjustment", Access.staff(Permission.APPROVE_ADJUSTMENTS)),
          entry("rejectAdjustment", Access.staff(Permission.APPROVE_ADJUSTMENTS)),
          entry("requestFactorRelease", Access.staff(Permission.REQUEST_FACTOR_RELEASES)),
          entry("listFactorReleases", Access.staff(Permission.VIEW_PEOPLE)),
          entry("getFactorRelease", Access.staff(Permission.VIEW_PEOPLE)),
          entry("approveFactorRelease", Access.staff(Permission.DECIDE_FACTOR_RELEASES)),
          entry("rejectFactorRelease", Access.staff(Permission.DECIDE_FACTOR_RELEASES)),
          entry("listDeadMails", Access.staff(Permission.MANAGE_DEAD_LETTERS)),
          entry("broadcast", Access.staff(Permission.BROADCAST)),
          entry("export", Access.staff(Permission.EXPORT)),
          entry("getSystem", Access.staff(Permission.VIEW_EXCHANGE)),
          entry("getAudit", Access.staff(Permission.VIEW_EXCHANGE)),
          entry("createEvent", Access.staff(Permission.EDIT_EVENTS)),
          entry("openMarket", Access.staff(Permission.RUN_MARKETS)),
          entry("haltMarket", Access.staff(Permission.RUN_MARKETS)),
          entry("closeMarket", Access.staff(Permission.RUN_MARKETS)),
          entry("proposeResolution", Access.staff(Permission.RESOLVE_MARKETS)),
          entry("confirmResolution", Access.staff(Permission.RESOLVE_MARKETS)),
          entry("settleMarket", Access.staff(Permission.RESOLVE_MARKETS)),
          entry("challengeResolution", Access.staff(Permission.RESOLVE_MARKETS)),
          entry("scheduleMarket", Access.staff(Permission.RUN_MARKETS)),
          entry("addLiquidity", Access.staff(Permission.RUN_MARKETS)),
          entry("setRecipe", Access.staff(Permission.RUN_CONTESTS)),
          entry("authoriseProducer", Access.staff(Permission.RUN_CONTESTS)),
          entry("getExchange", Access.staff(Permission.VIEW_EXCHANGE)),
          entry("setExchange", Access.staff(Permission.SWITCH_EXCHANGE)),
          entry("listAccounts", Access.staff(Permission.VIEW_PEOPLE)),
          entry("getAccount", Access.staff(Permission.VIEW_PEOPLE)),
          entry("changeAccount", Access.staff(Permission.SUSPEND_PEOPLE)),
          entry("adjustInventory", Access.staff(Permission.RUN_CONTESTS)),
          entry("listOwnTeams", Access.READ),
          entry("getWatchlist", Access.READ),
          entry("watchMarket", Access.TRADE),
          entry("unwatchMarket", Access.TRADE),
          entry("getSettings", Access.READ),
          entry("changeSettings", Access.SESSION),
          entry("listNotifications", Access.READ),
          entry("readNotifications", Access.TRADE),
          entry("getPerformance", Access.READ),
          entry("getLeaderboard", Access.PUBLIC),
          entry("listTeams", Access.staff(Permission.RUN_CONTESTS)),
          entry("getTeam", Access.staff(Permission.RUN_CONTESTS)),
          entry("createTeam", Access.staff(Permission.RUN_CONTESTS)),
          entry("addTeamMember", Access.staff(Permission.RUN_CONTESTS)),
          entry("removeTeamMember", Access.staff(Permission.RUN_CONTESTS)),
          entry("listContests", Access.staff(Permission.RUN_CONTESTS)),
          entry("getContest", Access.staff(Permission.RUN_CONTESTS)),
          entry("createContest", Access.staff(Permission.RUN_CONTESTS)),
          entry("resetContest", Access.staff(Permission.RUN_CONTESTS)),
          entry("getContestReport", Access.staff(Permission.RUN_CONTESTS)),
          entry("getHouse", Access.staff(Permission.RUN_MARKETS)),
          entry("fundHouse", Access.staff(Permission.RUN_MARKETS)),
          entry("placeHouseOrder", Access.staff(Permission.RUN_MARKETS)),
          entry("cancelHouseOrder", Access.staff(Permission.RUN_MARKETS)),
          entry("cancelHouseOrders", Access.staff(Permission.RUN_MARKETS)),
          entry("healthLive", Access.PUBLIC),
          entry("healthReady", Access.PUBLIC));

  /**
   * Operations that begin or end a session; they take guesses, so they have a limit of their own.
   */
  private static final Set<String> SIGN_INS =
      Set.of(
          "register",
          "login",
          "sendCode",
          "verifyCode",
          "changePassword",
          "requestPasswordReset",
          "resetPassword",
          "changeEmail",
          "sendEmailToken",
          "verifyEmail",
          "beginSecondFactor",
          "confirmSecondFactor",
          "removeSecondFactor",
          "beginStaffSecondFactor",
          "confirmStaffSecondFactor",
          "removeStaffSecondFactor",
          STAFF_SIGN_IN,
          "changeOwnPassword");

  private AccessTable() {}

  public static @Nullable Access of(String operationId) {
    return TABLE.get(operationId);
  }

  public static Set<String> operations() {
    return TABLE.keySet();
  }

  /** Whether an operation makes somebody a member of staff for a while. */
  static boolean isStaffSignIn(String operationId) {
    return operationId.equals(STAFF_SIGN_IN);
  }

  /** Whether an operation ends a session of staff. */
  static boolean isStaffSignOut(String operationId) {
    return operationId.equals("staffLogout");
  }

  static boolean isSignIn(String operationId) {
    return SIGN_INS.contains(operationId);
  }
}
