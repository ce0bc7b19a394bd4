package sibyl.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sibyl.engine.CloseReason;
import sibyl.engine.PostingReason;
import sibyl.engine.command.CommandHeader;
import sibyl.engine.command.PlaceOrder;
import sibyl.engine.event.EventHandler;
import sibyl.engine.event.Trade;
import sibyl.protocol.CommandDecoder;
import sibyl.protocol.CommandEncoder;
import sibyl.protocol.EventDecoder;
import sibyl.protocol.EventEncoder;
import sibyl.protocol.FrameSeal;

/**
 * What the wire costs on the order path. The handler behind a decoder is another encoder, so
 * reading costs what "thereAndBack" takes beyond twice "there".
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-exports", "java.base/jdk.internal.misc=ALL-UNNAMED"})
public class WireBenchmark {
  private long frames;
  private final CommandHeader header = new CommandHeader().set(1, 2, 3, 4);
  private final PlaceOrder order = new PlaceOrder();
  private final Trade trade = new Trade();
  private final CommandEncoder commands = new CommandEncoder();
  private final CommandEncoder commandsAgain = new CommandEncoder();
  private final CommandDecoder commandDecoder = new CommandDecoder();
  private final EventEncoder events =
      new EventEncoder((buffer, offset, length, firstSeq, lastSeq) -> frames++);
  private final EventDecoder eventDecoder = new EventDecoder();
  private final FrameSeal seal = new FrameSeal();
  private final EventEncoder eventsAgain =
      new EventEncoder((buffer, offset, length, firstSeq, lastSeq) -> frames++);
  private final EventEncoder eventsThere =
      new EventEncoder(
          (buffer, offset, length, firstSeq, lastSeq) -> {
            seal.seal(buffer, offset, length);
            eventDecoder.decode(buffer, offset, length, eventsAgain);
          });
  private long seq;
  private long seqThere;

  public WireBenchmark() {
    order.account = 16;
    order.market = 1;
    order.price = 4_200;
    order.quantity = 100;
    order.clientOrderId.set("7c0d2f8e-4a55-4f0e-9a54-0f1f7c0d2f8e");
  }

  @Benchmark
  public int orderThere() {
    commands.placeOrder(header, order);
    return commands.length();
  }

  @Benchmark
  public int orderThereAndBack() {
    commands.placeOrder(header, order);
    commandDecoder.decode(commands.buffer(), 0, commands.length(), header, commandsAgain);
    return commandsAgain.length();
  }

  /** An order that meets another: placed, a trade, eight postings, both orders closed. */
  @Benchmark
  public long twelveEventsThere() {
    seq = match(events, seq);
    return frames;
  }

  @Benchmark
  public long twelveEventsThereAndBack() {
    seqThere = match(eventsThere, seqThere);
    return frames;
  }

  private long match(EventHandler handler, long lastSeq) {
    long next = lastSeq;
    handler.onCommand(1, 2, 3, 4);
    handler.onOrderPlaced(++next, 1, 100, order);
    handler.onTrade(++next, trade);
    for (int i = 0; i < 8; i++) {
      handler.onPosting(++next, 16, 0, 1, 2, 3, PostingReason.TRADE);
    }
    handler.onOrderClosed(++next, 1, 16, 1, CloseReason.FILLED, 0);
    handler.onOrderClosed(++next, 2, 17, 1, CloseReason.FILLED, 0);
    handler.onCommandEnd(next);
    return next;
  }
}
