package sibyl.store.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sibyl.engine.Accounts;
import sibyl.engine.Engine;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.SetAction;
import sibyl.engine.Side;
import sibyl.engine.TransferKind;
import sibyl.engine.command.ChangeMarketState;
import sibyl.engine.command.ChangeSets;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.ConvertShares;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.OpenAccount;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.command.Transfer;
import sibyl.engine.limits.Limits;
import sibyl.protocol.derive.MarketPosition;

/** Positions in tables are the same however commands are cut into batches. */
class PositionBatchesTest {
  private static final int PEOPLE = 3;

  private final List<RecordedCommand> commands = new ArrayList<>();
  private final Engine engine = new Engine(Limits.defaults(), new Recorder());
  private final CommandHeader header = new CommandHeader();
  private final AtomicLong numbers = new AtomicLong();

  private final class Recorder extends CommandRecorder {
    Recorder() {
      super(0);
    }

    @Override
    void recorded(RecordedCommand command) {
      commands.add(command);
    }

    @Override
    ProjectionException failed(String message) {
      return new ProjectionException(message);
    }
  }

  @BeforeEach
  void trade() {
    MarketSpec spec =
        new MarketSpec("m", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.FLAT, 50, 10);
    for (int i = 0; i < PEOPLE; i++) {
      long account = Accounts.FIRST_PERSON + i;
      engine.openAccount(header, new OpenAccount(account, i == 0));
      engine.transfer(
          header,
          new Transfer(
              1, account, Accounts.EXTERNAL, account, 1_000_000_000L, TransferKind.DEPOSIT));
    }
    engine.createEvent(
        header, new CreateEvent("e", "", "", "", "", 0, true, List.of(spec, spec, spec)));
    for (long market = 1; market <= 3; market++) {
      engine.changeMarketState(header, new ChangeMarketState(market, MarketState.OPEN));
    }
    Random dice = new Random(10);
    for (int step = 0; step < 2_000; step++) {
      long account = Accounts.FIRST_PERSON + dice.nextInt(PEOPLE);
      long market = 1L + dice.nextInt(3);
      long quantity = 100L * dice.nextInt(1, 40);
      SetAction action = dice.nextBoolean() ? SetAction.SPLIT : SetAction.MERGE;
      switch (dice.nextInt(6)) {
        case 0 -> engine.changeSets(header, new ChangeSets(account, market, 0, action, quantity));
        case 1 -> engine.changeSets(header, new ChangeSets(account, 0, 1, action, quantity));
        case 2 ->
            engine.convertShares(header, new ConvertShares(account, 1, List.of(market), quantity));
        default -> place(account, market, dice, quantity);
      }
    }
  }

  private void place(long account, long market, Random dice, long quantity) {
    PlaceOrder order = new PlaceOrder();
    order.account = account;
    order.market = market;
    order.side = dice.nextBoolean() ? Side.BUY : Side.SELL;
    order.outcome = dice.nextBoolean() ? Outcome.YES : Outcome.NO;
    order.price = 100 * dice.nextInt(1, 100);
    order.quantity = quantity;
    order.clientKeyHigh = numbers.incrementAndGet();
    order.clientKeyLow = 1;
    engine.placeOrder(header, order);
  }

  @Test
  void positionsAreTheSameHoweverCommandsAreCutIntoBatches() {
    Map<PositionKey, MarketPosition> whole = positions(commands.size());

    assertThat(whole).hasSize(PEOPLE * 3);
    assertThat(positions(1)).isEqualTo(whole);
    assertThat(positions(7)).isEqualTo(whole);
  }

  private Map<PositionKey, MarketPosition> positions(int batch) {
    Map<PositionKey, MarketPosition> positions = new HashMap<>();
    Map<Long, MarketFacts> facts = new HashMap<>();
    for (int from = 0; from < commands.size(); from += batch) {
      BatchRows rows =
          BatchRows.of(
              commands.subList(from, Math.min(commands.size(), from + batch)),
              positions,
              facts,
              BonusState.empty());
      rows.positions.forEach((key, row) -> positions.put(key, row.position()));
      facts.putAll(rows.facts);
    }
    return positions;
  }
}
