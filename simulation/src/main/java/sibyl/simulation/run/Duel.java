package sibyl.simulation.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sibyl.engine.Asset;
import sibyl.engine.CloseReason;
import sibyl.engine.Engine;
import sibyl.engine.GroupAction;
import sibyl.engine.MarketState;
import sibyl.engine.Outcome;
import sibyl.engine.TradeKind;
import sibyl.engine.command.CommandHandler;
import sibyl.engine.command.PlaceOrders;
import sibyl.engine.limits.Limits;
import sibyl.engine.snapshot.StateHash;
import sibyl.simulation.check.Discrepancy;
import sibyl.simulation.check.EventDigest;
import sibyl.simulation.check.EventTee;
import sibyl.simulation.check.JournalAudit;
import sibyl.simulation.check.StatedOrder;
import sibyl.simulation.generate.Situation;
import sibyl.simulation.model.Answer;
import sibyl.simulation.model.Balance;
import sibyl.simulation.model.Closure;
import sibyl.simulation.model.Estimate;
import sibyl.simulation.model.Fill;
import sibyl.simulation.model.Holder;
import sibyl.simulation.model.MakerRounding;
import sibyl.simulation.model.Note;
import sibyl.simulation.model.ReferenceExchange;
import sibyl.simulation.model.RestingOrder;
import sibyl.simulation.script.Labels;
import sibyl.simulation.script.Speaker;
import sibyl.simulation.script.Step;

/**
 * The engine and the model side by side. Every step goes to both; then what they answered, whose
 * balances they touched and what rests must be the same, and the engine's events must satisfy the
 * {@link JournalAudit}. Every so often everything there is is compared.
 */
final class Duel implements Situation {
  private static final int ALL_EVERY = 128;
  private static final int HASH_EVERY = 8;

  private final Limits limits = Bounds.small();
  private final EventDigest digest = new EventDigest();
  private final JournalAudit audit = new JournalAudit();
  private final Engine engine = new Engine(limits, new EventTee(digest, audit));
  private final ReferenceExchange model = new ReferenceExchange(limits);
  private final Labels labels = new Labels();
  private final Driver driver;
  private final Speaker toModel = new Speaker(model, labels, number -> number, number -> number);
  private long steps;
  private long markets;
  private long events;
  private long groups;
  private long trades;
  private long refusals;
  private long comparisons;
  private @Nullable Cut cutAtWork;

  Duel() {
    this(engine -> engine);
  }

  /**
   * @param listening what stands between whoever commands and the engine, and passes all on
   */
  Duel(UnaryOperator<CommandHandler> listening) {
    Speaker speaker = new Speaker(listening.apply(engine), labels, audit::idOf, audit::idOfGroup);
    driver = new Driver(engine, speaker, Driver.START_MS, 0);
  }

  long nowMs() {
    return driver.nowMs();
  }

  long stateHash() {
    return engine.stateHash();
  }

  long digest() {
    return digest.digest();
  }

  long trades() {
    return trades;
  }

  long refusals() {
    return refusals;
  }

  long checks() {
    return comparisons + audit.checks();
  }

  /**
   * @throws Discrepancy if a check fails
   */
  void apply(Step step) {
    steps++;
    boolean hashed = steps % HASH_EVERY == 0;
    long hashBefore = hashed ? engine.stateHash() : 0;
    audit.expectAnswer();
    model.expectAnswer();
    applyToEngine(step);
    applyToModel(step);
    name(step);
    labels.nextLine();
    count(audit.answer());
    compareAnswers(audit.answer(), model.answer());
    compareStated(step);
    compareTouched();
    if (hashed && changesNothing(audit.answer())) {
      require(
          engine.stateHash() == hashBefore,
          "I9 rejected changes nothing",
          () -> "the state hash changed");
    }
    if (steps % ALL_EVERY == 0) {
      compareAll();
    }
  }

  private void applyToEngine(Step step) {
    try {
      cutAtWork = null;
      if (driver.begin(step)) {
        if (driver.hasWork()) {
          cutAtWork = cut(true);
        }
        driver.finishWork();
      }
    } catch (Discrepancy e) {
      throw e;
    } catch (RuntimeException e) {
      StackTraceElement[] trace = e.getStackTrace();
      throw new Discrepancy("engine stopped", e + (trace.length == 0 ? "" : " at " + trace[0]));
    }
  }

  private void applyToModel(Step step) {
    List<MakerRounding.Seen> seen = new ArrayList<>();
    for (Fill fill : audit.answer().fills()) {
      if (fill.kind() == TradeKind.AMM) {
        seen.add(new MakerRounding.Seen(fill.takerOrder(), fill.quantity(), fill.takerCost()));
      }
    }
    for (Estimate estimate : audit.answer().estimates()) {
      seen.add(new MakerRounding.Seen(MakerRounding.ESTIMATE, estimate.filled(), estimate.cost()));
    }
    model.observeMakers(audit.fundings(), seen);
    switch (step) {
      case Step.As who -> toModel.next(who);
      case Step.Wait wait -> {
        if (!wait.asleep()) {
          model.onTimer(driver.nowMs());
        }
      }
      default -> {
        toModel.say(step, driver.nowMs(), driver.correlation());
        model.onTimer(driver.nowMs());
      }
    }
  }

  /** Remembers what the labels of the step stand for. */
  private void name(Step step) {
    Answer answer = audit.answer();
    if (answer.refusal() != null || audit.repeated() != null) {
      return;
    }
    switch (step) {
      case Step.Place place -> labels.order(place.order(), answer.placed().getFirst());
      case Step.Batch batch -> nameOrders(batch, answer);
      case Step.Group group -> {
        if (group.action() == GroupAction.CREATE) {
          labels.group(group.group(), ++groups);
        }
      }
      case Step.Create create -> {
        labels.event(create.firstMarket(), ++events);
        for (int i = 0; i < create.markets().size(); i++) {
          labels.market(create.firstMarket() + i, ++markets);
        }
      }
      default -> {}
    }
  }

  private void nameOrders(Step.Batch batch, Answer answer) {
    Iterator<Long> placed = answer.placed().iterator();
    for (int i = 0; i < batch.orders().size(); i++) {
      if (!isRefused(answer, i) && placed.hasNext()) {
        labels.order(batch.firstOrder() + i, placed.next());
      }
    }
  }

  private static boolean isRefused(Answer answer, int item) {
    return answer.refusedItems().stream().anyMatch(refusal -> refusal.item() == item);
  }

  private void count(Answer answer) {
    trades += answer.fills().size();
    refusals += answer.refusal() == null ? 0 : 1;
  }

  private boolean changesNothing(Answer answer) {
    return (answer.refusal() != null || audit.repeated() != null || !answer.estimates().isEmpty())
        && answer.closures().isEmpty()
        && answer.notes().isEmpty();
  }

  // Comparing.

  /** What the engine says that orders said is what they said. */
  private void compareStated(Step step) {
    List<StatedOrder> said = new ArrayList<>();
    if (step instanceof Step.Place) {
      said.add(StatedOrder.of(toModel.order()));
    } else if (step instanceof Step.Batch) {
      PlaceOrders orders = toModel.orders();
      for (int i = 0; i < orders.size(); i++) {
        if (!isRefused(audit.answer(), i)) {
          said.add(StatedOrder.of(orders.get(i)));
        }
      }
    } else {
      return;
    }
    if (!audit.placed().isEmpty()) {
      same("order as stated", audit.placed(), said);
    }
  }

  private void compareAnswers(Answer engines, Answer models) {
    if (!sameRefusalInDoubt(engines, models)) {
      same("answer: refusal", engines.refusal(), models.refusal());
    }
    same("answer: repetition", audit.repeated(), repeatedByModel(models));
    same("answer: orders", engines.placed(), models.placed());
    same("answer: trades", engines.fills(), models.fills());
    same("answer: closures", ends(engines, models), byOrder(models.closures()));
    same("answer: the rest", inAnyOrder(engines.notes()), inAnyOrder(models.notes()));
    if (!model.doubted()) {
      same("answer: refused items", engines.refusedItems(), models.refusedItems());
      same("answer: quotes", engines.estimates(), models.estimates());
    }
    same("open orders", audit.openOrders(), model.openOrderCount());
  }

  private JournalAudit.@Nullable Range repeatedByModel(Answer models) {
    return models.repeats() == 0 ? null : audit.range(models.repeats());
  }

  private static List<String> inAnyOrder(List<Note> notes) {
    return notes.stream().map(Note::toString).sorted().toList();
  }

  private boolean sameRefusalInDoubt(Answer engines, Answer models) {
    return model.doubted()
        && engines.refusal() != null
        && models.refusal() != null
        && engines.refusal().isAbout(models.refusal());
  }

  /**
   * The engine's closures. A market is closed in slices: an order whose time is over when it closes
   * may end for either reason.
   */
  private static List<Closure> ends(Answer engines, Answer models) {
    return byOrder(
        engines.closures().stream()
            .map(
                closure -> {
                  Closure expired =
                      new Closure(closure.order(), CloseReason.EXPIRED, closure.remaining());
                  boolean either =
                      closure.reason() == CloseReason.MARKET_CLOSED
                          && models.closures().contains(expired);
                  return either ? expired : closure;
                })
            .toList());
  }

  private static List<Closure> byOrder(List<Closure> closures) {
    List<Closure> sorted = new ArrayList<>(closures);
    sorted.sort(Comparator.comparingLong(Closure::order));
    return sorted;
  }

  private void compareTouched() {
    Set<Holder> touched = new HashSet<>(audit.touched());
    touched.addAll(model.takeTouched());
    Set<Long> markets = new HashSet<>();
    for (Holder holder : touched) {
      same("balances", audit.balance(holder), model.balance(holder), holder);
      if (!Asset.isCash(holder.asset())) {
        markets.addAll(model.besides(Asset.market(holder.asset())));
      }
    }
    markets.forEach(this::compareMaker);
  }

  private void compareMaker(long market) {
    long[] expected = model.maker(market);
    if (expected == null) {
      return;
    }
    long[] said = audit.maker(market);
    boolean sameSales = said[0] == expected[0] && said[1] == expected[1];
    require(
        sameSales && Math.abs(said[2] - expected[2]) <= 1,
        "maker's price",
        () ->
            "market %d: engine %s, model %s"
                .formatted(market, Arrays.toString(said), Arrays.toString(expected)));
  }

  /**
   * Compares everything there is: what the events said, what the engine has, what the model has.
   */
  void compareAll() {
    Map<Holder, Balance> held = new HashMap<>();
    engine.forEachBalance(
        (account, asset, free, holds) ->
            held.put(new Holder(account, asset), new Balance(free, holds)));
    same("balances", held, audit.balances());
    same("balances", held, model.balances());
    List<RestingOrder> resting = new ArrayList<>();
    engine.forEachOpenOrder(
        (order, account, market, side, outcome, price, quantity, remaining) ->
            resting.add(
                new RestingOrder(
                    audit.numberOf(order),
                    account,
                    market,
                    side,
                    outcome,
                    price,
                    quantity,
                    remaining)));
    resting.sort(Comparator.comparingLong(RestingOrder::number));
    same("open orders", resting, model.openOrders());
    try {
      engine.checkInvariants();
    } catch (IllegalStateException e) {
      throw new Discrepancy("engine's own invariants", String.valueOf(e.getMessage()));
    }
  }

  private void same(String check, @Nullable Object engines, @Nullable Object models) {
    same(check, engines, models, "");
  }

  private void same(String check, @Nullable Object engines, @Nullable Object models, Object about) {
    require(
        Objects.equals(engines, models),
        check,
        () -> "%s engine %s, model %s".formatted(about, engines, models));
  }

  private void require(boolean condition, String check, Supplier<String> seen) {
    comparisons++;
    if (!condition) {
      throw new Discrepancy(check, seen.get());
    }
  }

  // Snapshots.

  /**
   * A moment to continue from.
   *
   * @param snapshot of the engine then; null for a fresh one
   * @param steps given to it by then
   * @param atWork whether the engine had work to do that its last step caused
   */
  record Cut(
      @Nullable Snapshot snapshot,
      long digest,
      long steps,
      long nowMs,
      long correlation,
      boolean atWork) {}

  /** Before the first step. */
  static Cut beginning() {
    return new Cut(null, 0, 0, Driver.START_MS, 0, false);
  }

  /** Now. */
  Cut cut() {
    return cut(false);
  }

  /** In the last step, before the work it caused was done; null if it caused none. */
  @Nullable Cut cutAtWork() {
    return cutAtWork;
  }

  private Cut cut(boolean atWork) {
    Snapshot snapshot = new Snapshot();
    engine.writeSnapshot(snapshot);
    return new Cut(snapshot, digest.digest(), steps, driver.nowMs(), driver.correlation(), atWork);
  }

  /**
   * Plays steps on a second engine that starts from {@code from}, and compares where it gets with
   * where this one is.
   */
  void requireSame(String check, Cut from, List<Step> since) {
    EventDigest again = new EventDigest(from.digest());
    Engine second = new Engine(limits, again);
    if (from.snapshot() != null) {
      second.readSnapshot(from.snapshot().source());
    }
    Labels then = labels.after(from.steps());
    Speaker speaker = new Speaker(second, then, audit::idOf, audit::idOfGroup);
    Driver driver = new Driver(second, speaker, from.nowMs(), from.correlation());
    try {
      if (from.atWork()) {
        driver.finishWork();
      }
      for (Step step : since) {
        driver.apply(step);
        then.nextLine();
      }
    } catch (RuntimeException e) {
      throw new Discrepancy(check, "stopped: " + e);
    }
    require(second.stateHash() == engine.stateHash(), check, () -> "another state hash");
    require(
        hashOfAll(second) == hashOfAll(engine),
        check,
        () -> "another hash of what members compare");
    require(again.digest() == digest.digest(), check, () -> "other events");
    require(second.lastSeq() == engine.lastSeq(), check, () -> "another sequence");
  }

  /** What members of a cluster compare through the log: clock times and numbers included. */
  private static long hashOfAll(Engine engine) {
    StateHash hash = new StateHash();
    engine.writeSnapshot(hash);
    return hash.value();
  }

  // What the generator may know.

  @Override
  public List<OpenOrder> openOrders() {
    return model.openOrders().stream()
        .map(
            order ->
                new OpenOrder(
                    labels.labelOfOrder(order.number()),
                    order.account(),
                    labels.labelOfMarket(order.market()),
                    order.side(),
                    order.outcome(),
                    order.price(),
                    order.quantity(),
                    order.remaining()))
        .toList();
  }

  @Override
  public long freeShares(long account, int market, Outcome outcome) {
    return model.balance(new Holder(account, Asset.of(labels.market(market), outcome))).free();
  }

  @Override
  public long freeCash(long account) {
    return model.balance(new Holder(account, Asset.CASH)).free();
  }

  @Override
  public MarketState state(int market) {
    MarketState state = model.state(labels.market(market));
    return state == null ? MarketState.SETTLED : state;
  }

  @Override
  public int undecided(int market) {
    return model.undecided(labels.market(market));
  }

  @Override
  public boolean isLastUndecided(int market) {
    return model.isLastUndecided(labels.market(market));
  }

  @Override
  public boolean isStopped() {
    return model.isStopped();
  }
}
