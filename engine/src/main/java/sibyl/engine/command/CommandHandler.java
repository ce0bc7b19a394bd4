package sibyl.engine.command;

/**
 * Everything that can be asked of the exchange. The engine obeys it, a wire encoder writes it down,
 * a reference model repeats it. No argument may be kept after the call returns.
 */
public interface CommandHandler {
  void openAccount(CommandHeader header, OpenAccount command);

  void transfer(CommandHeader header, Transfer command);

  void createEvent(CommandHeader header, CreateEvent command);

  void changeMarketState(CommandHeader header, ChangeMarketState command);

  void proposeResolution(CommandHeader header, ProposeResolution command);

  void confirmResolution(CommandHeader header, ConfirmResolution command);

  void settleMarket(CommandHeader header, SettleMarket command);

  void placeOrder(CommandHeader header, PlaceOrder command);

  void cancelOrder(CommandHeader header, CancelOrder command);

  /** What {@link #placeOrder} would do now, without doing it. */
  void quote(CommandHeader header, PlaceOrder command);
}
