package sibyl.gateway.http;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call what, in one place. An operation that does not stand here can be called by nobody:
 * the server does not start with one.
 */
public final class AccessTable {
  private static final Map<String, Access> TABLE =
      Map.ofEntries(
          entry("register", Access.PUBLIC),
          entry("login", Access.PUBLIC),
          entry("logout", Access.SESSION),
          entry("me", Access.READ),
          entry("createKey", Access.SESSION),
          entry("listKeys", Access.SESSION),
          entry("deleteKey", Access.SESSION),
          entry("getWallet", Access.READ),
          entry("deposit", Access.TRADE),
          entry("listEvents", Access.PUBLIC),
          entry("getEvent", Access.PUBLIC),
          entry("getMarket", Access.PUBLIC),
          entry("getMarketBook", Access.PUBLIC),
          entry("listMarketTrades", Access.PUBLIC),
          entry("getEventBook", Access.PUBLIC),
          entry("listCandles", Access.PUBLIC),
          entry("getMarketStats", Access.PUBLIC),
          entry("quote", Access.READ),
          entry("quoteBasket", Access.READ),
          entry("placeOrder", Access.TRADE),
          entry("cancelOrder", Access.TRADE),
          entry("cancelOrders", Access.TRADE),
          entry("amendOrder", Access.TRADE),
          entry("placeOrders", Access.TRADE),
          entry("cancelOrderBatch", Access.TRADE),
          entry("placeBasket", Access.TRADE),
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
          entry("staffLogin", Access.PUBLIC),
          entry("staffLogout", Access.STAFF),
          entry("createEvent", Access.STAFF),
          entry("openMarket", Access.STAFF),
          entry("haltMarket", Access.STAFF),
          entry("closeMarket", Access.STAFF),
          entry("proposeResolution", Access.STAFF),
          entry("confirmResolution", Access.STAFF),
          entry("settleMarket", Access.STAFF),
          entry("challengeResolution", Access.STAFF),
          entry("scheduleMarket", Access.STAFF),
          entry("addLiquidity", Access.STAFF),
          entry("setRecipe", Access.STAFF),
          entry("authoriseProducer", Access.STAFF),
          entry("getExchange", Access.STAFF),
          entry("setExchange", Access.STAFF),
          entry("listAccounts", Access.STAFF),
          entry("getAccount", Access.STAFF),
          entry("changeAccount", Access.STAFF),
          entry("adjustInventory", Access.STAFF),
          entry("healthLive", Access.PUBLIC),
          entry("healthReady", Access.PUBLIC));

  /**
   * Operations that begin or end a session; they take guesses, so they have a limit of their own.
   */
  private static final Set<String> SIGN_INS = Set.of("register", "login", "staffLogin");

  private AccessTable() {}

  public static @Nullable Access of(String operationId) {
    return TABLE.get(operationId);
  }

  public static Set<String> operations() {
    return TABLE.keySet();
  }

  static boolean isSignIn(String operationId) {
    return SIGN_INS.contains(operationId);
  }
}
