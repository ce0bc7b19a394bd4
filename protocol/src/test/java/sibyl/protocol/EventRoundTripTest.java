package sibyl.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketMode;
import sibyl.engine.command.CreateEvent;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Trade;

class EventRoundTripTest {
  private final Frames frames = new Frames();
  private final EventEncoder encoder = new EventEncoder(frames);

  @Test
  void everyEventComesBackWithEveryField() {
    Calls sent = new Calls();
    EventHandler sentEvents = sent.events();
    RandomValues values = new RandomValues(20_261_121);
    Random random = new Random(7);
    long seq = 1;
    for (int round = 0; round < 3_000; round++) {
      long time = values.number("timeMs");
      long origin = values.number("origin");
      encoder.onCommand(time, origin, round, 9);
      sentEvents.onCommand(time, origin, round, 9);
      for (int i = 1 + random.nextInt(20); i > 0; i--) {
        Method event = Values.events().get(random.nextInt(Values.events().size()));
        Object[] arguments = values.arguments(event);
        arguments[0] = seq++;
        Values.call(encoder, event, arguments);
        Values.call(sentEvents, event, arguments);
      }
      encoder.onCommandEnd(seq - 1);
      sentEvents.onCommandEnd(seq - 1);
    }

    Calls read = new Calls();
    frames.replay(read.events());

    assertThat(read.list()).isEqualTo(sent.list());
  }

  @Test
  void commandWithFiveThousandTradesIsCutIntoFramesThatJoinWithoutAGap() {
    Calls sent = new Calls();
    trades(encoder, 5_000);
    trades(sent.events(), 5_000);

    assertThat(frames.list()).hasSizeGreaterThan(10);
    long next = 1;
    for (byte[] frame : frames.list()) {
      UnsafeBuffer buffer = new UnsafeBuffer(frame);
      assertThat(frame.length).isLessThanOrEqualTo(EventFrame.MAX_LENGTH);
      assertThat(EventFrame.firstSeq(buffer, 0, frame.length)).isEqualTo(next);
      assertThat(EventFrame.beginsCommand(buffer, 0, frame.length)).isEqualTo(next == 1);
      next = EventFrame.lastSeq(buffer, 0, frame.length) + 1;
      assertThat(EventFrame.endsCommand(buffer, 0, frame.length)).isEqualTo(next == 5_001);
      assertThat(EventFrame.timeMs(buffer, 0, frame.length)).isEqualTo(1_000);
    }
    assertThat(next).isEqualTo(5_001);

    Calls read = new Calls();
    frames.replay(read.events());
    assertThat(read.list()).isEqualTo(sent.list());
  }

  @Test
  void frameIsCutOnlyWhereTheNextEventNoLongerFits() {
    trades(encoder, 5_000);

    byte[] first = frames.list().getFirst();
    long trades = EventFrame.lastSeq(new UnsafeBuffer(first), 0, first.length);
    long bytesOfOne = (first.length - EventFrame.FIRST_EVENT) / trades;
    assertThat(first.length + bytesOfOne).isGreaterThan(EventFrame.MAX_LENGTH);
  }

  @Test
  void equalCallsMakeEqualBytes() {
    trades(encoder, 1_000);
    Frames others = new Frames();
    trades(new EventEncoder(others), 1_000);

    assertThat(others.list()).usingRecursiveComparison().isEqualTo(frames.list());
  }

  @Test
  void commandWithoutEventsLeavesNoFrame() {
    encoder.onCommand(1, 2, 3, 4);
    encoder.onCommandEnd(0);
    encoder.onCommand(1, 2, 4, 4);
    encoder.onAccountOpened(1, 16, true);
    encoder.onCommandEnd(1);

    assertThat(frames.list()).hasSize(1);
  }

  @Test
  void longestTextsOfAnEventFitIntoAFrame() {
    var market =
        new MarketSpec("\uD83D\uDE00", 10_000, 100, 100, MarketMode.BOOK, 0, FeeKind.NONE, 0, 0);
    String description = "d".repeat(TextLimits.DESCRIPTION_MAX);
    var event =
        new CreateEvent(
            "t",
            description,
            "c",
            description,
            "s",
            0,
            true,
            Collections.nCopies(TextLimits.MARKETS_MAX, market));
    Calls sent = new Calls();
    for (EventHandler handler : new EventHandler[] {encoder, sent.events()}) {
      handler.onCommand(1, 2, 3, 4);
      handler.onMarketCreated(1, 1, 1, market);
      handler.onEventCreated(2, 1, event);
      handler.onCommandEnd(2);
    }

    Calls read = new Calls();
    frames.replay(read.events());

    assertThat(read.list()).isEqualTo(sent.list());
  }

  @Test
  void numbersThatAreNotDenseStopTheEncoder() {
    encoder.onCommand(1, 2, 3, 4);
    encoder.onAccountOpened(5, 16, true);

    assertThatThrownBy(() -> encoder.onAccountOpened(7, 17, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("event 7 where 6 was due");
  }

  @Test
  void eventOutsideOfACommandStopsTheEncoder() {
    assertThatThrownBy(() -> encoder.onAccountOpened(5, 16, true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("event 5 outside of a command");
  }

  @Test
  void commandThatEndsWithAnotherNumberStopsTheEncoder() {
    encoder.onCommand(1, 2, 3, 4);
    encoder.onAccountOpened(5, 16, true);

    assertThatThrownBy(() -> encoder.onCommandEnd(6))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("command ends at event 6, its last was 5");
  }

  private static void trades(EventHandler events, int count) {
    Trade trade = new Trade();
    events.onCommand(1_000, 2, 3, 4);
    for (int seq = 1; seq <= count; seq++) {
      trade.trade = seq;
      trade.quantity = 100L * seq;
      events.onTrade(seq, trade);
    }
    events.onCommandEnd(count);
  }
}
