package sibyl.simulation.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sibyl.engine.Accounts;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketState;
import sibyl.simulation.script.Step;

/** What a script has named so far, and the chance that it goes on with. */
final class Scene {
  private static final int PLAY_MONEY = 1;

  /** A label that no market ever has. */
  static final int NO_MARKET = 999;

  /** An order group, and who made it. */
  record Group(int label, long account) {}

  final Dice dice;
  final Swarm swarm;

  /** By label, from 1. */
  private final List<Step.Contract> contracts = new ArrayList<>();

  /** The first market of each one's event. */
  private final List<Integer> events = new ArrayList<>();

  private final List<Boolean> exclusive = new ArrayList<>();

  /** Markets that are not over yet. */
  final List<Integer> live = new ArrayList<>();

  final List<Group> groups = new ArrayList<>();
  private int created;
  int people;
  int orders;

  Scene(Dice dice, Swarm swarm) {
    this.dice = dice;
    this.swarm = swarm;
  }

  void add(Step.Create event) {
    for (Step.Contract contract : event.markets()) {
      contracts.add(contract);
      events.add(event.firstMarket());
      exclusive.add(event.exclusive());
      live.add(contracts.size());
    }
  }

  int markets() {
    return contracts.size();
  }

  /** The terms of a market; of the last one for a label that there is not. */
  Step.Contract contract(int market) {
    return contracts.get(Math.min(market, contracts.size()) - 1);
  }

  boolean isGood(int market) {
    return contract(market).kind() == MarketKind.ASSET;
  }

  boolean isExclusive(int market) {
    return exclusive.get(Math.min(market, contracts.size()) - 1);
  }

  /** The label of the event of a market. */
  int event(int market) {
    return events.get(Math.min(market, contracts.size()) - 1);
  }

  List<Integer> marketsOf(int event) {
    return IntStream.rangeClosed(1, contracts.size())
        .filter(market -> event(market) == event)
        .boxed()
        .toList();
  }

  long anyone() {
    return account(dice.below(people));
  }

  /** The number of somebody who came; every fifth plays for play money. */
  static long account(int person) {
    int segment = person % 5 == 4 ? PLAY_MONEY : Accounts.REAL_MONEY;
    return Accounts.inSegment(segment, Accounts.FIRST_PERSON + person);
  }

  /** Where the next event belongs: every sixth is for play money. */
  int nextSegment() {
    return created++ % 6 == 5 ? PLAY_MONEY : Accounts.REAL_MONEY;
  }

  /** Mostly one of the people, rarely nobody. */
  long anyTrader() {
    return dice.percent(1) ? Accounts.FIRST_PERSON + people + 2 : anyone();
  }

  /** Mostly one in which something can be traded. */
  int anyMarket(Situation now) {
    if (dice.percent(3)) {
      return dice.percent(30) ? NO_MARKET : dice.between(1, markets());
    }
    List<Integer> open = live.stream().filter(m -> now.state(m) == MarketState.OPEN).toList();
    return dice.pick(open.isEmpty() ? live : open);
  }

  /** Live goods, or exclusive markets; empty if there are none. */
  List<Integer> goods() {
    return live.stream().filter(this::isGood).toList();
  }

  List<Integer> exclusives() {
    return live.stream().filter(this::isExclusive).toList();
  }

  /** Some lots of a market. */
  long lots(int market) {
    return dice.between(1, swarm.lots()) * contract(market).lot();
  }

  /** On the grid, around where prices gather. */
  int yesPrice(int market) {
    Step.Contract contract = contract(market);
    int percent = swarm.focus() + dice.between(-swarm.spread(), swarm.spread());
    int about = (int) ((long) contract.payout() * Math.clamp(percent, 0, 100) / 100);
    int tick = tick(contract, about);
    int price = about / tick * tick + tick * dice.between(-1, 1);
    int finest = contract.band1() > 0 ? contract.tick1() : contract.tick();
    return Math.clamp(price, finest, contract.payout() - finest);
  }

  private static int tick(Step.Contract contract, int price) {
    int fromEnd = Math.min(price, contract.payout() - price);
    if (fromEnd < contract.band1()) {
      return contract.tick1();
    }
    return fromEnd < contract.band2() ? contract.tick2() : contract.tick();
  }
}
