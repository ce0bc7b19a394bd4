package sibyl.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sibyl.engine.Outcome;
import sibyl.engine.event.EventHandler;
import sibyl.store.projection.RandomTrading;

/** A model that goes on from a file shows what one shows that never stopped. */
class ModelSnapshotTest {
  private static final int COMMANDS = 3_000;
  private static final UUID EXCHANGE = new UUID(1, 2);
  private static final long END = Long.MAX_VALUE;

  /** So little that things are forgotten before and after. */
  private static final ReadLimits FEW = new ReadLimits(7, 9, 11, 13, 5, 400, 100);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"1, 50", "2, 700", "3, 1500", "4, 2500", "5, 2999"})
  void aModelThatGoesOnFromAFileShowsTheSameAsOneThatNeverStopped(long seed, int after) {
    ReadModel always = new ReadModel(FEW, 1);
    Interrupted interrupted = new Interrupted(always, after);
    RandomTrading.run(seed, COMMANDS, interrupted.events());
    ReadModel again = Objects.requireNonNull(interrupted.again);
    assertThat(again.seq()).isEqualTo(always.seq());
    assertThat(everything(again)).isEqualTo(everything(always));
  }

  @Test
  void aFileThatIsDamagedAnywhereIsLeftAside() throws IOException {
    ReadModel model = new ReadModel(FEW, 1);
    RandomTrading.run(9, 300, model.events());
    ModelSnapshot.write(model, EXCHANGE, file());
    byte[] whole = Files.readAllBytes(file());
    Random random = new Random(9);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(whole.length);
      int bit = 1 << random.nextInt(8);
      try (RandomAccessFile damaged = new RandomAccessFile(file().toFile(), "rw")) {
        damaged.seek(at);
        damaged.write(whole[at] ^ bit);
        ReadModel empty = new ReadModel(FEW, 1);
        assertThat(read(empty)).as("bit " + bit + " of " + at).isZero();
        assertThat(empty.seq()).isZero();
        damaged.seek(at);
        damaged.write(whole[at]);
      }
    }
    for (int length : List.of(0, 1, 7, 8, 20, whole.length / 2, whole.length - 1)) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(read(new ReadModel(FEW, 1))).as(length + " bytes").isZero();
    }
  }

  @Test
  void aFileOfOtherLimitsAnotherExchangeOrAheadOfTheJournalIsLeftAside() throws IOException {
    ReadModel model = new ReadModel(FEW, 1);
    RandomTrading.run(9, 100, model.events());
    ModelSnapshot.write(model, EXCHANGE, file());
    assertThat(read(new ReadModel(ReadLimits.DEFAULT, 1))).isZero();
    assertThat(ModelSnapshot.read(new ReadModel(FEW, 1), new UUID(7, 8), file(), END)).isZero();
    assertThat(ModelSnapshot.read(new ReadModel(FEW, 1), EXCHANGE, file(), model.seq() - 1))
        .isZero();
    assertThat(read(new ReadModel(FEW, 1))).isEqualTo(model.seq());
  }

  private long read(ReadModel into) {
    return ModelSnapshot.read(into, EXCHANGE, file(), END);
  }

  private Path file() {
    return directory.resolve("read-model");
  }

  /**
   * Feeds a model; after so many commands, another one too that begins with the file of the first.
   */
  private final class Interrupted {
    private final ReadModel always;
    private final int after;
    private int commands;
    @Nullable ReadModel again;

    Interrupted(ReadModel always, int after) {
      this.always = always;
      this.after = after;
    }

    EventHandler events() {
      return (EventHandler)
          Proxy.newProxyInstance(
              EventHandler.class.getClassLoader(),
              new Class<?>[] {EventHandler.class},
              (proxy, method, arguments) -> {
                tell(always, method, arguments);
                ReadModel other = again;
                if (other != null) {
                  tell(other, method, arguments);
                } else if (method.getName().equals("onCommandEnd") && ++commands == after) {
                  again = reopened();
                }
                return null;
              });
    }

    private ReadModel reopened() {
      try {
        ModelSnapshot.write(always, EXCHANGE, file());
        ReadModel fresh = new ReadModel(FEW, 1);
        assertThat(read(fresh)).isEqualTo(always.seq());
        assertThat(everything(fresh)).isEqualTo(everything(always));
        return fresh;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void tell(ReadModel model, Method method, @Nullable Object[] arguments)
        throws Throwable {
      try {
        method.invoke(model.events(), arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  /** All that can be asked of a model, as text. */
  private static List<String> everything(ReadModel model) {
    return model.read(ModelSnapshotTest::everything).value();
  }

  private static List<String> everything(ExchangeState state) {
    List<String> all = new ArrayList<>();
    all.add(state.seq() + " " + state.timeMs() + " " + state.accepts());
    for (EventView event : state.events(any -> true)) {
      all.add(event.toString());
      for (MarketView market : event.markets()) {
        long number = market.market();
        all.add(String.valueOf(state.market(number)));
        all.add(String.valueOf(state.stats(number)));
        all.add(String.valueOf(state.wholeBook(number, 5)));
        all.add(String.valueOf(state.book(number, Outcome.NO, 20)));
        all.add(String.valueOf(state.ammYesPriceBillionths(number)));
        all.add(text(state.trades(number, Long.MAX_VALUE, 500)));
        for (CandleInterval interval : CandleInterval.values()) {
          all.add(text(state.candles(number, interval, Long.MAX_VALUE, 500)));
        }
      }
    }
    for (long account : state.accountNumbers()) {
      all.add(String.valueOf(state.account(account)));
      all.add(state.openPositions(account).toString());
      all.add(state.groups(account).toString());
      all.add(state.offers(account, 50).toString());
      Remembered<OrderView> orders = state.orders(account, any -> true, false, Long.MAX_VALUE, 500);
      all.add(text(orders));
      orders.items().forEach(order -> all.add(String.valueOf(state.ahead(order))));
      orders.items().forEach(order -> all.add(state.fillsOf(order).toString()));
      all.add(text(state.fills(account, any -> true, Long.MAX_VALUE, 500)));
      all.add(text(state.ledger(account, Long.MAX_VALUE, 500)));
      all.add(text(state.settlements(account, Long.MAX_VALUE, 500)));
      all.add(text(state.inventory(account, any -> true, Long.MAX_VALUE, 500)));
    }
    for (long seq = 0; seq <= state.seq(); seq++) {
      Applied applied = state.commandEndingAt(seq);
      if (applied != null) {
        all.add(applied.toString());
      }
    }
    return all;
  }

  /** Without the functions in it, which have no text. */
  private static String text(@Nullable Remembered<?> page) {
    return page == null
        ? "none"
        : page.items() + " " + page.completeFrom() + " " + page.forgottenThrough();
  }
}
