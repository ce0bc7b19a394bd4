package sibyl.engine.command;

/**
 * Everything that can be asked of the exchange. The engine obeys it, a wire encoder writes it down,
 * a reference model repeats it. No argument may be kept after the call returns.
 */
public interface CommandHandler {
  void openAccount(CommandHeader header, OpenAccount command);

  void transfer(CommandHeader header, Transfer command);

  void createEvent(CommandHeader header, CreateEvent command);

  void editEvent(CommandHeader header, EditEvent command);

  void deleteEvent(CommandHeader header, DeleteEvent command);

  void changeMarketState(CommandHeader header, ChangeMarketState command);

  void proposeResolution(CommandHeader header, ProposeResolution command);

  void confirmResolution(CommandHeader header, ConfirmResolution command);

  void settleMarket(CommandHeader header, SettleMarket command);

  void placeOrder(CommandHeader header, PlaceOrder command);

  void cancelOrder(CommandHeader header, CancelOrder command);

  /**
   * What {@link #placeOrder} would do now, without doing it; an idempotency key is ignored. Without
   * an account (0) it is answered as for somebody who has all that it takes, and no orders.
   */
  void quote(CommandHeader header, PlaceOrder command);

  void amendOrder(CommandHeader header, AmendOrder command);

  /**
   * What {@link #amendOrder} would do now, without doing it; an idempotency key is ignored. An
   * order that is unknown or another's is refused as there.
   */
  void quoteAmendment(CommandHeader header, AmendOrder command);

  void placeOrders(CommandHeader header, PlaceOrders command);

  /**
   * What {@link #placeOrders} would do now, without doing it; an idempotency key is ignored. One
   * quote per order, each against the state as it is: of orders that depend on each other only an
   * atomic command's are exact.
   */
  void quoteOrders(CommandHeader header, PlaceOrders command);

  void cancelOrders(CommandHeader header, CancelOrders command);

  void mergeOrders(CommandHeader header, MergeOrders command);

  void changeOrderGroup(CommandHeader header, ChangeOrderGroup command);

  void changeSets(CommandHeader header, ChangeSets command);

  void convertShares(CommandHeader header, ConvertShares command);

  void scheduleMarket(CommandHeader header, ScheduleMarket command);

  void challengeResolution(CommandHeader header, ChallengeResolution command);

  void addLiquidity(CommandHeader header, AddLiquidity command);

  void setExchangeState(CommandHeader header, SetExchangeState command);

  void changeAccount(CommandHeader header, ChangeAccount command);

  void adjustInventory(CommandHeader header, AdjustInventory command);

  void authoriseProducer(CommandHeader header, AuthoriseProducer command);

  void setRecipe(CommandHeader header, SetRecipe command);

  void produce(CommandHeader header, Produce command);

  void acceptOffer(CommandHeader header, AcceptOffer command);
}
