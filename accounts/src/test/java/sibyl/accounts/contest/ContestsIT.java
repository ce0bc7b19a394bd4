package sibyl.accounts.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static sibyl.accounts.Refusals.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sibyl.accounts.AccountsException.Code;
import sibyl.accounts.People;
import sibyl.accounts.team.Teams;
import sibyl.engine.Asset;
import sibyl.engine.HoldingReason;
import sibyl.engine.Outcome;
import sibyl.engine.PostingReason;
import sibyl.engine.Side;
import sibyl.engine.TradeKind;
import sibyl.engine.event.Trade;
import sibyl.store.JournalScript;
import sibyl.store.projection.Projection;

/** Contests set up, and what is made of what the exchange's tables say about them. */
@Timeout(120)
class ContestsIT {
  /** When {@link JournalScript} begins; it goes on by a millisecond with each command. */
  private static final Instant BEGIN = Instant.ofEpochMilli(1_700_000_000_000L);

  private static final long UNIT = 1_000_000;

  private People people;
  private Contests contests;
  private ContestReports reports;
  private long reds;
  private long blues;

  @BeforeEach
  void open() {
    people = new People();
    Teams teams = new Teams(people.database, people.rights, people.clock);
    contests = new Contests(people.database, people.clock);
    reports = new ContestReports(people.database);
    reds = teams.create("The Reds", 1).account();
    blues = teams.create("The Blues", 1).account();
  }

  @AfterEach
  void close() {
    people.close();
  }

  @Test
  void aContestIsKeptAsItWasSetUp() {
    Contest contest = create(BEGIN, BEGIN.plusSeconds(60));
    assertThat(contests.contest(contest.id())).isEqualTo(contest);
    assertThat(contest.teams())
        .containsExactly(
            new Contestant(reds, 100 * UNIT, Map.of(1L, 500L)),
            new Contestant(blues, 200 * UNIT, Map.of()));
    assertThat(contest.markets()).containsExactly(1L, 2L);
    assertThat(contest.resets()).isZero();
    contests.beginReset(contest.id());
    assertRefused(Code.RESET_UNDER_WAY, () -> contests.beginReset(contest.id()));
    assertThat(contests.resetDone(contest.id(), 17).resetSeq()).isEqualTo(17);
    contests.beginReset(contest.id());
    contests.resetFailed(contest.id());
    contests.beginReset(contest.id());
    people.clock.forward(Contests.RESET_MAX);
    contests.beginReset(contest.id());
    assertThat(contests.list(Long.MAX_VALUE, 10)).extracting(Contest::id).containsExactly(1L);
    assertRefused(Code.UNKNOWN_CONTEST, () -> contests.contest(99));
    assertRefused(Code.UNKNOWN_CONTEST, () -> reports.of(99));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Contestant red = new Contestant(reds, UNIT, Map.of());
    Instant end = BEGIN.plusSeconds(60);
    assertRefused(
        Code.INVALID_CONTEST, () -> contests.create("", BEGIN, end, List.of(1L), List.of(red)));
    assertRefused(
        Code.INVALID_CONTEST, () -> contests.create("c", BEGIN, BEGIN, List.of(1L), List.of(red)));
    assertRefused(
        Code.INVALID_CONTEST, () -> contests.create("c", BEGIN, end, List.of(), List.of(red)));
    assertRefused(
        Code.INVALID_CONTEST,
        () -> contests.create("c", BEGIN, end, List.of(1L), List.of(red, red)));
    assertRefused(
        Code.INVALID_CONTEST,
        () ->
            contests.create(
                "c", BEGIN, end, List.of(1L), List.of(new Contestant(reds, -1, Map.of()))));
    assertRefused(
        Code.INVALID_CONTEST,
        () ->
            contests.create(
                "c", BEGIN, end, List.of(1L), List.of(new Contestant(reds, 1, Map.of(2L, 1L)))));
    assertRefused(
        Code.UNKNOWN_TEAM,
        () ->
            contests.create(
                "c", BEGIN, end, List.of(1L), List.of(new Contestant(99, 1, Map.of()))));
  }

  @Test
  void theReportCountsWhatWasDoneFromTheResetToTheEnd() throws Exception {
    JournalScript script =
        new JournalScript()
            .command(
                JournalScript.eventCreated(1, "contest"),
                JournalScript.marketCreated(1, 1, "one"),
                JournalScript.marketCreated(2, 1, "two"))
            .command(JournalScript.opened(reds), JournalScript.opened(blues))
            .command(cash(reds, 50 * UNIT, PostingReason.TRADE)); // before the reset: counts not
    long reset = script.lastSeq();
    script
        .command(cash(reds, 7 * UNIT, PostingReason.TRANSFER)) // given by staff: counts not
        .command(
            given(900),
            shares(reds, 1, 900, PostingReason.PRODUCTION)) // given by staff: counts not
        .command(trade(1, 4_000, 300))
        .command(
            cash(reds, 12 * UNIT / 10, PostingReason.TRADE),
            shares(reds, 1, -300, PostingReason.TRADE),
            cash(blues, -12 * UNIT / 10, PostingReason.TRADE),
            shares(blues, 1, 300, PostingReason.TRADE),
            shares(blues, 2, 100, PostingReason.PRODUCTION));
    Instant end = BEGIN.plusMillis(script.size());
    script
        .command(trade(2, 9_000, 100)) // too late: neither its price nor its volume counts
        .command(cash(blues, 50 * UNIT, PostingReason.TRADE));
    Contest contest = create(BEGIN, end);
    contests.resetDone(contest.id(), reset);
    project(script);

    Report report = reports.of(contest.id());

    assertThat(report.over()).isTrue();
    assertThat(report.asOfSeq()).isEqualTo(script.lastSeq());
    // Sold three for 0.40 each and bought: at the last price before the end nobody gained.
    assertThat(report.standings())
        .containsExactly(
            new Standing(
                1,
                reds,
                "The Reds",
                102 * UNIT,
                101_200_000,
                0,
                1_200_000,
                1,
                List.of(new FinalHolding(1, Outcome.YES, 200, 4_000))),
            new Standing(
                1,
                blues,
                "The Blues",
                200 * UNIT,
                198_800_000,
                0,
                1_200_000,
                1,
                List.of(
                    new FinalHolding(1, Outcome.YES, 300, 4_000),
                    new FinalHolding(2, Outcome.YES, 100, null))));
  }

  @Test
  void aDecidedMarketIsWorthWhatItPays() throws Exception {
    JournalScript script =
        new JournalScript()
            .command(
                JournalScript.eventCreated(1, "contest"),
                JournalScript.marketCreated(1, 1, "one"),
                JournalScript.marketCreated(2, 1, "two"))
            .command(given(900))
            .command(trade(1, 4_000, 300))
            .command(
                cash(blues, -12 * UNIT / 10, PostingReason.TRADE),
                shares(blues, 1, 300, PostingReason.TRADE))
            .command(JournalScript.resolved(1, 10_000));
    Contest contest = create(BEGIN, BEGIN.plusSeconds(60));
    project(script);
    assertThat(reports.of(contest.id()).standings())
        .as("nothing counts before a reset")
        .extracting(Standing::profit)
        .containsOnly(0L);

    contests.resetDone(contest.id(), 1);
    Report report = reports.of(contest.id());

    assertThat(report.over()).isFalse();
    assertThat(report.standings().getFirst().team()).isEqualTo(blues);
    assertThat(report.standings().getFirst().profit()).isEqualTo(1_800_000);
    assertThat(report.standings().getLast().rank()).isEqualTo(2);
    assertThat(report.standings().getLast().started()).isEqualTo(105 * UNIT);
  }

  private Contest create(Instant from, Instant to) {
    return contests.create(
        "Spring",
        from,
        to,
        List.of(1L, 2L),
        List.of(
            new Contestant(reds, 100 * UNIT, Map.of(1L, 500L, 2L, 0L)),
            new Contestant(blues, 200 * UNIT, Map.of())));
  }

  private void project(JournalScript script) throws Exception {
    try (Projection projection = Projection.start(people.database)) {
      script.tell(projection);
      assertThat(projection.awaitPosition(script.lastSeq(), Duration.ofSeconds(30))).isTrue();
    }
  }

  /** The Reds sell YES of the first market to the Blues. */
  private JournalScript.Event[] trade(long trade, int price, long quantity) {
    long sale = 2 * trade;
    long purchase = sale + 1;
    return new JournalScript.Event[] {
      JournalScript.placed(sale, reds, 1, Side.SELL, Outcome.YES, price, quantity),
      JournalScript.placed(purchase, blues, 1, Side.BUY, Outcome.YES, price, quantity),
      (reader, seq) -> {
        Trade t = new Trade();
        t.trade = trade;
        t.market = 1;
        t.kind = TradeKind.TRANSFER;
        t.yesPrice = price;
        t.quantity = quantity;
        t.makerOrder = sale;
        t.makerAccount = reds;
        t.makerSide = Side.SELL;
        t.makerOutcome = Outcome.YES;
        t.makerCost = price * quantity;
        t.takerOrder = purchase;
        t.takerAccount = blues;
        t.takerSide = Side.BUY;
        t.takerOutcome = Outcome.YES;
        t.takerCost = price * quantity;
        reader.onTrade(seq, t);
      }
    };
  }

  private JournalScript.Event given(long quantity) {
    return JournalScript.holding(reds, 1, Outcome.YES, quantity, 0, HoldingReason.ADJUSTMENT);
  }

  private static JournalScript.Event cash(long account, long amount, PostingReason reason) {
    return (reader, seq) ->
        reader.onPosting(seq, account, Asset.CASH, amount, 1_000 * UNIT, 0, reason);
  }

  private static JournalScript.Event shares(
      long account, long market, long amount, PostingReason reason) {
    return (reader, seq) ->
        reader.onPosting(seq, account, Asset.of(market, Outcome.YES), amount, 100_000, 0, reason);
  }
}
