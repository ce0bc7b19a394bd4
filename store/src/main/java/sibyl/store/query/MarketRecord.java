package sibyl.store.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sibyl.engine.FeeKind;
import sibyl.engine.MarketKind;
import sibyl.engine.MarketMode;
import sibyl.engine.MarketState;
import sibyl.engine.command.MarketRules;
import sibyl.engine.command.MarketSpec;
import sibyl.engine.command.TickBand;

/**
 * One market as it stands.
 *
 * @param openAtMs when it opens by itself; 0 for not
 * @param closeAtMs when it closes by itself; 0 for not
 * @param finalAtMs until when its resolution can be challenged; 0 when it was final at once, null
 *     without one
 * @param makerYesBillionths the automated maker's YES price; null without one
 * @param lastYesPrice of the latest trade; null before the first
 * @param volume hundredths of a contract traded
 */
public record MarketRecord(
    long market,
    long event,
    MarketSpec spec,
    MarketState state,
    long createdMs,
    @Nullable Long openedMs,
    @Nullable Long closedMs,
    @Nullable Long resolvedMs,
    @Nullable Long settledMs,
    @Nullable Integer proposedFraction,
    @Nullable String proposedEvidence,
    @Nullable Long proposedBy,
    @Nullable Integer resolvedFraction,
    long openAtMs,
    long closeAtMs,
    @Nullable Long finalAtMs,
    long makerYesSold,
    long makerNoSold,
    @Nullable Long makerYesBillionths,
    @Nullable Integer lastYesPrice,
    long volume,
    long tradeCount,
    long updatedSeq) {
  static MarketRecord read(ResultSet row) throws SQLException {
    MarketSpec spec =
        new MarketSpec(
            row.getString("title"),
            row.getInt("payout"),
            row.getInt("tick"),
            row.getLong("lot"),
            MarketMode.valueOf(row.getString("mode")),
            row.getLong("liquidity"),
            FeeKind.valueOf(row.getString("fee")),
            row.getInt("taker_rate"),
            row.getInt("maker_rate"),
            new MarketRules(
                MarketKind.valueOf(row.getString("kind")),
                bands(numbers(row, "band_below"), numbers(row, "band_tick")),
                row.getInt("collar"),
                row.getLong("challenge_ms"),
                row.getBoolean("four_eyes"),
                row.getInt("segment")));
    return new MarketRecord(
        row.getLong("market_id"),
        row.getLong("event_id"),
        spec,
        MarketState.valueOf(row.getString("state")),
        row.getLong("created_ms"),
        row.getObject("opened_ms", Long.class),
        row.getObject("closed_ms", Long.class),
        row.getObject("resolved_ms", Long.class),
        row.getObject("settled_ms", Long.class),
        row.getObject("proposed_fraction", Integer.class),
        row.getString("proposed_evidence"),
        row.getObject("proposed_by", Long.class),
        row.getObject("resolved_fraction", Integer.class),
        row.getLong("open_at_ms"),
        row.getLong("close_at_ms"),
        row.getObject("final_at_ms", Long.class),
        row.getLong("maker_yes_sold"),
        row.getLong("maker_no_sold"),
        row.getObject("maker_yes_billionths", Long.class),
        row.getObject("last_yes_price", Integer.class),
        row.getLong("volume"),
        row.getLong("trade_count"),
        row.getLong("updated_seq"));
  }

  private static Integer[] numbers(ResultSet row, String column) throws SQLException {
    return (Integer[]) row.getArray(column).getArray();
  }

  private static List<TickBand> bands(Integer[] below, Integer[] tick) {
    return IntStream.range(0, below.length).mapToObj(i -> new TickBand(below[i], tick[i])).toList();
  }
}
