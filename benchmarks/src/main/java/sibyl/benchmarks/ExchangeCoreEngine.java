package sibyl.benchmarks;

import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.InitialStateConfiguration;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.common.config.OrdersProcessingConfiguration;
import exchange.core2.core.common.config.PerformanceConfiguration;
import exchange.core2.core.common.config.ReportsQueriesConfiguration;
import exchange.core2.core.common.config.SerializationConfiguration;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.processors.MatchingEngineRouter;
import exchange.core2.core.processors.RiskEngine;
import exchange.core2.core.processors.SharedPool;
import exchange.core2.core.processors.journaling.DummySerializationProcessor;

/**
 * exchange-core's risk engine and order book, called one after the other on one thread: what a
 * command goes through there between the queues. Contracts are a currency per market and prices
 * ticks; buying NO is selling contracts, of which everybody has plenty. It makes no events beyond
 * the chain of matches, encodes nothing and knows no idempotency.
 */
final class ExchangeCoreEngine implements Contender {
  private static final int MONEY = 1;
  private static final int FIRST_CONTRACT = 2;
  private static final long PLENTY = 1L << 40;
  private static final int MATCHING = 0;

  private final Shape shape;
  private final Commands commands;
  private final OrderCommand command = new OrderCommand();
  private RiskEngine risk;
  private MatchingEngineRouter matching;
  private long adjustments;
  private long trades;
  private long traded;

  ExchangeCoreEngine(Shape shape, Commands commands) {
    this.shape = shape;
    this.commands = commands;
    SharedPool pool = SharedPool.createTestSharedPool();
    risk = newRiskEngine(pool);
    matching = newMatchingEngine(pool);
  }

  private static ExchangeConfiguration configuration() {
    return new ExchangeConfiguration(
        OrdersProcessingConfiguration.DEFAULT,
        PerformanceConfiguration.throughputPerformanceBuilder()
            .orderBookFactory(OrderBookDirectImpl::new)
            .build(),
        InitialStateConfiguration.CLEAN_TEST,
        ReportsQueriesConfiguration.DEFAULT,
        LoggingConfiguration.DEFAULT,
        SerializationConfiguration.DEFAULT);
  }

  private static RiskEngine newRiskEngine(SharedPool pool) {
    return new RiskEngine(0, 1, DummySerializationProcessor.INSTANCE, pool, configuration());
  }

  private static MatchingEngineRouter newMatchingEngine(SharedPool pool) {
    return new MatchingEngineRouter(
        MATCHING,
        1,
        DummySerializationProcessor.INSTANCE,
        OrderBookDirectImpl::new,
        pool,
        configuration());
  }

  @Override
  public void open() {
    SharedPool pool = SharedPool.createTestSharedPool();
    risk = newRiskEngine(pool);
    matching = newMatchingEngine(pool);
    trades = 0;
    traded = 0;
    for (int market = 0; market < shape.markets(); market++) {
      CoreSymbolSpecification symbol =
          CoreSymbolSpecification.builder()
              .symbolId(market)
              .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
              .baseCurrency(FIRST_CONTRACT + market)
              .quoteCurrency(MONEY)
              .baseScaleK(1)
              .quoteScaleK(1)
              .build();
      risk.getSymbolSpecificationProvider().addSymbol(symbol);
      matching
          .getOrderBooks()
          .put(
              market,
              new OrderBookDirectImpl(
                  symbol,
                  matching.getObjectsPool(),
                  matching.getEventsHelper(),
                  LoggingConfiguration.DEFAULT));
    }
    for (int account = 0; account < shape.accounts(); account++) {
      risk.getUserProfileService().addEmptyUserProfile(account);
      risk.getUserProfileService().balanceAdjustment(account, MONEY, PLENTY, ++adjustments);
    }
    for (int i = 0; i < commands.size(); i++) {
      if (commands.kind(i) == Commands.PLACE && !commands.isBid(i)) {
        give(commands.account(i), FIRST_CONTRACT + commands.market(i));
      }
    }
    play(0, commands.opening());
  }

  private void give(int account, int currency) {
    if (risk.getUserProfileService().getUserProfile(account).accounts.get(currency) == 0) {
      risk.getUserProfileService().balanceAdjustment(account, currency, PLENTY, ++adjustments);
    }
  }

  @Override
  public void play(int from, int to) {
    for (int i = from; i < to; i++) {
      say(i);
    }
  }

  @Override
  public void check() {
    if (trades != commands.trades() || traded != commands.traded()) {
      throw new IllegalStateException(
          "exchange-core traded %,d contracts in %,d matches, where there were %,d in %,d"
              .formatted(traded, trades, commands.traded(), commands.trades()));
    }
  }

  private void say(int i) {
    OrderCommand next = command;
    next.orderId = commands.order(i) + 1L;
    next.symbol = commands.market(i);
    next.uid = commands.account(i);
    next.timestamp = i;
    next.matcherEvent = null;
    switch (commands.kind(i)) {
      case Commands.PLACE -> {
        next.command = OrderCommandType.PLACE_ORDER;
        next.price = commands.tick(i);
        next.reserveBidPrice = Shape.PRICES;
        next.size = commands.contracts(i);
        next.action = commands.isBid(i) ? OrderAction.BID : OrderAction.ASK;
        next.orderType = commands.isImmediate(i) ? OrderType.IOC : OrderType.GTC;
      }
      case Commands.CANCEL -> next.command = OrderCommandType.CANCEL_ORDER;
      case Commands.MOVE -> {
        next.command = OrderCommandType.MOVE_ORDER;
        next.price = commands.tick(i);
      }
      default -> {
        next.command = OrderCommandType.REDUCE_ORDER;
        next.size = commands.contracts(i);
      }
    }
    next.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
    risk.preProcessCommand(i, next);
    matching.processOrder(i, next);
    risk.handlerRiskRelease(i, next);
    if (next.resultCode != CommandResultCode.SUCCESS) {
      throw new IllegalStateException("command " + i + ": " + next.resultCode);
    }
    for (MatcherTradeEvent event = next.matcherEvent; event != null; event = event.nextEvent) {
      if (event.eventType == MatcherEventType.TRADE) {
        trades++;
        traded += event.size;
      }
    }
  }
}
